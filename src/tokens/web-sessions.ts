/**
 * Session ids that hybrid apps set as `sid` cookies of their web views (authorize.md 6, token.md 11).
 *
 * Each is a child of an access token: it names the token's row, and its secret is derived from the token's. So nothing
 * is stored for it, it lives and dies with the token, and any process can tell a real one from a made-up one.
 */
import { covers } from '../org/scopes.ts';
import type { Row } from '../store/port.ts';
import type { TokenCodec, TokenSecret } from '../world/token-codec.ts';
import type { World } from '../world/world.ts';
import { type Access, accessOf } from './access.ts';
import { type FoundAccessToken, findAccessToken } from './find-token.ts';

/** Whose cookies they are; `parent` stands in for an access token that is a JWT, which no web view takes. */
const AREAS = ['parent', 'lightning', 'visualforce', 'content'] as const;

export type WebSessions = Readonly<Record<(typeof AREAS)[number] | 'csrf', string>>;

/** Every session id of an access token, and the token that Lightning wants against request forgery. */
export function mintWebSessions(
  codec: TokenCodec,
  { hash }: TokenSecret,
  row: Row,
  orgId: string,
): WebSessions {
  const sids = AREAS.map((area) => [area, codec.write(codec.child(hash, area), row, orgId)] as const);
  const csrf = codec.child(hash, 'csrf').bytes.toString('base64');
  return { ...(Object.fromEntries(sids) as Record<(typeof AREAS)[number], string>), csrf };
}

/**
 * Who a `sid` cookie speaks for that came from an access token: a child of one, or an opaque one itself. Undefined unless it
 * is alive and may be used in a browser.
 */
export async function resolveWebSession(world: World, sid: string): Promise<Access | undefined> {
  const found = (await findParent(world, sid)) ?? (await findAccessToken(world, sid));
  if (!found || found.isJwt) return undefined;
  const access = accessOf(world, found);
  return typeof access === 'object' && covers(access.scopes, 'web') ? access : undefined;
}

/** The access token that the session id is a child of. */
async function findParent({ codec, store }: World, sid: string): Promise<FoundAccessToken | undefined> {
  const reference = codec.read('child', sid);
  const token = reference && (await store.accessTokens.find(reference.row));
  if (!token) return undefined;
  const { secretHash, orgId } = token;
  const isChild = (area: string) =>
    codec.names(reference, { secretHash: codec.child(secretHash, area).hash, orgId });
  if (!AREAS.some(isChild)) return undefined;
  return { token, isJwt: false, aliveUntil: token.lastUsedAt + 1000 * token.timeout };
}
