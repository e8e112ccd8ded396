import type { Policy, UserFacts } from '../policy.ts';

export const userIsActive: Policy<UserFacts, { username: string; isActive: boolean }> = {
  name: 'user active',
  demands: 'The user is active.',
  holds: ({ user }) => user.isActive,
  values: ({ user: { username, isActive } }) => ({ username, isActive }),
};
