import { covers } from '../../org/scopes.ts';
import { profileOf } from '../../org/session.ts';
import type { AccessFacts, Policy } from './policy.ts';

export const apiIsEnabled: Policy<AccessFacts, { username: string; user: string; profile: string }> = {
  name: 'API Enabled',
  demands: 'The user has API Enabled, for a token with the scope `api`.',
  isSet: ({ scopes }) => scopes !== undefined && covers(scopes, 'api'),
  holds: ({ org, user }) => profileOf(org, user)?.apiEnabled !== false,
  values: ({ user: { username, profile } }) => ({ username, user: username, profile }),
};
