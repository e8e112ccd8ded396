import type { Check, ClientRequest } from '../check.ts';

export const challengeMethodIsS256: Check<ClientRequest, 'pkce.method'> = {
  refusal: 'pkce.method',
  holds: ({ asked }) => (asked.code_challenge_method ?? 'S256') === 'S256',
  values: ({ asked }) => ({ method: asked.code_challenge_method }),
};
