/** userinfo and the identity URL: who a token speaks for (identity-and-resources.md 3). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Org, User } from '../org/model.ts';
import { hasPermission } from '../org/permissions.ts';
import { covers } from '../org/scopes.ts';
import { check, refuse, type Traced } from '../refusals/check.ts';
import { type Access, sentAccessToken } from '../tokens/access.ts';
import { isKnownVersion, NEWEST_VERSION, OLDEST_VERSION } from '../wire/api-versions.ts';
import type { FormParameters } from '../wire/form.ts';
import { isPretty, sendJson } from '../wire/json.ts';
import { subjectOf } from '../world/subject.ts';
import type { World } from '../world/world.ts';
import { identityAccess } from './access.ts';
import { identityFormat, isCallbackName, writeIdentity } from './identity-answer.ts';
import { identityDocument } from './identity-document.ts';
import { userInfo } from './user-info.ts';

export function identityEndpoints(app: FastifyInstance, world: World): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/services/oauth2/userinfo',
    preHandler: wantHttps,
    handler: (request, reply) => answerUserInfo(world, request, reply),
  });
  app.route({
    method: ['GET', 'POST'],
    url: '/id/:org/:user',
    preHandler: wantHttps,
    handler: (request, reply) => answerIdentity(world, request, reply),
  });
}

function wantHttps(request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  const { needsHttps } = request;
  if (needsHttps) refuse(request, 'identity.https-required', { needsHttps });
  done();
}

async function answerUserInfo(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const sent = sentAccessToken(request, 'access_token', 'oauth_token');
  const access = await identityAccess(
    world,
    request,
    sent,
    'Authorization and the parameters access_token and oauth_token',
  );
  await request.trace.passed('identity');
  const members = userInfo(access, request.calledHost, world.clock.of(access.org.id).now());
  return sendJson(reply, members);
}

async function answerIdentity(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { calledHost: host, parameters, headers } = request;
  const access = await identityAccess(
    world,
    request,
    sentToIdentity(request),
    request.method === 'POST'
      ? 'Authorization and the parameters access_token and oauth_token of the body'
      : 'Authorization and the parameters access_token and oauth_token',
  );
  const user = readSubject(world, request, access);
  const version = readVersion(request, parameters);
  const format = identityFormat(parameters, headers.accept);
  const callback = format === 'jsonp' ? readCallback(request, parameters) : '';
  await request.trace.passed('identity');
  const document = identityDocument({
    access,
    user,
    host,
    version,
    now: world.clock.of(access.org.id).now(),
  });
  const answer = writeIdentity(document, format, callback, isPretty(headers));
  return reply.type(answer.contentType).send(answer.body);
}

/** A POST must not carry the token in the query (observed). */
function sentToIdentity(request: FastifyRequest): string | undefined {
  if (request.method !== 'POST') return sentAccessToken(request, 'access_token', 'oauth_token');
  const body = request.body as FormParameters | undefined;
  return sentAccessToken(request) ?? (body?.get('access_token') || body?.get('oauth_token') || undefined);
}

/** The user that the path names, whom the token must be allowed to see. */
function readSubject(world: World, request: FastifyRequest, access: Access): User {
  const path = request.params as { org: string; user: string };
  const org = world.orgs.org(path.org);
  check(request, 'identity.bad-id', org, { record: 'org', id: path.org });
  check(request, 'identity.wrong-org', org.id === access.org.id, { asked: org.id, tokenOrg: access.org.id });
  const user = findUser(org, path.user);
  check(request, 'identity.bad-id', user, { record: 'user', id: path.user });
  check(request, 'identity.inactive', user.isActive, {
    user: `user ${user.username}`,
    isActive: user.isActive,
  });
  if (user.id !== access.user.id) checkMaySeeOthers(world, request, access);
  return user;
}

/** @param id 15 or 18 characters */
function findUser(org: Org, id: string): User | undefined {
  return org.users.find((user) => user.id === id || (id.length === 15 && user.id.startsWith(id)));
}

function checkMaySeeOthers(world: World, request: Traced, access: Access): void {
  const { scopes, user } = access;
  const needed = {
    'scope api or full': covers(scopes, 'api'),
    'API Enabled': hasPermission(subjectOf(world, access), 'apiEnabled'),
    'a standard user': user.userType === 'STANDARD',
  };
  const missing = Object.entries(needed).flatMap(([name, fulfilled]) => (fulfilled ? [] : [name]));
  check(request, 'identity.no-access', missing.length === 0, { missing });
}

function readVersion(request: Traced, parameters: FormParameters): string | undefined {
  const version = parameters.get('version');
  if (version === undefined) return undefined;
  if (version === 'latest') return NEWEST_VERSION;
  check(request, 'identity.version', isKnownVersion(version), {
    version,
    oldest: OLDEST_VERSION,
    newest: NEWEST_VERSION,
  });
  return version;
}

function readCallback(request: Traced, parameters: FormParameters): string {
  const callback = parameters.get('callback') ?? '';
  check(request, 'identity.callback', isCallbackName(callback), { callback });
  return callback;
}
