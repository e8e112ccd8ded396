/**
 * The code that is mailed to who has no authenticator, to verify who they are. The outbox has the message, and the journal the code, in
 * the notes of the request that had it sent. How long it lives and how often it may be tried are guesses (setup-pages.md 6).
 */
import { hash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Org, User } from '../org/model.ts';
import { postCode } from '../world/outbox.ts';
import type { World } from '../world/world.ts';

const PURPOSE = 'identity-verification';
/** Milliseconds. */
const LIFETIME = 10 * 60_000;
const MOST_ATTEMPTS = 5;

/** Mails a code, unless one was mailed that is still good. @param isWantedAnew whether the user pressed Resend Code */
export async function mailCode(
  world: World,
  request: FastifyRequest,
  org: Org,
  { id: userId, email: to }: User,
  isWantedAnew: boolean,
): Promise<void> {
  const now = world.clock.of(org.id).now();
  if (!isWantedAnew && (await goodCode(world, userId, now))) return;
  const code = String(world.entropy.bytes(6).readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
  const secretHash = hashOf(code);
  await world.store.verifications.append({
    secretHash,
    purpose: PURPOSE,
    orgId: org.id,
    userId,
    details: '{}',
    createdAt: now,
  });
  await postCode(world, PURPOSE, { orgId: org.id, userId, to, code });
  request.trace.notes = { oneTimeCode: code, sentTo: to };
}

/** Whether it is the newest code that the user was mailed; it is good once. */
export async function useMailedCode(world: World, user: User, code: string, now: number): Promise<boolean> {
  const sent = await goodCode(world, user.id, now);
  if (!sent) return false;
  return world.store.verifications.use(sent.row, hashOf(code), now, MOST_ATTEMPTS);
}

async function goodCode({ store }: World, userId: string, now: number) {
  const newest = await store.verifications.newest(userId, PURPOSE);
  if (!newest || newest.spentAt !== undefined || newest.attempts >= MOST_ATTEMPTS) return undefined;
  return now - newest.createdAt <= LIFETIME ? newest : undefined;
}

function hashOf(code: string): Buffer {
  return hash('sha256', code, 'buffer');
}

/** As the page tells whom it was mailed to: `a***@acme.example`. */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 1 ? '***' : `${address.slice(0, 1)}${'*'.repeat(Math.min(at - 1, 20))}${address.slice(at)}`;
}
