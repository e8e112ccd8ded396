/** What the policies of an External Client App are called, where they differ from a Connected App's (setup-pages.md 10.4). */
export const ALL_USERS = 'All users can self-authorize';

export const REFRESH_POLICIES = {
  infinite: 'Refresh token is valid until revoked',
  zero: 'Immediately expire refresh token',
  specific_inactivity: 'Expire refresh token if not used for specific time',
  specific_lifetime: 'Expire refresh token after specific time',
} as const;
