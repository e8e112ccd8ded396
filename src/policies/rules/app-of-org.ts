import { isOwnApp } from '../../org/installed.ts';
import type { AccessFacts, Policy } from '../policy.ts';

export const appIsOfOrg: Policy<AccessFacts, { app: string; state: string; appOrg: string; org: string }> = {
  name: "app of the user's org",
  demands: 'Without a browser, a Connected App serves the users of the org that defines it.',
  isSet: ({ app }) => app.kind === 'connectedApp',
  holds: ({ app, org }) => isOwnApp(app, org),
  values: ({ app, org }) => ({ app: app.name, state: app.state, appOrg: app.orgId, org: org.name }),
};
