import type { Policy, UserFacts } from '../policy.ts';

export const passwordIsValid: Policy<UserFacts, { username: string; isPasswordExpired: boolean }> = {
  name: 'password not expired',
  demands: 'The password has not expired; sessions that rest on no password do not care.',
  isSet: ({ flow, byPassword }) => flow === 'log-in' || byPassword === true,
  holds: ({ user }) => !user.isPasswordExpired,
  values: ({ user: { username, isPasswordExpired } }) => ({ username, isPasswordExpired }),
};
