import type { Check, ClientRequest } from '../check.ts';
import { asksForIdToken } from '../request.ts';

export const nonceIsSent: Check<ClientRequest, 'user-agent.nonce-missing'> = {
  refusal: 'user-agent.nonce-missing',
  holds: ({ asked }) => !asksForIdToken(asked) || asked.nonce !== undefined,
  values: ({ asked }) => ({ responseType: asked.response_type ?? '', sent: asked.nonce !== undefined }),
};
