/** What every org demands of a new password until it sets a policy of its own, and who may set one. */
import type { User } from './model.ts';
import { hasPermission } from './permissions.ts';
import type { Subject } from './subject.ts';

const SHORTEST = 8;
/** Bytes. */
const LONGEST = 16_000;

/** Their own; who manages users sets everybody's. */
export function maySetPassword(caller: Subject, user: User): boolean {
  return user.id === caller.user.id || hasPermission(caller, 'manageUsers');
}

/** What Salesforce would say, if anything. */
export function weaknessOf(password: string, current: string): string | undefined {
  if (password.length < SHORTEST) return `Your password must be at least ${SHORTEST} characters long.`;
  if (Buffer.byteLength(password) > LONGEST) return `Your password can't be longer than ${LONGEST} bytes.`;
  if (!/[A-Za-z]/.test(password) || !/\d/.test(password))
    return 'Your password must include letters and numbers.';
  return password === current ? 'invalid repeated password' : undefined;
}
