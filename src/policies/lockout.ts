/**
 * Tries to log in with a password and what follows it. The store judges and counts each in one, for every process: too many
 * wrong ones in a row lock the user out (model.md 4.7), and a code of an authenticator is right once (RFC 6238 5.2).
 */
import type { Traced } from '../refusals/check.ts';
import type { LogInTry, TriedLogIn } from '../store/port.ts';
import type { World } from '../world/world.ts';
import { policies } from './policies.ts';
import type { UserFacts } from './policy.ts';

const MINUTE = 60_000;

/** @throws Refusal when the user is locked out */
export async function tryLogIn(
  world: World,
  request: Traced,
  facts: UserFacts,
  tried: Pick<LogInTry, 'found' | 'codeStep'>,
): Promise<TriedLogIn> {
  const outcome = await judge(world, facts, tried);
  policies.check(request, 'password', { ...facts, isLockedOut: outcome === 'locked out' });
  return outcome;
}

async function judge(
  { store }: World,
  { org, user, now }: UserFacts,
  { found, codeStep }: Pick<LogInTry, 'found' | 'codeStep'>,
): Promise<TriedLogIn> {
  const { maxLoginAttempts: most, lockoutInterval } = org.settings;
  if (most === undefined && codeStep === undefined) return found;
  const lockout = lockoutInterval === undefined ? undefined : lockoutInterval * MINUTE;
  return store.failedLogIns.try({ userId: user.id, at: now, found, codeStep, most, lockout });
}
