/** What is to be said of a token by its text: whose it is, until when, and whether it is alive. */
import type { Org, User } from '../org/model.ts';
import { appOfOrg } from '../org/platform-cli.ts';
import { policies } from '../policies/policies.ts';
import type { TokenEnd } from '../policies/policy-table.ts';
import { type Limit, limitOf } from '../policies/refresh-policy.ts';
import type { StoredRefreshToken } from '../store/port.ts';
import {
  type FoundAccessToken,
  findAccessToken,
  findRefreshToken,
  refreshStateOf,
  stateOf,
} from '../tokens/find-token.ts';
import { NOT_BEFORE_LEEWAY } from '../tokens/jwt-access-token.ts';
import type { World } from '../world/world.ts';

interface Lifetime {
  /** Seconds since the epoch, as the others; undefined for a refresh token that lives until it is revoked. */
  readonly exp: number | undefined;
  readonly iat: number;
  readonly nbf: number;
}

export interface KnownToken extends Lifetime {
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
export async function findToken(world: World, text: string): Promise<KnownToken | undefined> {
  const access = await findAccessToken(world, text);
  if (access) {
    const lifetime = lifetimeOf(access);
    return knownToken(
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
  return knownToken(world, 'refresh_token', refresh.approval, refreshState(refresh, limit, now), lifetime);
}

/** A session's end moves with its use; a JWT says the same of itself. */
function lifetimeOf({ token, isJwt }: FoundAccessToken): Lifetime {
  const iat = seconds(token.createdAt);
  if (isJwt) return { exp: iat + token.timeout, iat, nbf: iat - NOT_BEFORE_LEEWAY };
  return { exp: seconds(token.lastUsedAt) + token.timeout, iat, nbf: iat };
}

function refreshState(token: StoredRefreshToken, limit: Limit | undefined, now: number): KnownToken['state'] {
  const state = refreshStateOf(token);
  return state === 'alive' && limit && now > limit.since + limit.period ? 'expired' : state;
}

function knownToken(
  { orgs }: World,
  type: KnownToken['type'],
  owner: {
    orgId: string;
    userId: string;
    consumerKey: string;
    scopes: string;
    byPassword?: true | undefined;
  },
  state: KnownToken['state'],
  lifetime: Lifetime,
): KnownToken | undefined {
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
