/** setPassword(userId, password): the user's next log-in is by that one; an expired password may be mended so (soap-data.md 5, 7). */
import { weaknessOf } from '../../org/password-policy.ts';
import { check } from '../../refusals/check.ts';
import { changePassword } from '../../world/change-user.ts';
import type { SessionOperation } from '../operation.ts';
import { userToChange } from '../user-to-change.ts';
import { element } from '../xml.ts';

export const setPassword: SessionOperation = {
  name: 'setPassword',
  session: 'needed',
  parameters: ['userId', 'password'],
  mendsPasswordOf: ({ parameters }) => parameters.text('userId').trim(),

  async answer(call) {
    const user = userToChange(call);
    const password = call.parameters.text('password');
    const message = weaknessOf(password, user.password);
    check(call, 'soap-password.weak', message === undefined, { username: user.username, message });
    await call.trace.passed('soap-password');
    await changePassword(call.world, call.access.org, user.id, { password, isPasswordExpired: false });
    return [element('result', [])];
  },
};
