/** Browser sessions: who has logged in here. The cookie is Salesforce's `sid`. Source: model.md 4.4. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App, Org, User } from '../../org/model.ts';
import { appOfOrg } from '../../org/platform-cli.ts';
import { profileOf } from '../../org/session.ts';
import { factsOf } from '../../policies/facts.ts';
import { policies } from '../../policies/policies.ts';
import { keepsSessionOf } from '../../policies/user-hosts.ts';
import type { Row, Session } from '../../store/port.ts';
import { resolveWebSession } from '../../tokens/web-sessions.ts';
import { cookieLine, cookieNamed } from '../../wire/cookies.ts';
import { LONG_AGO } from '../../wire/headers.ts';
import { subjectOf } from '../../world/subject.ts';
import type { World } from '../../world/world.ts';
import { isActivated } from './activated-browser.ts';

export interface LiveSession {
  /** Unique among sessions: negative for that of an access token, whose row it negates. */
  readonly row: Row;
  readonly org: Org;
  readonly user: User;
  /** Whether its user gave a second factor. */
  readonly isHighAssurance: boolean;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** For what a session is wanted. */
export interface Purpose {
  readonly flow: 'web-server' | 'user-agent' | 'device-page' | 'saml';
  /** The app whose IP relaxation counts. */
  readonly app: App | undefined;
}

const NO_APP: Purpose = { flow: 'web-server', app: undefined };

/** The session of the browser, or undefined when there is none, it is over, or its user may no longer log in. */
export async function liveSession(
  world: World,
  request: FastifyRequest,
  purpose = NO_APP,
): Promise<LiveSession | undefined> {
  const session = (await logInSession(world, request)) ?? (await accessTokenSession(world, request));
  if (!session) return undefined;
  const { org, user, isHighAssurance } = session;
  const verification = { sent: false, isRight: isActivated(world, request, user) };
  const app = purpose.app && appOfOrg(purpose.app, org);
  const more = { app, isHighAssurance, verification };
  const facts = factsOf(request, subjectOf(world, session), purpose.flow, more);
  return policies.countsAsLoggedIn(facts) && keepsSessionOf(request.calledHost, facts) ? session : undefined;
}

/** Whether the browser has a session of the user, be it one that no longer counts as a log-in for all that apps and policies want. */
export async function holdsSession(world: World, request: FastifyRequest, user: User): Promise<boolean> {
  const session = (await logInSession(world, request)) ?? (await accessTokenSession(world, request));
  return session?.user.id === user.id;
}

/** Whether its user logged in after something began, in a browser that may have had another session then. */
export function beganSince(
  session: LiveSession,
  { startedAt, sessionAtStart }: { readonly startedAt: number; readonly sessionAtStart?: Row | undefined },
): boolean {
  return session.row !== sessionAtStart && session.createdAt >= startedAt;
}

async function logInSession(world: World, request: FastifyRequest): Promise<LiveSession | undefined> {
  const stored = await storedSession(world, request);
  const org = stored && world.orgs.org(stored.orgId);
  const user = stored && world.orgs.user(stored.userId);
  if (!org || !user || stored.endedAt !== undefined) return undefined;
  if (world.clock.of(org.id).now() - stored.createdAt > 60_000 * timeoutOf(org, user)) return undefined;
  const isHighAssurance = stored.isHighAssurance === true;
  return { row: stored.row, org, user, isHighAssurance, createdAt: stored.createdAt };
}

/** Hybrid apps log their web views in with the session ids that came with an access token (authorize.md 6). */
async function accessTokenSession(world: World, request: FastifyRequest): Promise<LiveSession | undefined> {
  const sid = sentSid(request);
  const access = sid === undefined ? undefined : await resolveWebSession(world, sid);
  return (
    access && {
      row: -access.token.row,
      org: access.org,
      user: access.user,
      isHighAssurance: access.token.isHighAssurance === true,
      createdAt: access.token.createdAt,
    }
  );
}

/** Logs the browser in, whoever was logged in before. */
export async function beginSession(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  org: Org,
  user: User,
  more: Pick<Session, 'isHighAssurance'> = {},
): Promise<void> {
  await endSession(world, request, reply);
  const secret = world.codec.draw('session');
  const row = await world.store.sessions.append({
    secretHash: secret.hash,
    orgId: org.id,
    userId: user.id,
    ...more,
    createdAt: world.clock.of(org.id).now(),
  });
  setCookie(request, reply, world.codec.write(secret, row, org.id));
}

/** Its user gave a second factor. False when the browser has no session of theirs. */
export async function raiseSession(world: World, request: FastifyRequest, user: User): Promise<boolean> {
  const session = await logInSession(world, request);
  if (session?.user.id !== user.id) return false;
  await world.store.sessions.raise(session.row);
  return true;
}

/** Logs the browser out; harmless when nobody is logged in. */
export async function endSession(world: World, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const stored = await storedSession(world, request);
  if (stored && stored.endedAt === undefined)
    await world.store.sessions.end(stored.row, world.clock.of(stored.orgId).now());
  setCookie(request, reply, '', { expires: LONG_AGO });
}

async function storedSession(world: World, request: FastifyRequest) {
  const sid = sentSid(request);
  const reference = sid === undefined ? undefined : world.codec.read('session', sid);
  const stored = reference && (await world.store.sessions.find(reference.row));
  return stored && world.codec.names(reference, stored) ? stored : undefined;
}

function sentSid({ headers }: FastifyRequest): string | undefined {
  return cookieNamed('sid', headers.cookie);
}

/** Minutes; the session does not slide. */
function timeoutOf(org: Org, user: User): number {
  return profileOf({ org, user })?.sessionTimeout ?? org.settings.sessionTimeout;
}

function setCookie(
  { calledHost }: FastifyRequest,
  reply: FastifyReply,
  value: string,
  life: { readonly expires?: string } = {},
): void {
  reply.removeHeader('set-cookie');
  reply.header('set-cookie', cookieLine('sid', value, calledHost.origin, life));
}
