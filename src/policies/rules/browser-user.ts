import { hasPermission } from '../../org/permissions.ts';
import type { AccessFacts, Policy } from '../policy.ts';

export const userMayUseBrowser: Policy<
  AccessFacts,
  { username: string; profile: string; apiUserOnly: boolean }
> = {
  name: 'API Only User',
  demands: 'Who approves an app in a browser is not an API Only User.',
  holds: (facts) => !isApiUserOnly(facts),
  values: (facts) => ({
    username: facts.user.username,
    profile: facts.user.profile,
    apiUserOnly: isApiUserOnly(facts),
  }),
};

function isApiUserOnly(facts: AccessFacts): boolean {
  return hasPermission(facts, 'apiUserOnly');
}
