import { profileOf } from '../../org/session.ts';
import type { Policy, UserFacts } from '../policy.ts';

/** ProfileSessionSetting.requiredSessionLevel (model.md 4.4). What it does to log-ins without a page, no source says. */
export const logInLevelSuffices: Policy<UserFacts, { username: string; ip: string; sent: boolean }> = {
  name: 'session level of the log-in',
  demands:
    'Users whose profile has `requiredSessionLevel: HIGH_ASSURANCE` log in with a second factor, a browser that was verified before included.',
  isSet: (facts) => profileOf(facts)?.requiredSessionLevel === 'HIGH_ASSURANCE',
  holds: ({ isHighAssurance }) => isHighAssurance === true,
  values: ({ user, ip, verification }) => ({
    username: user.username,
    ip,
    sent: verification?.sent === true,
  }),
};
