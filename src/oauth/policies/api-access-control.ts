import { isInstalledIn } from '../../org/installed.ts';
import { hasPermission } from '../../org/permissions.ts';
import type { AccessFacts, Policy } from './policy.ts';

interface Values {
  app: string;
  kind: string;
  accessControl: boolean;
  isAdminApproved: boolean;
  installed: boolean;
  permission: boolean;
}

/** Under API Access Control a Connected App must be installed and admin-approved, except for Use Any API Client (model.md 2.6, 4.5). */
export const appIsAllowListed: Policy<AccessFacts, Values> = {
  name: 'API access control',
  demands:
    'With API Access Control on, a Connected App is installed and admin-approved, or the user has Use Any API Client.',
  isSet: ({ org }) => org.settings.apiAccessControl,
  holds: (facts) => facts.app.kind !== 'connectedApp' || isAllowListed(facts) || mayUseAnyClient(facts),
  values: (facts) => ({
    app: facts.app.label,
    kind: facts.app.kind,
    accessControl: facts.org.settings.apiAccessControl,
    isAdminApproved: facts.app.isAdminApproved,
    installed: isInstalledIn(facts.app, facts.org),
    permission: mayUseAnyClient(facts),
  }),
};

function isAllowListed({ app, org }: AccessFacts): boolean {
  return isInstalledIn(app, org) && app.isAdminApproved;
}

function mayUseAnyClient({ org, user }: AccessFacts): boolean {
  return hasPermission(org, user, 'useAnyApiClient');
}
