/** `/services/oauth2/introspect`: whether a token is alive, whose it is and until when (identity-and-resources.md 2). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { identityUrl } from '../org/hosts.ts';
import type { App, Org, User } from '../org/model.ts';
import { appOfOrg } from '../org/platform-cli.ts';
import { policies } from '../policies/policies.ts';
import type { TokenEnd } from '../policies/policy-table.ts';
import { type Limit, limitOf } from '../policies/refresh-policy.ts';
import { check, identify } from '../refusals/check.ts';
import type { StoredRefreshToken } from '../store/port.ts';
import { readScopes } from '../tokens/access.ts';
import {
  type FoundAccessToken,
  findAccessToken,
  findRefreshToken,
  refreshStateOf,
  stateOf,
  unknownToken,
} from '../tokens/find-token.ts';
import { NOT_BEFORE_LEEWAY } from '../tokens/jwt-access-token.ts';
import { hashOrder } from '../wire/hash-order.ts';
import { sendJson } from '../wire/json.ts';
import type { World } from '../world/world.ts';
import { authenticateClient } from './token/client.ts';
import { readTokenRequest } from './token/read-request.ts';

export function introspectEndpoint(app: FastifyInstance, world: World): void {
  app.post('/services/oauth2/introspect', (request, reply) => answerIntrospect(world, request, reply));
}

async function answerIntrospect(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { parameters, calledHost } = request;
  const caller = await authenticateClient(readTokenRequest(request), world, {
    type: 'introspection',
    // An app that may not refresh may not introspect either.
    flow: 'refresh',
    needsSecret: () => true,
  });
  const text = parameters.get('token');
  check(request, 'introspect.no-token', text, { received: [...parameters.keys()] });

  const token = await findToken(world, text);
  check(request, 'introspect.dead', token?.state === 'alive', {
    state: token?.state ?? (await unknownToken(world, text, ['access', 'refresh'])),
  });
  const { consumerKey, org, user, scopes } = token;
  identify(request, { org, user });
  const issuedTo = world.orgs.app(consumerKey);
  check(request, 'introspect.other-app', mayIntrospect(caller, token, issuedTo), {
    app: caller.name,
    appOrg: world.orgs.org(caller.orgId)?.name,
    issuedTo: issuedTo?.name ?? consumerKey,
    org: org.name,
    isOwnOrg: org.id === caller.orgId,
    isIntrospectAllTokens: caller.isIntrospectAllTokens,
  });
  check(request, 'introspect.password-flow', !token.byPassword, { app: issuedTo?.name ?? consumerKey });
  await request.trace.passed('introspect');
  // In the order observed.
  const members = {
    active: true,
    scope: hashOrder(readScopes(scopes)).join(' '),
    client_id: consumerKey,
    username: user.username,
    sub: identityUrl(calledHost, org, user.id),
    token_type: token.type,
    exp: token.exp,
    iat: token.iat,
    nbf: token.nbf,
  };
  return sendJson(reply, members);
}

/** Its own tokens, those of the apps it registered, and with isIntrospectAllTokens those of its org. */
function mayIntrospect(
  caller: App,
  { consumerKey, org }: IntrospectedToken,
  issuedTo: App | undefined,
): boolean {
  return (
    consumerKey === caller.consumerKey ||
    issuedTo?.parentConsumerKey === caller.consumerKey ||
    (caller.isIntrospectAllTokens && org.id === caller.orgId)
  );
}

interface Lifetime {
  /** Seconds since the epoch, as the others; undefined for a refresh token that lives until it is revoked. */
  readonly exp: number | undefined;
  readonly iat: number;
  readonly nbf: number;
}

interface IntrospectedToken extends Lifetime {
  readonly type: 'access_token' | 'refresh_token';
  readonly state: 'alive' | 'expired' | 'revoked' | 'rotated out' | TokenEnd;
  readonly consumerKey: string;
  readonly scopes: string;
  /** Issued for a username and password, by the grant of that name. */
  readonly byPassword: boolean;
  readonly org: Org;
  readonly user: User;
}

/** `token_type_hint` is not needed: the text tells. Undefined for a token of nobody. */
async function findToken(world: World, text: string): Promise<IntrospectedToken | undefined> {
  const access = await findAccessToken(world, text);
  if (access) {
    const lifetime = lifetimeOf(access);
    return introspectedToken(
      world,
      'access_token',
      access.token,
      stateOf(access, world.clock.of(access.token.orgId).now()),
      lifetime,
    );
  }
  const refresh = await findRefreshToken(world, text);
  const org = refresh && world.orgs.org(refresh.approval.orgId);
  const app = refresh && world.orgs.app(refresh.approval.consumerKey);
  if (!org || !app) return undefined;
  const limit = limitOf(appOfOrg(app, org).refreshTokenPolicy, refresh);
  const now = world.clock.of(refresh.approval.orgId).now();
  const iat = seconds(refresh.createdAt);
  const lifetime = { exp: limit && seconds(limit.since + limit.period), iat, nbf: iat };
  return introspectedToken(
    world,
    'refresh_token',
    refresh.approval,
    refreshState(refresh, limit, now),
    lifetime,
  );
}

/** A session's end moves with its use; a JWT says the same of itself. */
function lifetimeOf({ token, isJwt }: FoundAccessToken): Lifetime {
  const iat = seconds(token.createdAt);
  if (isJwt) return { exp: iat + token.timeout, iat, nbf: iat - NOT_BEFORE_LEEWAY };
  return { exp: seconds(token.lastUsedAt) + token.timeout, iat, nbf: iat };
}

function refreshState(
  token: StoredRefreshToken,
  limit: Limit | undefined,
  now: number,
): IntrospectedToken['state'] {
  const state = refreshStateOf(token);
  return state === 'alive' && limit && now > limit.since + limit.period ? 'expired' : state;
}

function introspectedToken(
  { orgs }: World,
  type: IntrospectedToken['type'],
  owner: {
    orgId: string;
    userId: string;
    consumerKey: string;
    scopes: string;
    byPassword?: true | undefined;
  },
  state: IntrospectedToken['state'],
  lifetime: Lifetime,
): IntrospectedToken | undefined {
  const { consumerKey, scopes, byPassword = false } = owner;
  const org = orgs.org(owner.orgId);
  const user = orgs.user(owner.userId);
  const app = orgs.app(consumerKey);
  if (!org || !user || !app) return undefined;
  const end = state === 'alive' ? policies.endOf({ org, user, app: appOfOrg(app, org) }) : undefined;
  return { type, state: end ?? state, consumerKey, scopes, byPassword, org, user, ...lifetime };
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
