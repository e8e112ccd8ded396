/** setPassword(userId, password): the user's next log-in is by that one; an expired password may be mended so (soap-data.md 5, 7). */
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
    call.trace.passed('soap-password');
    await changePassword(call.world, call.access.org, user.id, { password, isPasswordExpired: false });
    return [element('result', [])];
  },
};

const SHORTEST = 8;
/** Bytes. */
const LONGEST = 16_000;

/** By the policy that every org has until it sets another: what Salesforce would say, if anything. */
function weaknessOf(password: string, current: string): string | undefined {
  if (password.length < SHORTEST) return `Your password must be at least ${SHORTEST} characters long.`;
  if (Buffer.byteLength(password) > LONGEST) return `Your password can't be longer than ${LONGEST} bytes.`;
  if (!/[A-Za-z]/.test(password) || !/\d/.test(password))
    return 'Your password must include letters and numbers.';
  return password === current ? 'invalid repeated password' : undefined;
}
