/** `/services/auth/idp/saml2/logout`: an app logs its user out here, and hears what came of it once the others know (setup-pages.md A.5). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sessionIndexOf } from '../idp/answer.ts';
import { type LogOutAsked, logOutPathOf, openLogOut, providerAsking, readLogOut } from '../idp/log-out.ts';
import { LOG_OUT_PATH } from '../idp/metadata.ts';
import { subjectIn } from '../idp/subject.ts';
import { logOutResponseFor } from '../idp/tell-log-out.ts';
import { type LiveSession, liveSession } from '../oauth/session/sessions.ts';
import { check, identify } from '../refusals/check.ts';
import { redirectByForm } from '../wire/post-form.ts';
import { redirectByLocation } from '../wire/redirect.ts';
import type { World } from '../world/world.ts';
import { logOut, tellApps } from './tell-apps.ts';

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
  return redirectByLocation(reply, calledHost.origin + (asked ? logOutPathOf(world, asked) : '/'));
}

async function goOn(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  source: string,
): Promise<FastifyReply> {
  const asked = openLogOut(world, source);
  check(request, 'idp.malformed', asked, { rule: 'its source was sealed by this server' });
  request.trace.idp = { initiatedBy: 'SP', entityUrl: asked.issuer };
  if (asked.status) return await answer(world, request, reply, asked, asked.status, undefined);
  const session = await liveSession(world, request);
  const status = statusFor(world, request, asked, session);
  if (status.length > 1) return await answer(world, request, reply, asked, status, session);
  const { app } = providerAsking(world, request, asked, session?.org.id);
  const others = await logOut(world, request, reply, app.consumerKey);
  if (others.length === 0) return await answer(world, request, reply, asked, status, session);
  return await tellApps(request, reply, others, logOutPathOf(world, { ...asked, status }));
}

/** Whoever is not meant stays logged in; who is not logged in is logged out already. */
function statusFor(
  world: World,
  request: FastifyRequest,
  asked: LogOutAsked,
  session: LiveSession | undefined,
): readonly string[] {
  if (!session) return ['Success'];
  const provider = providerAsking(world, request, asked, session.org.id);
  const nameId = subjectIn(world, request.calledHost, provider, session.user);
  const index = asked.sessionIndex ?? sessionIndexOf(world, session);
  const isMeant =
    provider.org.id === session.org.id && nameId === asked.nameId && index === sessionIndexOf(world, session);
  return isMeant ? ['Success'] : ['Requester', 'UnknownPrincipal'];
}

async function answer(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: LogOutAsked,
  status: readonly string[],
  session: LiveSession | undefined,
): Promise<FastifyReply> {
  const provider = providerAsking(world, request, asked, session?.org.id);
  identify(request, { org: provider.org, app: provider.app });
  const { id: inResponseTo, relayState } = asked;
  const outcome = { inResponseTo, relayState, status };
  const delivery = await logOutResponseFor(world, request.calledHost, provider, outcome);
  if (!delivery) return redirectByLocation(reply, `${request.calledHost.origin}/`);
  return delivery.form
    ? redirectByForm(reply, delivery.url, delivery.form)
    : redirectByLocation(reply, delivery.url);
}
