import type { Check, ClientRequest } from '../check.ts';

export const sentByPost: Check<ClientRequest, 'headless.method'> = {
  refusal: 'headless.method',
  holds: ({ method }) => method === 'POST',
  values: ({ method }) => ({ method }),
};
