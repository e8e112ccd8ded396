/** `grant_type=password`: username, and password with the security token appended (token.md 5). */

import { isPortalUser } from '../../../org/portal-user.ts';
import { grantsRefreshToken, standardScopes } from '../../../org/scopes.ts';
import { approvalsInstead, checkPolicies } from '../../../policies/check-policies.ts';
import { factsOf } from '../../../policies/facts.ts';
import { tryPassword } from '../../../policies/password-and-token.ts';
import { livesOn } from '../../../policies/user-hosts.ts';
import { check, identify } from '../../../refusals/check.ts';
import { nearMissOfUsername } from '../../../tokens/near-misses.ts';
import { subjectOf } from '../../../world/subject.ts';
import { clientGrant } from '../grant.ts';

export const password = clientGrant({
  type: 'password',
  flow: 'password',
  parameters: ['username', 'password'],
  needsSecret: () => true,
  refusesScope: false,
  answer: {
    members: ['access_token', 'instance_url', 'id', 'token_type', 'issued_at', 'signature'],
    order: 'as-listed',
  },

  async decide(request, world, client) {
    const { parameters } = request;
    const username = parameters.get('username') ?? '';
    const sent = parameters.get('password') ?? '';
    const found = world.orgs.userByUsername(username);
    const isHere = found && livesOn(request.calledHost, found.org);
    check(request, 'password.unknown-user', isHere, {
      username,
      nearMiss: isHere ? undefined : nearMissOfUsername(username, world.orgs),
    });
    const { user, org } = found;
    identify(request, { org, user });
    check(request, 'password.site', request.calledHost.kind !== 'site' && !isPortalUser(user), {
      username,
      userType: user.userType,
      host: request.calledHost.origin,
    });
    const facts = factsOf(request, subjectOf(world, found), 'password', { app: client });
    const tried = await tryPassword(world, request, facts, sent, { password: 'password.wrong' });
    const { startsRight, nearMiss, verification } = tried;
    check(request, 'password.wrong', startsRight, { username, nearMiss });

    const approvals = await approvalsInstead(world, facts);
    checkPolicies(request, world, { ...facts, approvals, verification });
    const scopes = standardScopes(client.scopes).filter((scope) => !grantsRefreshToken([scope]));
    return { org, user, app: client, scopes, byPassword: true };
  },
});
