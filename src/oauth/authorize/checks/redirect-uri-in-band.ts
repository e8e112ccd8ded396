import type { Check, ClientRequest } from '../check.ts';

/** `oob` may be registered, but no browser can be sent there (authorize.md 1.2). */
export const redirectUriIsInBand: Check<ClientRequest, 'callback.out-of-band'> = {
  refusal: 'callback.out-of-band',
  holds: ({ asked }) => !/^(?:urn:ietf:wg:oauth:2\.0:)?oob(?::auto)?$/i.test(asked.redirect_uri ?? ''),
  values: ({ asked }) => ({ redirectUri: asked.redirect_uri ?? '' }),
};
