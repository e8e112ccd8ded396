/**
 * `/services/oauth2/singleaccess`, the UI Bridge: an access token becomes a URL that opens one browser session
 * (identity-and-resources.md 7, token.md 14).
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { instanceUrl } from '../org/hosts.ts';
import { hasPermission } from '../org/permissions.ts';
import { isHome, livesOn } from '../policies/user-hosts.ts';
import { check, identify, refuse } from '../refusals/check.ts';
import { type Access, resolveAccessToken, sentAccessToken } from '../tokens/access.ts';
import { writeQuery } from '../wire/form.ts';
import { sendJson } from '../wire/json.ts';
import { FRONT_DOOR_PATH } from '../wire/paths.ts';
import { subjectOf } from '../world/subject.ts';
import type { World } from '../world/world.ts';
import { relativePath } from './session/own-origin.ts';

export function singleAccessEndpoints(app: FastifyInstance, world: World): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/services/oauth2/singleaccess',
    handler: async (request, reply) => {
      const access = await admitToSingleAccess(world, request);
      return sendFrontdoor(world, request, reply, access);
    },
  });
  app.post('/services/oauth2/lightningoutsingleaccess', async (request, reply) => {
    const access = await admitToSingleAccess(world, request);
    const id = request.parameters.get('lightning_out_app_id') ?? '';
    const isId = /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(id);
    check(request, 'single-access.param', isId, { parameter: 'lightning_out_app_id', value: id });
    return sendFrontdoor(world, request, reply, access);
  });
}

/** @throws Refusal */
async function admitToSingleAccess(world: World, request: FastifyRequest): Promise<Access> {
  const { calledHost } = request;
  const sent = sentAccessToken(request, 'access_token', 'oauth_token');
  check(request, 'single-access.no-token', sent !== undefined, {});
  const access = await resolveAccessToken(world, sent);
  if (typeof access === 'string') refuse(request, 'single-access.bad-token', { state: access });
  const { org, user, app, scopes, isJwt } = access;
  identify(request, { org, user, app });
  check(request, 'single-access.bad-token', !isJwt, { state: isJwt ? 'a JWT' : 'alive' });
  const subject = subjectOf(world, access);
  check(request, 'single-access.api-only-user', !hasPermission(subject, 'apiUserOnly'), {
    username: user.username,
    profile: user.profile,
  });
  const mayBrowse = scopes.includes('web') || scopes.includes('full');
  check(request, 'single-access.scope', mayBrowse, { scopes: scopes.join(' ') });
  const isLogInHost = calledHost.kind === 'login' || calledHost.kind === 'test';
  check(request, 'single-access.wrong-org', isLogInHost || livesOn(calledHost, org), {
    host: calledHost.origin,
    org: org.name,
  });
  check(request, 'single-access.host', !isLogInHost && isHome(calledHost, subject), {
    host: calledHost.origin,
    username: user.username,
    userType: user.userType,
  });
  return access;
}

async function sendFrontdoor(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  { org, user }: Access,
): Promise<FastifyReply> {
  const { calledHost, parameters } = request;
  const { codec, store, clock, entropy } = world;
  const asked = parameters.get('redirect_uri');
  const startURL = asked ? relativePath(asked) : undefined;
  check(request, 'single-access.param', !asked || startURL, {
    parameter: 'redirect_uri',
    value: asked ?? '',
  });
  await request.trace.passed('singleaccess');

  const secret = codec.draw('otp');
  const row = await store.oneTimePasswords.append({
    secretHash: secret.hash,
    orgId: org.id,
    userId: user.id,
    createdAt: clock.of(org.id).now(),
  });
  const query = writeQuery({
    otp: codec.write(secret, row, org.id),
    startURL,
    // What Salesforce checks with it is not known, and neither is its length.
    cshc: entropy.bytes(12).toString('base64url'),
  });
  const home = calledHost.kind === 'site' ? calledHost.origin : instanceUrl(calledHost, org);
  return sendJson(reply, { frontdoor_uri: `${home}${FRONT_DOOR_PATH}?${query}` });
}
