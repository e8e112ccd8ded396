/** getUserInfo(): whose session it is. The first call of many clients (soap-data.md 5, 10). */
import type { SessionOperation } from '../operation.ts';
import { userInfo } from '../user-info.ts';
import { element } from '../xml.ts';

export const getUserInfo: SessionOperation = {
  name: 'getUserInfo',
  session: 'needed',
  parameters: [],
  answer: ({ access: { org, user, token }, version }) => [
    element('result', userInfo(org, user, version, token.timeout)),
  ],
};
