/**
 * Ends the session of a browser, and tells the apps of it by front channel (identity-and-resources.md 6, setup-pages.md A.5): those of OpenID
 * Connect and of SAML by redirect in frames that nobody sees, those of SAML by POST with forms that go into such frames.
 */
import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Delivery } from '../idp/deliver.ts';
import { logOutRequestFor } from '../idp/tell-log-out.ts';
import { endSession, type LiveSession, liveSession } from '../oauth/session/sessions.ts';
import { appOfOrg } from '../org/platform-cli.ts';
import { identify } from '../refusals/check.ts';
import { redirectByLocation } from '../wire/redirect.ts';
import type { World } from '../world/world.ts';
import { showPage } from './render.ts';
import { POST_FORMS } from './templates/log-out.ts';

/** Seconds that apps have to hear of it before the log-in page comes (documented: about ten). */
const WAIT = 10;

const SCRIPT_SOURCE = `'sha256-${hash('sha256', POST_FORMS, 'base64')}'`;

/** @returns what to bring to the apps that its user logged in to in this session */
export async function logOut(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  butFor?: string,
): Promise<Delivery[]> {
  const session = await liveSession(world, request);
  if (session) identify(request, session);
  await endSession(world, request, reply);
  return session ? await messagesOf(world, request, session, butFor) : [];
}

/** @param butFor consumer key of the app that knows already */
async function messagesOf(
  world: World,
  { calledHost }: FastifyRequest,
  session: LiveSession,
  butFor: string | undefined,
): Promise<Delivery[]> {
  const { org } = session;
  const keys = (await world.store.sessions.apps(session.row)).filter((key) => key !== butFor);
  const messages = keys.map(async (key) => {
    const known = world.orgs.app(key);
    const app = known && appOfOrg(known, org);
    const saml =
      app?.saml && (await logOutRequestFor(world, calledHost, { org, app, saml: app.saml }, session));
    const url = app?.singleLogoutUrl;
    return [...(url === undefined ? [] : [{ url, form: undefined }]), ...(saml ? [saml] : [])];
  });
  return (await Promise.all(messages)).flat();
}

export async function tellApps(
  { calledHost }: FastifyRequest,
  reply: FastifyReply,
  apps: readonly Delivery[],
  nextPath: string,
): Promise<FastifyReply> {
  const next = calledHost.origin + nextPath;
  if (apps.length === 0) return redirectByLocation(reply, next);
  reply.header('Refresh', `${WAIT};url=${next}`);
  const hasForms = apps.some(({ form }) => form !== undefined);
  return showPage(
    reply,
    'log-out',
    { apps, next, hasForms },
    {
      frames: apps.map(({ url }) => url),
      ...(hasForms && { script: SCRIPT_SOURCE, formsGoAnywhere: true }),
    },
  );
}
