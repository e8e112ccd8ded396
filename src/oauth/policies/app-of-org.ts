import { isOwnApp } from '../../org/installed.ts';
import type { AccessFacts, Policy } from './policy.ts';

export const appIsOfOrg: Policy<AccessFacts, { app: string; org: string; state: string }> = {
  name: "app of the user's org",
  demands: 'Without a browser, a Connected App serves the users of the org that defines it.',
  isSet: ({ app }) => app.kind === 'connectedApp',
  holds: ({ app, org }) => isOwnApp(app, org),
  values: ({ app, org }) => ({ app: app.name, org: org.name, state: app.state }),
};
