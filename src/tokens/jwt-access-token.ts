/** JWT-based access tokens, for apps that issue them: any grant, any flow (token.md 13). */

import { isGuest } from '../org/guest.ts';
import { type Host, instanceNameOf, instanceUrl } from '../org/hosts.ts';
import type { App, Org, User } from '../org/model.ts';
import type { Scope } from '../org/scopes.ts';
import { hashOrder, hashOrdered } from '../wire/hash-order.ts';
import type { World } from '../world/world.ts';
import { isSignedWith, type Jwt, readJwt, signJwt } from './jwt.ts';
import { accessTokenKey, accessTokenPublicKey } from './org-keys.ts';

/** Seconds before its issue from which a token counts as valid (observed). */
export const NOT_BEFORE_LEEWAY = 15;

export interface JwtAccessTokenFacts {
  readonly host: Host;
  readonly org: Org;
  readonly user: User;
  readonly app: App;
  readonly scopes: readonly Scope[];
  /** Names the token's row, and is its secret. */
  readonly sfi: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  /** Seconds. */
  readonly lifetime: number;
}

/** Members of header and payload in HashMap order, as in the one token that was seen. */
export async function signJwtAccessToken(world: World, facts: JwtAccessTokenFacts): Promise<string> {
  const { host, org, user, app, scopes, sfi, issuedAt, lifetime } = facts;
  const { kid, privateKey } = await accessTokenKey(world, org);
  const header = hashOrdered({
    alg: 'RS256',
    typ: 'JWT',
    kid,
    tty: 'sfdc-core-token',
    ver: '1.0',
    tnk: `core/${instanceNameOf(org)}/${org.id}`,
  });
  const iat = Math.floor(issuedAt / 1000);
  // Tokens of a site's guests are good on the site alone (token.md 13).
  const issuer = isGuest(user) ? host.origin : instanceUrl(host, org);
  const claims = hashOrdered({
    // These three share a bucket, where the order of insertion counts.
    scp: hashOrder(scopes).join(' '),
    aud: [issuer],
    sub: isGuest(user) ? user.id : `uid:${user.id}`,
    iss: issuer,
    exp: iat + lifetime,
    nbf: iat - NOT_BEFORE_LEEWAY,
    iat,
    client_id: app.consumerKey,
    sfi,
    mty: 'oauth',
    roles: [],
    hsc: false,
  });
  return signJwt(header, claims, privateKey);
}

/** A JWT that may be an access token, by its form alone. */
export interface ClaimedAccessToken {
  readonly jwt: Jwt;
  readonly sfi: string;
  readonly kid: string;
}

/** Undefined when the text cannot be a JWT access token, written as we write them. Nothing is verified. */
export function readJwtAccessToken(text: string): ClaimedAccessToken | undefined {
  const jwt = readJwt(text);
  const sfi = jwt?.claims.sfi;
  const kid = jwt?.header.kid;
  if (!jwt || typeof sfi !== 'string' || typeof kid !== 'string') return undefined;
  return text.endsWith(`.${jwt.signature.toString('base64url')}`) ? { jwt, sfi, kid } : undefined;
}

/** True when a key of the org signed it. */
export async function isGenuine(
  world: World,
  { jwt, kid }: ClaimedAccessToken,
  orgId: string,
): Promise<boolean> {
  const key = await accessTokenPublicKey(world, orgId, kid);
  return key !== undefined && (await isSignedWith(jwt, key));
}
