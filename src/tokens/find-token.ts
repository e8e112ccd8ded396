/** The stored token behind a text that somebody presents, dead or alive. */
import type { StoredAccessToken, StoredRefreshToken } from '../store/port.ts';
import type { World } from '../world/world.ts';
import { isGenuine, readJwtAccessToken } from './jwt-access-token.ts';
import { nearMissOfToken } from './near-misses.ts';

export interface FoundAccessToken {
  readonly token: StoredAccessToken;
  /** A JWT: dies at its `exp`, used or not. */
  readonly isJwt: boolean;
  /** The last millisecond at which it is alive. */
  readonly aliveUntil: number;
}

/** Undefined for a text that is no access token of ours, opaque or JWT. */
export async function findAccessToken(world: World, text: string): Promise<FoundAccessToken | undefined> {
  const claimed = readJwtAccessToken(text);
  const reference = claimed ? world.codec.read('sfi', claimed.sfi) : world.codec.read('access', text);
  const token = reference && (await world.store.accessTokens.find(reference.row));
  if (!token || !world.codec.names(reference, token)) return undefined;
  if (claimed && !(await isGenuine(world, claimed, token.orgId))) return undefined;
  const aliveUntil = claimed
    ? 1000 * (Math.floor(token.createdAt / 1000) + token.timeout) - 1
    : token.lastUsedAt + 1000 * token.timeout;
  return { token, isJwt: claimed !== undefined, aliveUntil };
}

export type UnknownToken = 'unknown' | `unknown; ${string}`;

/**
 * What is said of a text that is no token of ours, and what may be wrong with it.
 *
 * @param wanted the kinds that it could have been
 */
export async function unknownToken(
  world: World,
  text: string,
  wanted: readonly ('access' | 'refresh')[],
): Promise<UnknownToken> {
  const find = async (other: string) =>
    (wanted.includes('access') && (await findAccessToken(world, other))) ||
    (wanted.includes('refresh') && (await findRefreshToken(world, other)));
  const clause = await nearMissOfToken(text, wanted, find);
  return clause === undefined ? 'unknown' : `unknown; ${clause}`;
}

export function stateOf(
  { token, aliveUntil }: FoundAccessToken,
  now: number,
): 'alive' | 'expired' | 'revoked' {
  if (token.revokedAt !== undefined) return 'revoked';
  return now > aliveUntil ? 'expired' : 'alive';
}

/** Undefined for a text that is no refresh token of ours. */
export async function findRefreshToken(
  { codec, store }: World,
  text: string,
): Promise<StoredRefreshToken | undefined> {
  const reference = codec.read('refresh', text);
  const token = reference && (await store.refreshTokens.find(reference.row));
  if (!token) return undefined;
  const { secretHash, approval } = token;
  return codec.names(reference, { secretHash, orgId: approval.orgId }) ? token : undefined;
}

/** What ended a refresh token, if anything did. An app's policy says beside this how long it lives. */
export function refreshStateOf({
  revokedAt,
  rotatedOutAt,
}: StoredRefreshToken): 'alive' | 'revoked' | 'rotated out' {
  if (revokedAt !== undefined) return 'revoked';
  return rotatedOutAt === undefined ? 'alive' : 'rotated out';
}
