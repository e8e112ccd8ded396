import { findCallback } from '../../../org/callback.ts';
import { nearMiss } from '../../../wire/near-miss.ts';
import type { Check, ClientRequest } from '../check.ts';

export const redirectUriIsRegistered: Check<ClientRequest, 'callback.mismatch'> = {
  refusal: 'callback.mismatch',
  holds: ({ app, asked }) => findCallback(app, asked.redirect_uri ?? '') !== undefined,
  values: ({ app, asked }) => {
    const redirectUri = asked.redirect_uri ?? '';
    return {
      redirectUri,
      registered: app.callbackUrls,
      nearMiss: nearMiss(redirectUri, (text) => findCallback(app, text) !== undefined),
    };
  },
};
