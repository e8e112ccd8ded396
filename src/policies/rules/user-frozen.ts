import type { Policy, UserFacts } from '../policy.ts';

export const userIsNotFrozen: Policy<UserFacts, { username: string; isFrozen: boolean }> = {
  name: 'user not frozen',
  demands: 'The user is not frozen.',
  holds: ({ user }) => !user.isFrozen,
  values: ({ user: { username, isFrozen } }) => ({ username, isFrozen }),
};
