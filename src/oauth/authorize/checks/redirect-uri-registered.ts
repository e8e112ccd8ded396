import { findCallback } from '../../../org/callback.ts';
import type { OrgDirectory } from '../../../org/directory.ts';
import type { App } from '../../../org/model.ts';
import { nearMiss } from '../../../wire/near-miss.ts';
import type { Check, ClientRequest } from '../check.ts';

export const redirectUriIsRegistered: Check<ClientRequest, 'callback.mismatch'> = {
  refusal: 'callback.mismatch',
  holds: ({ app, asked }) => findCallback(app, asked.redirect_uri ?? '') !== undefined,
  values: ({ app, orgs, asked }) => {
    const redirectUri = asked.redirect_uri ?? '';
    return {
      redirectUri,
      registered: app.callbackUrls,
      nearMiss: isOnItsWay(app, orgs, redirectUri)
        ? 'it is one since the last change in Setup, which has not spread yet'
        : nearMiss(redirectUri, (text) => findCallback(app, text) !== undefined),
    };
  },
};

/** Whether the callback was added by a change that is not in force yet. */
function isOnItsWay(app: App, orgs: OrgDirectory, redirectUri: string): boolean {
  const newest = orgs.app(app.consumerKey);
  if (newest === undefined || findCallback(app, redirectUri) !== undefined) return false;
  return findCallback(newest, redirectUri) !== undefined;
}
