import { isInstalledIn } from '../../org/installed.ts';
import { hasPermission } from '../../org/permissions.ts';
import { isPortalUser } from '../../org/portal-user.ts';
import type { AccessFacts, Policy } from '../policy.ts';

interface Values {
  app: string;
  kind: string;
  accessControl: string;
  isAdminApproved: boolean;
  installed: boolean;
  permission: boolean;
}

/** Under API Access Control a Connected App must be installed and admin-approved, except for Use Any API Client (model.md 2.6, 4.5). */
export const appIsAllowListed: Policy<AccessFacts, Values> = {
  name: 'API access control',
  demands:
    'With API Access Control on, a Connected App is installed and admin-approved, or the user has Use Any API Client. The setting for customers and partners alone asks for an installed app.',
  isSet: (facts) => accessControl(facts) !== 'off',
  holds: (facts) => facts.app.kind !== 'connectedApp' || isAllowListed(facts) || mayUseAnyClient(facts),
  values: (facts) => ({
    app: facts.app.label,
    kind: facts.app.kind,
    accessControl: accessControl(facts),
    isAdminApproved: facts.app.isAdminApproved,
    installed: isInstalledIn(facts.app, facts.org),
    permission: mayUseAnyClient(facts),
  }),
};

/** As far as it concerns the user. */
function accessControl({
  org: { settings },
  user,
}: AccessFacts): 'on' | 'on for customers and partners' | 'off' {
  if (settings.apiAccessControl) return 'on';
  return settings.apiAccessControlForExternalUsers && isPortalUser(user)
    ? 'on for customers and partners'
    : 'off';
}

function isAllowListed(facts: AccessFacts): boolean {
  return isInstalledIn(facts.app, facts.org) && (accessControl(facts) !== 'on' || facts.app.isAdminApproved);
}

function mayUseAnyClient(facts: AccessFacts): boolean {
  return hasPermission(facts, 'useAnyApiClient');
}
