/** Whose password an operation changes: the caller's, or anybody's of the org for who manages users. */

import { isRecordId } from '../data/ids.ts';
import type { User } from '../org/model.ts';
import { maySetPassword } from '../org/password-policy.ts';
import { check } from '../refusals/check.ts';
import { sameId } from '../rest/record-id.ts';
import type { SessionCall } from './operation.ts';

/** @throws Refusal */
export function userToChange(call: SessionCall): User {
  const { org, user: caller } = call.access;
  const now = call.world.clock.of(org.id).now();
  const id = call.parameters.text('userId').trim();
  check(call, 'soap-password.malformed-id', isRecordId(id), { id });
  const user = org.users.find((candidate) => sameId(candidate.id, id));
  check(call, 'soap-password.unknown-id', user, { id, org: org.name });
  check(call, 'soap-password.not-allowed', maySetPassword({ org, user: caller, now }, user), {
    username: user.username,
    caller: caller.username,
    profile: caller.profile,
  });
  return user;
}
