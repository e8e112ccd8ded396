/** ID tokens: RS256, members in HashMap order, alive for two minutes unless the app says otherwise (identity-and-resources.md 4.4). */
import { hash } from 'node:crypto';
import { type Host, identityUrl } from '../org/hosts.ts';
import type { App, Org, User } from '../org/model.ts';
import { hashOrdered } from '../wire/hash-order.ts';
import type { World } from '../world/world.ts';
import { customAttributes, customPermissions } from './custom-members.ts';
import { signJwt } from './jwt.ts';
import { platformKeys } from './platform-keys.ts';
import { addressClaims, displayName, photosOf, profileUrl } from './user-facts.ts';

export interface IdTokenFacts {
  /** The host that was called: decides where `sub` and the URLs among the standard claims live. */
  readonly host: Host;
  readonly org: Org;
  readonly user: User;
  readonly app: App;
  /** The access token it comes with, for `at_hash`. */
  readonly accessToken: string;
  readonly nonce: string | undefined;
  /** `iss`: the origin the user authorized on. */
  readonly issuer: string;
}

/** @returns the token in compact form */
export function signIdToken(world: World, facts: IdTokenFacts): Promise<string> {
  const { kid, privateKey } = platformKeys().signing;
  const header = hashOrdered({ alg: 'RS256', typ: 'JWT', kid });
  return signJwt(header, idTokenClaims(world, facts), privateKey);
}

function idTokenClaims(world: World, facts: IdTokenFacts): Record<string, unknown> {
  const { host, org, user, app, accessToken, nonce, issuer } = facts;
  const { idToken } = app;
  const now = world.clock.of(org.id).now();
  const iat = Math.floor(now / 1000);
  return hashOrdered({
    iss: issuer,
    sub: identityUrl(host, org, user.id),
    // Several audiences are one text, not an array (observed 2019).
    aud: [app.consumerKey, ...idToken.audiences].join(','),
    exp: iat + 60 * idToken.validity,
    iat,
    nonce,
    at_hash: hash('sha256', accessToken, 'buffer').subarray(0, 16).toString('base64url'),
    custom_permissions: idToken.includeCustomPermissions ? customPermissions({ org, user, now }) : undefined,
    custom_attributes: idToken.includeAttributes ? customAttributes(host, org, user, app) : undefined,
    ...(idToken.includeStandardClaims ? standardClaims(host, org, user) : {}),
  });
}

/** "Include Standard Claims" of the app. */
function standardClaims(host: Host, org: Org, user: User): Record<string, unknown> {
  return {
    given_name: user.firstName ?? null,
    family_name: user.lastName,
    // These two share a bucket, where the order of insertion counts.
    nickname: user.nickname,
    name: displayName(user),
    preferred_username: user.username,
    email: user.email,
    email_verified: true,
    phone_number: user.phone ?? null,
    address: addressClaims(user.address),
    zoneinfo: user.timezone,
    locale: user.locale,
    profile: profileUrl(host, org, user),
    picture: photosOf(host, org).picture,
    updated_at: user.lastModified,
  };
}
