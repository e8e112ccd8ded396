/**
 * One-time codes that Salesforce would mail or text (authorize.md 8). Nothing is sent: the outbox has the message, and the journal
 * the code, in the notes of the request that asked for it. How long a real one lives, and how often it may be tried, is not known.
 */
import { hash } from 'node:crypto';
import { check, identify, type Traced } from '../../refusals/check.ts';
import type { StoredVerification } from '../../store/port.ts';
import { postCode } from '../../world/outbox.ts';
import type { World } from '../../world/world.ts';

/** Milliseconds. */
const LIFETIME = 10 * 60_000;
const MOST_ATTEMPTS = 5;

export type Purpose = 'user-registration' | 'passwordless-login' | 'forgot-password';

export interface CodeToSend {
  readonly purpose: Purpose;
  readonly orgId: string;
  readonly userId: string;
  /** Whom it would be sent to. */
  readonly to: string;
  readonly details?: object;
}

/** @returns the identifier that goes with the code; codes to change a password have none */
export async function sendCode(world: World, request: Traced, message: CodeToSend): Promise<string> {
  const { purpose, orgId, userId, to, details = {} } = message;
  await request.trace.passed('headless');
  const code = String(world.entropy.bytes(6).readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
  const identifier = world.codec.draw('identifier');
  const row = await world.store.verifications.append({
    secretHash: hashOf(code, purpose === 'forgot-password' ? undefined : identifier.hash),
    purpose,
    orgId,
    userId,
    details: JSON.stringify(details),
    createdAt: world.clock.of(orgId).now(),
  });
  await postCode(world, purpose, { orgId, userId, to, code });
  request.trace.notes = { oneTimeCode: code, sentTo: to };
  return world.codec.write(identifier, row, orgId);
}

/** What the code with the identifier confirms, once. @throws Refusal */
export async function useCode(
  world: World,
  request: Traced,
  purpose: Purpose,
  identifier: string,
  code: string,
): Promise<StoredVerification> {
  const reference = world.codec.read('identifier', identifier);
  const found = reference && (await world.store.verifications.find(reference.row));
  const sent = found?.purpose === purpose ? found : undefined;
  return confirm(world, request, purpose, sent, hashOf(code, reference?.hash));
}

/** Likewise for the newest code that a user was sent. @throws Refusal */
export async function useNewestCode(
  world: World,
  request: Traced,
  purpose: Purpose,
  userId: string,
  code: string,
): Promise<StoredVerification> {
  return confirm(
    world,
    request,
    purpose,
    await world.store.verifications.newest(userId, purpose),
    hashOf(code),
  );
}

async function confirm(
  world: World,
  request: Traced,
  purpose: Purpose,
  sent: StoredVerification | undefined,
  secretHash: Buffer,
): Promise<StoredVerification> {
  check(request, 'headless.code-unknown', sent, { purpose });
  identify(request, { user: request.trace.username ?? world.orgs.user(sent.userId)?.username });
  const now = world.clock.of(sent.orgId).now();
  const age = now - sent.createdAt;
  check(request, 'headless.code-expired', age <= LIFETIME, { age, lifetime: LIFETIME });
  const tried = (await request.trace.isArmed('headless.code-wrong')) ? hashOf('') : secretHash;
  await request.trace.passed('headless');
  const { attempts, spentAt } = sent;
  const isRight = await world.store.verifications.use(sent.row, tried, now, MOST_ATTEMPTS);
  check(request, 'headless.code-wrong', isRight, {
    attempts,
    limit: MOST_ATTEMPTS,
    spent: spentAt !== undefined,
  });
  return sent;
}

function hashOf(code: string, identifierHash: Buffer = Buffer.alloc(0)): Buffer {
  return hash('sha256', Buffer.concat([identifierHash, Buffer.from(code)]), 'buffer');
}
