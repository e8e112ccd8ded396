/** `/services/auth/sp/saml2/logout`: the identity provider that an org trusts logs its user out here, and hears what came of it once the apps know (identity-and-resources.md 6). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { useOnce } from '../idp/checks.ts';
import { logOutPathOf } from '../idp/log-out.ts';
import {
  openTrustedLogOut,
  readTrustedLogOut,
  TRUSTED_LOG_OUT_PATH,
  trustedLogOutResponse,
} from '../idp/trusted-log-out.ts';
import { liveSession } from '../oauth/session/sessions.ts';
import { ssoUser } from '../oauth/token/sso.ts';
import type { World } from '../world/world.ts';
import { answerAsker, SUCCESS, samlLogOutPage, UNKNOWN } from './saml-log-out.ts';
import { logOut, tellApps } from './tell-apps.ts';

export function spLogOutPage(app: FastifyInstance, world: World): void {
  samlLogOutPage(app, world, { path: TRUSTED_LOG_OUT_PATH, read: readTrustedLogOut, goOn });
}

/** Whoever is not meant stays logged in; who has no session that counts here is logged out already. A request ends one session. */
async function goOn(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  source: string,
): Promise<FastifyReply> {
  const { asked, ...trusting } = openTrustedLogOut(world, request, source);
  const { org, sso } = trusting;
  const { id: inResponseTo, relayState } = asked;
  const answer = async (status: readonly string[]) => {
    const outcome = { inResponseTo, relayState, status };
    const delivery = await trustedLogOutResponse(world, request.calledHost, trusting, outcome);
    return answerAsker(request, reply, delivery);
  };
  if (asked.status) return await answer(asked.status);
  const session = await liveSession(world, request);
  const isMeant = session?.org.id === org.id && session.user.id === ssoUser(org, sso, asked.nameId)?.id;
  if (session && !isMeant) return await answer(UNKNOWN);
  if (session) await useOnce(request, world, { org }, asked);
  const apps = session ? await logOut(world, request, reply) : [];
  if (apps.length === 0) return await answer(SUCCESS);
  const told = logOutPathOf(world, TRUSTED_LOG_OUT_PATH, { ...asked, status: SUCCESS });
  return await tellApps(request, reply, apps, told);
}
