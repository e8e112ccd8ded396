/**
 * `/services/oauth2/revoke`: an access token ends alone, a refresh token takes its approval and every token of it along.
 * Not RFC 7009: nobody authenticates, an unknown token is an error, errors are form-encoded (identity-and-resources.md 1).
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { uvidOf } from '../org/guest.ts';
import { check, identify, type Traced } from '../refusals/check.ts';
import {
  findAccessToken,
  findRefreshToken,
  refreshStateOf,
  stateOf,
  unknownToken,
} from '../tokens/find-token.ts';
import { json } from '../wire/json.ts';
import type { World } from '../world/world.ts';
import { readGuestHeaders } from './token/guest.ts';

export function revokeEndpoint(app: FastifyInstance, world: World): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/services/oauth2/revoke',
    handler: (request, reply) => {
      const callback = callbackOf(request);
      return callback === undefined
        ? answerRevoke(world, request, reply)
        : answerScript(world, request, reply, callback);
    },
  });
}

/** 200 and nothing. */
async function answerRevoke(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  await revoke(world, request);
  return reply.header('Content-Length', '0').send();
}

/** JSONP is 200 whatever happened: a script that failed to load could not be told. */
async function answerScript(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  callback: string,
): Promise<FastifyReply> {
  const call = (outcome: object) =>
    reply.type('application/javascript').send(`${callback}(${json(outcome)});`);
  request.ownSurfaces = { 'form-body': ({ facts: { error } }) => call({ error }) };
  await revoke(world, request);
  return call({});
}

/** What is no function's name is not a callback: it is never written into a script. */
function callbackOf({ parameters }: FastifyRequest): string | undefined {
  const callback = parameters.get('callback');
  return callback !== undefined && /^[A-Za-z_$][\w$.]{0,199}$/.test(callback) ? callback : undefined;
}

/** @throws Refusal */
async function revoke(world: World, request: FastifyRequest): Promise<void> {
  const token = request.parameters.get('token');
  check(request, 'revoke.no-token', token, { received: [...request.parameters.keys()] });
  const outcome =
    (await revokeAccessToken(world, request, token)) ?? (await revokeRefreshToken(world, request, token));
  check(request, 'revoke.invalid-token', outcome === 'alive', {
    state: outcome ?? (await unknownToken(world, token, ['access', 'refresh'])),
  });
}

type State = 'alive' | 'expired' | 'revoked' | 'rotated out';

/** What the token was before; undefined if it is no access token. */
async function revokeAccessToken(
  world: World,
  request: FastifyRequest,
  text: string,
): Promise<State | undefined> {
  const found = await findAccessToken(world, text);
  if (!found) return undefined;
  identify(request, { org: found.token.orgId, app: found.token.consumerKey });
  const now = world.clock.of(found.token.orgId).now();
  const state = stateOf(found, now);
  if (state === 'alive') {
    checkRevokedByGuest(request, found.token.userId);
    await request.trace.passed('revoke');
    await world.store.accessTokens.revoke(found.token.row, now);
  }
  return state;
}

/** A guest's token is revoked by the guest, who says so as at the token endpoint. @throws Refusal */
function checkRevokedByGuest(request: FastifyRequest, userId: string): void {
  const uvid = uvidOf(userId);
  if (uvid === undefined) return;
  const { requestType = '', uvidHint } = readGuestHeaders(request);
  check(request, 'revoke.guest-request-type', requestType === 'guest', { type: requestType });
  check(request, 'revoke.guest-uvid', uvidHint === uvid, { sent: uvidHint !== undefined });
}

/** What the token was before; undefined if it is no refresh token. */
async function revokeRefreshToken(world: World, request: Traced, text: string): Promise<State | undefined> {
  const token = await findRefreshToken(world, text);
  if (!token) return undefined;
  identify(request, { org: token.approval.orgId, app: token.approval.consumerKey });
  const state = refreshStateOf(token);
  if (state === 'alive') {
    await request.trace.passed('revoke');
    await world.store.approvals.revoke(token.approval.row, world.clock.of(token.approval.orgId).now());
  }
  return state;
}
