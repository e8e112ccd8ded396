import type { Policy, UserFacts } from './policy.ts';

export const userIsNotFrozen: Policy<UserFacts, { username: string; isActive: boolean; isFrozen: boolean }> =
  {
    name: 'user not frozen',
    demands: 'The user is not frozen.',
    holds: ({ user }) => !user.isFrozen,
    values: ({ user: { username, isActive, isFrozen } }) => ({ username, isActive, isFrozen }),
  };
