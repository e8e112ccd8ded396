/** The pages a person sees, apart from Allow Access, which belongs to the authorize endpoint. */
import type { FastifyInstance } from 'fastify';
import type { World } from '../world.ts';
import { errorPage } from './error-page.ts';
import { frontDoorPage } from './front-door.ts';
import { logInPage } from './log-in.ts';
import { logOutPages } from './log-out.ts';
import { sendHtml } from './render.ts';
import { SUCCESS } from './templates/success.ts';
import { VerifyIdentity, verifyIdentityPage } from './verify-identity.ts';

export function pageEndpoints(app: FastifyInstance, world: World): void {
  const verify = new VerifyIdentity(world);
  logInPage(app, world, verify);
  verifyIdentityPage(app, verify);
  logOutPages(app, world);
  frontDoorPage(app, world);
  errorPage(app);
  // Browsers ask for it by themselves; Salesforce's own is not ours to give.
  app.get('/favicon.ico', async (_request, reply) => reply.code(204).send());
  app.get('/services/oauth2/success', async (_request, reply) => sendHtml(reply, SUCCESS));
}
