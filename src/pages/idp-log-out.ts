/** `/services/auth/idp/saml2/logout`: an app logs its user out here, and hears what came of it once the others know (setup-pages.md A.5). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sessionIndexOf } from '../idp/answer.ts';
import { useOnce } from '../idp/checks.ts';
import { bring } from '../idp/deliver.ts';
import { type LogOutAsked, logOutPathOf, openLogOut, providerAsking, readLogOut } from '../idp/log-out.ts';
import { LOG_OUT_PATH } from '../idp/metadata.ts';
import type { Provider } from '../idp/providers.ts';
import { subjectIn } from '../idp/subject.ts';
import { logOutResponseFor } from '../idp/tell-log-out.ts';
import { type LiveSession, liveSession } from '../oauth/session/sessions.ts';
import { identify } from '../refusals/check.ts';
import { textAsRead } from '../saml/text.ts';
import { redirectByLocation } from '../wire/redirect.ts';
import type { World } from '../world/world.ts';
import { logOut, tellApps } from './tell-apps.ts';

const SUCCESS = ['Success'];
const UNKNOWN = ['Requester', 'UnknownPrincipal'];

export function idpLogOutPage(app: FastifyInstance, world: World): void {
  app.route({
    method: ['GET', 'POST'],
    url: LOG_OUT_PATH,
    exposeHeadRoute: false,
    handler: (request, reply) => open(world, request, reply),
  });
}

/** The session of the browser comes with the next request: a form of another site carries no cookie of ours. */
async function open(world: World, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { calledHost, method, parameters } = request;
  const source = parameters.get('source');
  if (source !== undefined) return await goOn(world, request, reply, source);
  const asked = await readLogOut(world, request, method === 'POST' ? 'post' : 'redirect');
  await request.trace.passed('idp-request');
  return redirectByLocation(
    reply,
    calledHost.origin + (asked ? logOutPathOf(world, LOG_OUT_PATH, asked) : '/'),
  );
}

/** Whoever is not meant stays logged in; who has no session that counts here is logged out already. A request ends one session. */
async function goOn(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  source: string,
): Promise<FastifyReply> {
  const asked = openLogOut(world, request, source);
  const session = asked.status ? undefined : await liveSession(world, request);
  const provider = providerAsking(world, request, asked, session?.org.id);
  const { org, app } = provider;
  identify(request, { org, app });
  const answer = (status: readonly string[]) => answerWith(world, request, reply, provider, asked, status);
  if (asked.status) return await answer(asked.status);
  if (session && !isMeant(world, request, asked, provider, session)) return await answer(UNKNOWN);
  if (session) await useOnce(request, world, provider, asked);
  const others = session ? await logOut(world, request, reply, app.consumerKey) : [];
  if (others.length === 0) return await answer(SUCCESS);
  const told = { ...asked, orgId: org.id, status: SUCCESS };
  return await tellApps(request, reply, others, logOutPathOf(world, LOG_OUT_PATH, told));
}

function isMeant(
  world: World,
  { calledHost }: FastifyRequest,
  { nameId, sessionIndexes }: LogOutAsked,
  provider: Provider,
  session: LiveSession,
): boolean {
  if (provider.org.id !== session.org.id || nameId === '') return false;
  if (nameId !== textAsRead(subjectIn(world, calledHost, provider, session.user) ?? '')) return false;
  return sessionIndexes.length === 0 || sessionIndexes.includes(sessionIndexOf(world, session));
}

async function answerWith(
  world: World,
  { calledHost }: FastifyRequest,
  reply: FastifyReply,
  provider: Provider,
  { id: inResponseTo, relayState }: LogOutAsked,
  status: readonly string[],
): Promise<FastifyReply> {
  const outcome = { inResponseTo, relayState, status };
  const delivery = await logOutResponseFor(world, calledHost, provider, outcome);
  return delivery ? bring(reply, delivery) : redirectByLocation(reply, `${calledHost.origin}/`);
}
