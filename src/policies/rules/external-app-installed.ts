import { isInstalledIn } from '../../org/installed.ts';
import type { AccessFacts, Policy } from '../policy.ts';

interface Values {
  app: string;
  org: string;
  state: string;
  appOrg: string;
  userOrg: string;
}

/** Nobody's permission stands in for it: External Client Apps are closed (model.md 2.6). */
export const externalAppIsInstalled: Policy<AccessFacts, Values> = {
  name: 'External Client App installed',
  demands: "An External Client App is installed in the user's org.",
  isSet: ({ app }) => app.kind === 'externalClientApp',
  holds: ({ app, org }) => isInstalledIn(app, org),
  values: ({ app, org }) => ({
    app: app.label,
    org: org.name,
    state: app.state,
    appOrg: app.orgId,
    userOrg: org.id,
  }),
};
