/** `/sobjects/User/<id>/password`: whether a password has expired, and a new one (rest-data.md 8). */

import type { User } from '../../org/model.ts';
import { maySetPassword, weaknessOf } from '../../org/password-policy.ts';
import { check } from '../../refusals/check.ts';
import { changePassword } from '../../world/change-user.ts';
import { NO_CONTENT, ok, type RestAnswer } from '../answer.ts';
import type { Resource, RestCall } from '../call.ts';
import { sameId } from '../record-id.ts';
import { readBody } from '../request-body.ts';

export const password: Resource = {
  path: '/sobjects/User/:id/password',
  methods: { GET: (call) => ok({ isExpired: userOfPath(call).isPasswordExpired }), POST: setPassword },
};

/** The body has one member, as the documentation and simple-salesforce write it. */
async function setPassword(call: RestCall): Promise<RestAnswer> {
  const user = userOfPath(call);
  const { NewPassword } = readBody(call);
  const wanted = typeof NewPassword === 'string' ? NewPassword : '';
  const message = weaknessOf(wanted, user.password);
  check(call, 'rest.weak-password', message === undefined, { username: user.username, message });
  await changePassword(call.world, call.access.org, user.id, { password: wanted, isPasswordExpired: false });
  return NO_CONTENT;
}

/** @throws Refusal */
function userOfPath(call: RestCall): User {
  const { org, user: caller } = call.access;
  const { id = '' } = call.path;
  const user = org.users.find((candidate) => sameId(candidate.id, id));
  check(call, 'rest.not-found', user, { path: call.trace.path });
  check(call, 'rest.password-not-allowed', maySetPassword(call.session, user), {
    username: user.username,
    caller: caller.username,
    profile: caller.profile,
  });
  return user;
}
