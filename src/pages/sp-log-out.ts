/** `/services/auth/sp/saml2/logout`: the identity provider that an org trusts logs its user out here, and hears what came of it once the apps know (identity-and-resources.md 6). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { useOnce } from '../idp/checks.ts';
import { bring } from '../idp/deliver.ts';
import { type LogOutAsked, logOutPathOf } from '../idp/log-out.ts';
import {
  openTrustedLogOut,
  readTrustedLogOut,
  TRUSTED_LOG_OUT_PATH,
  type Trusting,
  trustedLogOutResponse,
} from '../idp/trusted-log-out.ts';
import { liveSession } from '../oauth/session/sessions.ts';
import { ssoUser } from '../oauth/token/sso.ts';
import { redirectByLocation } from '../wire/redirect.ts';
import type { World } from '../world/world.ts';
import { logOut, tellApps } from './tell-apps.ts';

const SUCCESS = ['Success'];
const UNKNOWN = ['Requester', 'UnknownPrincipal'];

export function spLogOutPage(app: FastifyInstance, world: World): void {
  app.route({
    method: ['GET', 'POST'],
    url: TRUSTED_LOG_OUT_PATH,
    exposeHeadRoute: false,
    handler: (request, reply) => open(world, request, reply),
  });
}

/** The session of the browser comes with the next request: a form of another site carries no cookie of ours. */
async function open(world: World, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { calledHost, method, parameters } = request;
  const source = parameters.get('source');
  if (source !== undefined) return await goOn(world, request, reply, source);
  const asked = await readTrustedLogOut(world, request, method === 'POST' ? 'post' : 'redirect');
  await request.trace.passed('idp-request');
  const next = asked ? logOutPathOf(world, TRUSTED_LOG_OUT_PATH, asked) : '/';
  return redirectByLocation(reply, calledHost.origin + next);
}

/** Whoever is not meant stays logged in; who is not logged in is logged out already. A request ends one session. */
async function goOn(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  source: string,
): Promise<FastifyReply> {
  const { asked, ...trusting } = openTrustedLogOut(world, request, source);
  const { org, sso } = trusting;
  if (asked.status) return await answerWith(world, request, reply, trusting, asked, asked.status);
  const session = await liveSession(world, request);
  const isMeant = session?.org.id === org.id && session.user.id === ssoUser(org, sso, asked.nameId)?.id;
  if (session && !isMeant) return await answerWith(world, request, reply, trusting, asked, UNKNOWN);
  if (session) await useOnce(request, world, { org }, asked);
  const apps = await logOut(world, request, reply);
  if (apps.length === 0) return await answerWith(world, request, reply, trusting, asked, SUCCESS);
  const told = logOutPathOf(world, TRUSTED_LOG_OUT_PATH, { ...asked, status: SUCCESS });
  return await tellApps(request, reply, apps, told);
}

async function answerWith(
  world: World,
  { calledHost }: FastifyRequest,
  reply: FastifyReply,
  trusting: Trusting,
  { id: inResponseTo, relayState }: LogOutAsked,
  status: readonly string[],
): Promise<FastifyReply> {
  const outcome = { inResponseTo, relayState, status };
  const delivery = await trustedLogOutResponse(world, calledHost, trusting, outcome);
  return delivery ? bring(reply, delivery) : redirectByLocation(reply, `${calledHost.origin}/`);
}
