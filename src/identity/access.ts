/** Whose token userinfo and the identity URL were sent: the checks that both begin with (identity-and-resources.md 3.3). */
import type { FastifyRequest } from 'fastify';
import { covers } from '../org/scopes.ts';
import { check, identify, refuse } from '../refusals/check.ts';
import { type Access, orgShownBy, resolveAccessToken } from '../tokens/access.ts';
import type { World } from '../world/world.ts';

/**
 * @param sent the access token as it was sent, if any was
 * @param lookedIn where it was looked for, in words
 * @throws Refusal
 */
export async function identityAccess(
  world: World,
  request: FastifyRequest,
  sent: string | undefined,
  lookedIn: string,
): Promise<Access> {
  check(request, 'identity.no-token', sent !== undefined, { lookedIn });
  identify(request, { org: orgShownBy(sent, world) });
  const access = await resolveAccessToken(world, sent);
  if (access === 'of an inactive user') {
    refuse(request, 'identity.inactive', { user: "the token's own user", isActive: false });
  }
  if (typeof access === 'string') refuse(request, 'identity.bad-token', { state: access });
  const { scopes, org, user, app } = access;
  identify(request, { org, user, app });
  check(request, 'identity.scope', covers(scopes, 'id') || covers(scopes, 'openid'), {
    scopes: scopes.join(' '),
  });
  return access;
}
