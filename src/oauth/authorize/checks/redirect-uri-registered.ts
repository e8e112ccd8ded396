import { findCallback } from '../../../org/callback.ts';
import type { Check, ClientRequest } from '../check.ts';

export const redirectUriIsRegistered: Check<ClientRequest, 'callback.mismatch'> = {
  refusal: 'callback.mismatch',
  holds: ({ app, asked }) => findCallback(app, asked.redirect_uri ?? '') !== undefined,
  values: ({ app, asked }) => ({ redirectUri: asked.redirect_uri ?? '', registered: app.callbackUrls }),
};
