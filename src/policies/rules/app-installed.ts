import { flows } from '../../org/flows.ts';
import { isInstalledIn } from '../../org/installed.ts';
import { hasPermission } from '../../org/permissions.ts';
import type { AccessFacts, Policy } from '../policy.ts';

interface Values {
  app: string;
  org: string;
  state: string;
  appOrg: string;
  installed: boolean;
  permission: boolean;
  approvals: number;
}

/** Since September 2025 (model.md 4.5). The device flow knows no exception. */
export const appIsInstalled: Policy<AccessFacts, Values> = {
  name: 'app installed',
  demands:
    'A Connected App is installed, or the user has Approve Uninstalled Connected Apps, or approved it before.',
  isSet: ({ app }) => app.kind === 'connectedApp',
  holds: (facts) =>
    isInstalledIn(facts.app, facts.org) ||
    (!flows[facts.flow].needsInstalledApp && (mayApprove(facts) || (facts.approvals ?? 0) > 0)),
  values: (facts) => ({
    app: facts.app.label,
    org: facts.org.name,
    state: facts.app.state,
    appOrg: facts.app.orgId,
    installed: isInstalledIn(facts.app, facts.org),
    permission: mayApprove(facts),
    approvals: facts.approvals ?? 0,
  }),
};

function mayApprove(facts: AccessFacts): boolean {
  return hasPermission(facts, 'approveUninstalledConnectedApps');
}
