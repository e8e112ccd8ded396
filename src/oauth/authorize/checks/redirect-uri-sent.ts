import type { Check, ClientRequest } from '../check.ts';

export const redirectUriIsSent: Check<ClientRequest, 'callback.missing'> = {
  refusal: 'callback.missing',
  holds: ({ asked }) => asked.redirect_uri !== undefined,
  values: () => ({}),
};
