/** Whose password an operation changes: the caller's, or anybody's of the org for an administrator. */

import { isRecordId } from '../data/ids.ts';
import type { User } from '../org/model.ts';
import { check } from '../refusals/check.ts';
import { sameId } from '../rest/record-id.ts';
import type { SessionCall } from './operation.ts';

/** Whose profile may manage users, as long as the seed has no permission that says so. */
const ADMINISTRATOR = 'System Administrator';

/** @throws Refusal */
export function userToChange(call: SessionCall): User {
  const { org, user: caller } = call.access;
  const id = call.parameters.text('userId').trim();
  check(call, 'soap-password.malformed-id', isRecordId(id), { id });
  const user = org.users.find((candidate) => sameId(candidate.id, id));
  check(call, 'soap-password.unknown-id', user, { id, org: org.name });
  const isAllowed = user.id === caller.id || caller.profile === ADMINISTRATOR;
  check(call, 'soap-password.not-allowed', isAllowed, {
    username: user.username,
    caller: caller.username,
    profile: caller.profile,
  });
  return user;
}
