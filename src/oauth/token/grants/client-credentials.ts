/** `grant_type=client_credentials`: the app acts as its run-as user (token.md 6). */

import { isPortalUser } from '../../../org/portal-user.ts';
import { type Scope, standardScopes } from '../../../org/scopes.ts';
import { approvalsInstead, checkPolicies } from '../../../policies/check-policies.ts';
import { livesOn } from '../../../policies/user-hosts.ts';
import { check, identify } from '../../../refusals/check.ts';
import { clientGrant } from '../grant.ts';

/** Scopes that mean nothing without a person; they are stripped. */
const STRIPPED: readonly Scope[] = ['full', 'web', 'refresh_token', 'offline_access'];

export const clientCredentials = clientGrant({
  type: 'client_credentials',
  flow: 'client-credentials',
  parameters: [],
  needsSecret: () => true,
  refusesScope: true,
  answer: {
    members: [
      'access_token',
      'signature',
      'scope',
      'instance_url',
      'id',
      'token_type',
      'issued_at',
      'api_instance_url',
    ],
    order: 'hash',
  },

  async decide(request, world, client) {
    const { calledHost } = request;
    const onMyDomain = calledHost.kind === 'local' || calledHost.kind === 'my-domain';
    check(request, 'client-credentials.host', onMyDomain, { host: calledHost.origin });

    const runAs = client.clientCredentialUser;
    const found = runAs === undefined ? undefined : world.orgs.userByUsername(runAs);
    const isHere = found?.org.id === client.orgId && livesOn(calledHost, found.org);
    check(request, 'client-credentials.no-user', isHere, {
      app: client.name,
      runAs: runAs ?? '',
    });
    const { user, org } = found;
    identify(request, { org, user });
    check(request, 'client-credentials.portal-user', !isPortalUser(user), {
      username: user.username,
      userType: user.userType,
    });
    const approvals = await approvalsInstead(world, { app: client, org, user });
    checkPolicies(request, world, { flow: 'client-credentials', org, user, app: client, approvals });

    const scopes = standardScopes(client.scopes).filter((scope) => !STRIPPED.includes(scope));
    check(request, 'client-credentials.no-scopes', scopes.length > 0, {
      app: client.name,
      scopes: client.scopes,
    });
    return { org, user, app: client, scopes };
  },
});
