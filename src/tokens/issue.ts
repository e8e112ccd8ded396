/** The only place that mints tokens: access, refresh and ID tokens of every flow, and session ids. */

import type { Host } from '../org/hosts.ts';
import { accessTokenTimeout, jwtAccessTokenLifetime } from '../org/session.ts';
import { requiresHighAssurance } from '../policies/rules/session-level.ts';
import type { World } from '../world/world.ts';
import type { Granted } from './granted.ts';
import { signIdToken } from './id-token.ts';
import { signJwtAccessToken } from './jwt-access-token.ts';
import { mintWebSessions, type WebSessions } from './web-sessions.ts';

export interface IssuedTokens {
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly accessToken: string;
  readonly tokenFormat: 'opaque' | 'jwt';
  readonly refreshToken: string | undefined;
  readonly idToken: string | undefined;
  readonly webSessions: WebSessions | undefined;
}

/** Mints what was granted; returns once it is committed. */
export async function issue(granted: Granted, calledHost: Host, world: World): Promise<IssuedTokens> {
  const { org, user, app, scopes } = granted;
  const { codec, clock, store } = world;
  const issuedAt = clock.of(org.id).now();
  const isJwt = app.isNamedUserJwtEnabled;
  const isShared = org.settings.sharedAccessTokens && !isJwt;
  const nonce = isShared ? world.entropy.bytes(32) : undefined;
  const own = nonce ? codec.shared(nonce) : codec.draw(isJwt ? 'sfi' : 'access');
  const refresh = granted.refreshToken || granted.successor ? codec.draw('refresh') : undefined;

  const accessToken = {
    secretHash: own.hash,
    orgId: org.id,
    userId: user.id,
    consumerKey: app.consumerKey,
    scopes: scopes.join(' '),
    timeout: isJwt ? jwtAccessTokenLifetime(org, user, app) : accessTokenTimeout(org, user, app),
    session: granted.session,
    // The request has passed the policies of its flow.
    isHighAssurance: requiresHighAssurance({ app }) ? (true as const) : undefined,
    byPassword: granted.byPassword,
    nonce,
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
    : await store.tokens.issue(accessToken, refreshToken);

  const access = rows.sharedNonce ? codec.shared(rows.sharedNonce) : own;
  const written = codec.write(access, rows.accessToken, org.id);
  const lifetime = accessToken.timeout;
  const text = isJwt
    ? await signJwtAccessToken(world, {
        host: calledHost,
        org,
        user,
        app,
        scopes,
        sfi: written,
        issuedAt,
        lifetime,
      })
    : written;
  return {
    issuedAt,
    accessToken: text,
    tokenFormat: isJwt ? 'jwt' : 'opaque',
    refreshToken:
      refresh && rows.refreshToken !== undefined
        ? codec.write(refresh, rows.refreshToken, org.id)
        : undefined,
    idToken: await idTokenFor(granted, text, calledHost, world),
    webSessions: granted.webSessions && mintWebSessions(codec, access, rows.accessToken, org.id),
  };
}

/** `openid` brings an ID token wherever a user authorized; `full` does not imply it (identity-and-resources.md 4.4). */
async function idTokenFor(
  granted: Granted,
  accessToken: string,
  host: Host,
  world: World,
): Promise<string | undefined> {
  const { org, user, app, scopes, authorizedAt, withoutIdToken } = granted;
  if (!authorizedAt || withoutIdToken || !scopes.includes('openid')) return undefined;
  return signIdToken(world, { host, org, user, app, accessToken, ...authorizedAt });
}
