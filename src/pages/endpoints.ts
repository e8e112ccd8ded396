/** The pages a person sees. */

import type { FastifyInstance } from 'fastify';
import { sendHtml } from '../wire/html.ts';
import type { World } from '../world/world.ts';
import { approvalPage } from './approval-page.ts';
import { connectPage } from './connect-page.ts';
import { errorPage } from './error-page.ts';
import { frontDoorPage } from './front-door.ts';
import { idpLogInPage } from './idp-log-in.ts';
import { idpLogOutPage } from './idp-log-out.ts';
import { logInPage } from './log-in.ts';
import { logOutPages } from './log-out.ts';
import { samlRequestPage } from './saml-request.ts';
import { samlErrorPage } from './saml-response.ts';
import { spLogOutPage } from './sp-log-out.ts';
import { SUCCESS } from './templates/success.ts';
import { VerifyIdentity, verifyIdentityPage } from './verify-identity.ts';

/** @param followRealCallbacks whether callbacks on Salesforce's hosts are followed from localhost */
export function pageEndpoints(app: FastifyInstance, world: World, followRealCallbacks: boolean): void {
  approvalPage(app, world, followRealCallbacks);
  connectPage(app, world);
  const verify = new VerifyIdentity(world);
  logInPage(app, world, verify);
  idpLogInPage(app, world, verify);
  verifyIdentityPage(app, verify);
  logOutPages(app, world);
  idpLogOutPage(app, world);
  spLogOutPage(app, world);
  samlRequestPage(app, world);
  samlErrorPage(app);
  frontDoorPage(app, world);
  errorPage(app, world);
  // Browsers request an icon by themselves; Salesforce's own is not ours to give.
  app.get('/favicon.ico', async (_request, reply) => reply.code(204).send());
  app.get('/services/oauth2/success', async (_request, reply) => sendHtml(reply, SUCCESS));
}
