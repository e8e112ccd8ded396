import type { Policy, RateFacts } from '../policy.ts';

export const loginRateIsKept: Policy<RateFacts, { username: string; recent: number; most: number }> = {
  name: 'login rate',
  demands: 'A user logs in at most `loginsPerHour` times (3,600) in a rolling hour, whatever the flow.',
  isSet: ({ org }) => org.settings.loginsPerHour > 0,
  holds: ({ org, recentLogIns }) => recentLogIns < org.settings.loginsPerHour,
  values: ({ org, user, recentLogIns }) => ({
    username: user.username,
    recent: recentLogIns,
    most: org.settings.loginsPerHour,
  }),
};
