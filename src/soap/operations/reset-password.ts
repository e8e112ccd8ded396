/** resetPassword(userId): a new password, which the user has to change at the next log-in (soap-data.md 5). */
import type { Entropy } from '../../ground/entropy.ts';
import { changePassword } from '../../world/change-user.ts';
import type { SessionOperation } from '../operation.ts';
import { userToChange } from '../user-to-change.ts';
import { element, elements } from '../xml.ts';

export const resetPassword: SessionOperation = {
  name: 'resetPassword',
  session: 'needed',
  parameters: ['userId'],

  async answer(call) {
    const user = userToChange(call);
    await call.trace.passed('soap-password');
    const password = drawPassword(call.world.entropy);
    await changePassword(call.world, call.access.org, user.id, { password, isPasswordExpired: true });
    return [element('result', elements({ password }))];
  },
};

/** Letters and digits, and at least one of each. */
function drawPassword(entropy: Entropy): string {
  return `a1${entropy.bytes(9).toString('base64url').replace(/[-_]/g, 'x')}`;
}
