/** `/services/auth/idp/saml2/logout`: an app logs its user out here, and hears what came of it once the others know (setup-pages.md A.5). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sessionIndexOf } from '../idp/answer.ts';
import { useOnce } from '../idp/checks.ts';
import { type LogOutAsked, logOutPathOf, openLogOut, providerAsking, readLogOut } from '../idp/log-out.ts';
import { LOG_OUT_PATH } from '../idp/metadata.ts';
import type { Provider } from '../idp/providers.ts';
import { subjectIn } from '../idp/subject.ts';
import { logOutResponseFor } from '../idp/tell-log-out.ts';
import { type LiveSession, liveSession } from '../oauth/session/sessions.ts';
import { identify } from '../refusals/check.ts';
import { textAsRead } from '../saml/text.ts';
import type { World } from '../world/world.ts';
import { answerAsker, SUCCESS, samlLogOutPage, UNKNOWN } from './saml-log-out.ts';
import { logOut, tellApps } from './tell-apps.ts';

export function idpLogOutPage(app: FastifyInstance, world: World): void {
  samlLogOutPage(app, world, { path: LOG_OUT_PATH, read: readLogOut, goOn });
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
  const { id: inResponseTo, relayState } = asked;
  const answer = async (status: readonly string[]) => {
    const outcome = { inResponseTo, relayState, status };
    const delivery = await logOutResponseFor(world, request.calledHost, provider, outcome);
    return answerAsker(request, reply, delivery);
  };
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
