import type { Policy, UserFacts } from '../policy.ts';

export const userIsNotLocked: Policy<UserFacts, { username: string; isLocked: boolean }> = {
  name: 'user not locked',
  demands: '`maxLoginAttempts` wrong passwords in a row lock a user out for `lockoutInterval`.',
  holds: (facts) => !isLocked(facts),
  values: (facts) => ({ username: facts.user.username, isLocked: isLocked(facts) }),
};

function isLocked({ user, isLockedOut }: UserFacts): boolean {
  return user.isLocked || isLockedOut === true;
}
