/** `grant_type=password`: username, and password with the security token appended (token.md 5). */

import { hash, timingSafeEqual } from 'node:crypto';
import type { Trace } from '../../../journal/trace.ts';
import { isInRanges } from '../../../org/ip.ts';
import { grantsRefreshToken } from '../../../org/scopes.ts';
import { checkIpRanges, checkPermittedUsers, checkUserIsActive, livesOn } from '../../user-policies.ts';
import type { ClientGrant } from '../grant.ts';

export const password: ClientGrant = {
  type: 'password',
  client: 'authenticated',
  needsSecret: () => true,
  refusesScope: false,
  answer: {
    members: ['access_token', 'instance_url', 'id', 'token_type', 'issued_at', 'signature'],
    order: 'as-listed',
  },

  async decide(request, world, client) {
    const trace: Trace = request.trace;
    const { parameters, ip } = request;
    const username = parameters.get('username') ?? '';
    const sent = parameters.get('password') ?? '';
    trace.check('password.external-client-app', client.kind === 'connectedApp', { app: client.name });

    const found = world.orgs.userByUsername(username);
    trace.check('password.unknown-user', found && livesOn(request.calledHost, found.org), { username });
    const { user, org } = found;
    trace.check('password.flow-disabled', org.settings.allowUsernamePasswordFlow, { org: org.name });
    trace.check('password.locked-user', !user.isLocked, { username });
    const startsRight = same(sent.slice(0, user.password.length), user.password);
    trace.check('password.wrong', startsRight, { username });
    const token = sent.slice(user.password.length);
    const trusted = token === '' && isInRanges(ip, org.settings.trustedIpRanges);
    trace.check('password.security-token', trusted || same(token, user.securityToken), {
      username,
      ip,
      sent: token !== '',
    });
    trace.check('app.not-installed', client.orgId === org.id, {
      app: client.name,
      org: org.name,
      state: client.state,
    });

    checkUserIsActive(request, user);
    checkIpRanges(request, org, user, client, false);
    checkPermittedUsers(request, user, client);
    return { org, user, app: client, scopes: client.scopes.filter((scope) => !grantsRefreshToken([scope])) };
  },
};

function same(sent: string, kept: string): boolean {
  return timingSafeEqual(hash('sha256', sent, 'buffer'), hash('sha256', kept, 'buffer'));
}
