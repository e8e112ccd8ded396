/** Whose token userinfo and the identity URL were sent: the checks that both begin with (identity-and-resources.md 3.3). */
import type { FastifyRequest } from 'fastify';
import { covers } from '../org/scopes.ts';
import type { Trace } from '../refusals/trace.ts';
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
  const trace: Trace = request.trace;
  trace.check('identity.no-token', sent !== undefined, { lookedIn });
  trace.org = orgShownBy(sent, world);
  const access = await resolveAccessToken(world, sent);
  if (access === 'of an inactive user') {
    trace.refuse('identity.inactive', { user: "the token's own user", isActive: false });
  }
  if (typeof access === 'string') trace.refuse('identity.bad-token', { state: access });
  const { scopes, org, user, app } = access;
  trace.identify(org, user);
  trace.identifyApp(app);
  trace.check('identity.scope', covers(scopes, 'id') || covers(scopes, 'openid'), {
    scopes: scopes.join(' '),
  });
  return access;
}
