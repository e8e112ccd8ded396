import { isGuest } from '../../org/guest.ts';
import { isApprovedBySignUp, isOwnApp } from '../../org/installed.ts';
import { permissionSetNames } from '../../org/permissions.ts';
import { isPreAuthorized } from '../../org/permitted-users.ts';
import type { AccessFacts, Policy } from '../policy.ts';

interface Values {
  app: string;
  username: string;
  isAdminApproved: boolean;
  profile: string;
  permissionSets: readonly string[];
  approvedProfiles: readonly string[];
  approvedPermissionSets: readonly string[];
}

/** Permitted Users is a policy of the org that has the app; an uninstalled app of another org has none (model.md 4.1). */
export const userIsPermitted: Policy<AccessFacts, Values> = {
  name: 'permitted users',
  demands:
    "Where admin approved users are pre-authorized, the user's profile or one of their permission sets, a group's included, is on the app's list. Of a scratch org's administrator the sign-up has approved the Dev Hub's Connected Apps.",
  // Documented not to apply to the run-as user of a Connected App; observed for External Client Apps (token.md 6).
  isSet: ({ flow, app, org, user }) =>
    app.isAdminApproved &&
    isOwnApp(app, org) &&
    !isGuest(user) &&
    !(flow === 'client-credentials' && app.kind === 'connectedApp'),
  holds: (facts) => isPreAuthorized(facts.app, facts) || isApprovedBySignUp(facts.app, facts.org, facts.user),
  values: (facts) => ({
    app: facts.app.label,
    username: facts.user.username,
    isAdminApproved: facts.app.isAdminApproved,
    profile: facts.user.profile,
    permissionSets: permissionSetNames(facts),
    approvedProfiles: facts.app.profiles,
    approvedPermissionSets: facts.app.permissionSets,
  }),
};
