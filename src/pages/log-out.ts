/**
 * The ways to log out of the browser, and what hangs on it: apps with a Single Logout URL are told by front channel, access
 * tokens that were given in the session die with it, refresh tokens do not (identity-and-resources.md 6).
 *
 * Which access tokens are a session's is recalled only. Here they are those that its browser was sent: of the user-agent and
 * hybrid flows, and not those that an app fetched for a code.
 */
import type { FastifyInstance } from 'fastify';
import { ownPage } from '../oauth/session/own-origin.ts';
import { redirectByLocation } from '../wire/redirect.ts';
import type { World } from '../world/world.ts';
import { logInPath } from './log-in-path.ts';
import { logOut, tellApps } from './tell-apps.ts';

export const LOG_OUT_PATH = '/secur/logout.jsp';

/** Salesforce as OpenID provider: discovery's `end_session_endpoint`. */
const PROVIDER_PATH = '/services/auth/idp/oidc/logout';
/** Salesforce as relying party: what an outer provider calls when its user has logged out there. */
const RELYING_PARTY_PATH = '/services/auth/rp/oidc/logout';

export function logOutPages(app: FastifyInstance, world: World): void {
  // "Not you?" of the Allow Access page comes back to it by way of the log-in page (authorize.md 3).
  app.get(LOG_OUT_PATH, async (request, reply) => {
    const startURL = ownPage(request.parameters.get('startURL'));
    const apps = await logOut(world, request, reply);
    return tellApps(request, reply, apps, startURL === undefined ? '/' : logInPath(startURL));
  });
  // All parameters are ignored: id_token_hint, state, and above all post_logout_redirect_uri.
  app.route({
    method: ['GET', 'POST'],
    url: PROVIDER_PATH,
    handler: async (request, reply) => tellApps(request, reply, await logOut(world, request, reply), '/'),
  });
  app.route({
    method: ['GET', 'POST'],
    url: RELYING_PARTY_PATH,
    handler: async (request, reply) => {
      await logOut(world, request, reply);
      return redirectByLocation(reply, `${request.calledHost.origin}/`);
    },
  });
}
