/** Whose password an operation changes: the caller's, or anybody's of the org for an administrator. */

import { isRecordId } from '../data/ids.ts';
import type { User } from '../org/model.ts';
import { maySetPassword } from '../org/password-policy.ts';
import { check } from '../refusals/check.ts';
import { sameId } from '../rest/record-id.ts';
import type { SessionCall } from './operation.ts';

/** @throws Refusal */
export function userToChange(call: SessionCall): User {
  const { org, user: caller } = call.access;
  const id = call.parameters.text('userId').trim();
  check(call, 'soap-password.malformed-id', isRecordId(id), { id });
  const user = org.users.find((candidate) => sameId(candidate.id, id));
  check(call, 'soap-password.unknown-id', user, { id, org: org.name });
  check(call, 'soap-password.not-allowed', maySetPassword(caller, user), {
    username: user.username,
    caller: caller.username,
    profile: caller.profile,
  });
  return user;
}
