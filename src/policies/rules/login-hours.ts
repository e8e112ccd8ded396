import { isOpen, minuteOfWeek } from '../../org/login-hours.ts';
import { profileOf } from '../../org/session.ts';
import type { Policy, UserFacts } from '../policy.ts';

interface Values {
  username: string;
  profile: string;
  day: string;
  /** Minutes after midnight. */
  minute: number;
  timezone: string;
  open: string;
}

export const withinLoginHours: Policy<UserFacts, Values> = {
  name: 'login hours',
  demands: "It is within the login hours of the user's profile, in the org's time zone.",
  isSet: (facts) => profileOf(facts)?.loginHours !== undefined,
  holds: (facts) => isOpen(profileOf(facts)?.loginHours ?? {}, facts.now, facts.org.settings.timezone),
  values: ({ org, user, now }) => {
    const { timezone } = org.settings;
    const { day, minute } = minuteOfWeek(now, timezone);
    const hours = profileOf({ org, user })?.loginHours?.[day];
    const open = hours ? `${hours.start}-${hours.end}` : 'all day';
    return { username: user.username, profile: user.profile, day, minute, timezone, open };
  },
};
