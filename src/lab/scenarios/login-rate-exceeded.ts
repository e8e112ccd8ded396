import type { Happening } from './scenario.ts';

export const loginRateExceeded: Happening = {
  story:
    'The user has logged in as often as the hour allows: every log-in and token request is refused until the hour is over.',
  refusals: ['user.login-rate', 'login.rate'],
  async happen({ orgs, clock, logInRate }, { trace: { username } }) {
    const found = orgs.userByUsername(username ?? '');
    if (!found) return;
    const { org, user } = found;
    logInRate.fill(user.id, clock.of(org.id).now(), org.settings.loginsPerHour);
  },
};
