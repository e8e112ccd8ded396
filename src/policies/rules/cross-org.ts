import { isOwnApp } from '../../org/installed.ts';
import type { AccessFacts, Policy } from '../policy.ts';

interface Values {
  app: string;
  distribution: string;
  appOrg: string;
  userOrg: string;
}

/** authorize.md 4.4, model.md 2.6 */
export const appMayServeOrg: Policy<AccessFacts, Values> = {
  name: 'distribution',
  demands: 'A Local External Client App serves the users of its own org only.',
  isSet: ({ app }) => app.kind === 'externalClientApp',
  holds: ({ org, app }) => isOwnApp(app, org) || app.distributionState === 'Packaged',
  values: ({ app, org }) => ({
    app: app.label,
    distribution: app.distributionState,
    appOrg: app.orgId,
    userOrg: org.id,
  }),
};
