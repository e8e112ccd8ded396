/** The only place that mints tokens: access, refresh and ID tokens of every flow. */
import { signIdToken } from '../identity/id-token.ts';
import type { Host } from '../org/hosts.ts';
import { accessTokenTimeout } from '../org/session.ts';
import type { World } from '../world.ts';
import type { Granted } from './token/grant.ts';

export interface IssuedTokens {
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  readonly idToken: string | undefined;
}

/** Mints what was granted; returns once it is committed. */
export async function issue(granted: Granted, calledHost: Host, world: World): Promise<IssuedTokens> {
  const { org, user, app, scopes } = granted;
  const { codec, clock, store } = world;
  const issuedAt = clock.now();
  const access = codec.draw('access');
  const refresh = granted.refreshToken || granted.successor ? codec.draw('refresh') : undefined;

  const accessToken = {
    secretHash: access.hash,
    orgId: org.id,
    userId: user.id,
    consumerKey: app.consumerKey,
    scopes: scopes.join(' '),
    timeout: accessTokenTimeout(org, user, app),
    createdAt: issuedAt,
  };
  const refreshToken = refresh && {
    secretHash: refresh.hash,
    createdAt: issuedAt,
    issuer: granted.authorizedAt?.issuer ?? '',
    approval: granted.refreshToken?.approval,
  };
  const rows = granted.redeem
    ? await granted.redeem(accessToken, refreshToken)
    : await store.issue(accessToken, refreshToken);

  const text = codec.write(access, rows.accessToken, org.id);
  return {
    issuedAt,
    accessToken: text,
    refreshToken:
      refresh && rows.refreshToken !== undefined
        ? codec.write(refresh, rows.refreshToken, org.id)
        : undefined,
    idToken: await idTokenFor(granted, text, calledHost, world),
  };
}

/** `openid` brings an ID token wherever a user authorized; `full` does not imply it (identity-and-resources.md 4.4). */
async function idTokenFor(
  granted: Granted,
  accessToken: string,
  host: Host,
  world: World,
): Promise<string | undefined> {
  const { org, user, app, scopes, authorizedAt } = granted;
  if (!authorizedAt || !scopes.includes('openid')) return undefined;
  return signIdToken(world, { host, org, user, app, accessToken, ...authorizedAt });
}
