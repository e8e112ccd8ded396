import { isGuest } from '../../org/guest.ts';
import { hasPermission } from '../../org/permissions.ts';
import { covers } from '../../org/scopes.ts';
import type { AccessFacts, Policy } from '../policy.ts';

export const apiIsEnabled: Policy<AccessFacts, { username: string; user: string; profile: string }> = {
  name: 'API Enabled',
  demands: 'The user has API Enabled, for a token with the scope `api`.',
  isSet: ({ scopes, user }) => scopes !== undefined && covers(scopes, 'api') && !isGuest(user),
  holds: (facts) => hasPermission(facts, 'apiEnabled'),
  values: ({ user: { username, profile } }) => ({ username, user: username, profile }),
};
