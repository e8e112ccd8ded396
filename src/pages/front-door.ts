/**
 * `/secur/frontdoor.jsp`: opens a browser session with a one-time password of single access or, the legacy way, with an
 * access token as `sid`. Whom it refuses, it sends to the log-in page (identity-and-resources.md 7).
 */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { relativePath } from '../oauth/session/own-origin.ts';
import { beginSession } from '../oauth/session/sessions.ts';
import { type Host, logInHostByName, logInOrigin } from '../org/hosts.ts';
import type { Org, User } from '../org/model.ts';
import { hasPermission } from '../org/permissions.ts';
import { keepsSessionOf } from '../policies/user-hosts.ts';
import { check, identify, refuse, type Traced } from '../refusals/check.ts';
import { resolveAccessToken } from '../tokens/access.ts';
import { FRONT_DOOR_PATH } from '../wire/paths.ts';
import { redirectByLocation } from '../wire/redirect.ts';
import { subjectOf } from '../world/subject.ts';
import type { World } from '../world/world.ts';
import { logInPath, siteLogInPath } from './log-in-path.ts';

/** Milliseconds from single access to the front door; about a minute in field notes. */
const OTP_LIFETIME = 60_000;

interface Visitor {
  readonly org: Org;
  readonly user: User;
}

export function frontDoorPage(app: FastifyInstance, world: World): void {
  app.route({
    method: ['GET', 'POST'],
    url: FRONT_DOOR_PATH,
    // A HEAD, as link previews send it, would spend the password.
    exposeHeadRoute: false,
    handler: (request, reply) => openFrontDoor(world, request, reply),
  });
}

async function openFrontDoor(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { parameters, calledHost } = request;
  const path = relativePath(parameters.get('startURL') ?? parameters.get('retURL') ?? '/') ?? '/';
  request.ownSurfaces = {
    'login-page': () => redirectByLocation(reply, logInUrl(world, calledHost, path)),
  };
  const { org, user } = await admitVisitor(world, request);
  await request.trace.passed('front-door');
  await beginSession(world, request, reply, org, user);
  return redirectByLocation(reply, calledHost.origin + path);
}

/**
 * The log-in page of a site, or of the log-in host for the type of the org whose My Domain was called (observed). An instance
 * tells the type by its name.
 */
function logInUrl({ orgs }: World, host: Host, startURL: string): string {
  if (host.kind === 'site') return host.origin + siteLogInPath(startURL, undefined);
  const org = orgs.orgCalled(host);
  if (org) return logInOrigin(host, org) + logInPath(startURL);
  return (host.kind === 'instance' ? `https://${logInHostByName(host)}` : host.origin) + logInPath(startURL);
}

/** @throws Refusal of surface `login-page` */
async function admitVisitor(world: World, request: FastifyRequest): Promise<Visitor> {
  const otp = request.parameters.get('otp');
  const visitor =
    otp === undefined ? await visitorOfToken(world, request) : await visitorOfPassword(world, request, otp);
  const { user } = visitor;
  identify(request, visitor);
  const subject = subjectOf(world, visitor);
  const apiUserOnly = hasPermission(subject, 'apiUserOnly');
  const isHome = keepsSessionOf(request.calledHost, subject);
  check(request, 'front-door.user', user.isActive && !user.isFrozen && !apiUserOnly && isHome, {
    username: user.username,
    isActive: user.isActive,
    isFrozen: user.isFrozen,
    apiUserOnly,
    host: request.calledHost.origin,
    isHome,
  });
  return visitor;
}

async function visitorOfPassword(world: World, request: Traced, otp: string): Promise<Visitor> {
  const { codec, store, clock, orgs } = world;
  const reference = codec.read('otp', otp);
  const found = reference && (await store.oneTimePasswords.find(reference.row));
  const password = found && codec.names(reference, found) ? found : undefined;
  const org = password && orgs.org(password.orgId);
  const user = password && orgs.user(password.userId);
  check(request, 'front-door.password', org && user, { state: 'unknown' });
  const isFresh = clock.of(org.id).now() - password.createdAt <= OTP_LIFETIME;
  check(request, 'front-door.password', isFresh, { state: isFresh ? 'alive' : 'expired' });
  const isFirst = await store.oneTimePasswords.spend(password.row, clock.of(org.id).now());
  check(request, 'front-door.password', isFirst, { state: isFirst ? 'alive' : 'spent' });
  return { org, user };
}

async function visitorOfToken(world: World, request: FastifyRequest): Promise<Visitor> {
  const sid = request.parameters.get('sid');
  check(request, 'front-door.token', sid, { state: 'missing' });
  const access = await resolveAccessToken(world, sid);
  if (typeof access === 'string') refuse(request, 'front-door.token', { state: access });
  const { org, user, app, scopes, isJwt } = access;
  identify(request, { app });
  check(request, 'front-door.token', !isJwt, { state: isJwt ? 'a JWT' : 'alive' });
  const mayBrowse = scopes.includes('web') || scopes.includes('full');
  check(request, 'front-door.scope', mayBrowse, { scopes: scopes.join(' ') });
  return { org, user };
}
