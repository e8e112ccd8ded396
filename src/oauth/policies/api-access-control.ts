import { isInstalledIn } from '../../org/installed.ts';
import type { AccessFacts, Policy } from './policy.ts';

interface Values {
  app: string;
  kind: string;
  accessControl: boolean;
  isAdminApproved: boolean;
  installed: boolean;
}

/** Under API Access Control a Connected App must be installed and admin-approved (model.md 2.6, 4.5). */
export const appIsAllowListed: Policy<AccessFacts, Values> = {
  name: 'API access control',
  demands: 'With API Access Control on, a Connected App is installed and admin-approved.',
  isSet: ({ org }) => org.settings.apiAccessControl,
  holds: ({ org, app }) => app.kind !== 'connectedApp' || (isInstalledIn(app, org) && app.isAdminApproved),
  values: ({ org, app }) => ({
    app: app.label,
    kind: app.kind,
    accessControl: org.settings.apiAccessControl,
    isAdminApproved: app.isAdminApproved,
    installed: isInstalledIn(app, org),
  }),
};
