import { isPreAuthorized } from '../../org/permitted-users.ts';
import type { AccessFacts, Policy } from '../policy.ts';

interface Values {
  username: string;
  profile: string;
  app: string;
  allowed: readonly string[];
}

/** Setup > Manage Profiles, Manage Permission Sets of an app that has SAML (setup-pages.md A.1). */
export const userIsAssigned: Policy<AccessFacts, Values> = {
  name: 'SAML assignment',
  demands:
    'Who logs in to an app by SAML has one of its profiles or permission sets, whoever else may authorize it, administrators too.',
  holds: (facts) => isPreAuthorized(facts.app, facts),
  values: ({ user, app }) => ({
    username: user.username,
    profile: user.profile,
    app: app.label,
    allowed: [...app.profiles, ...app.permissionSets],
  }),
};
