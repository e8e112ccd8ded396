/** Scenario: a user has no log-in left in this hour. */
import type { EventScenario } from './scenario.ts';

export const loginRateExceeded: EventScenario = {
  story:
    'The user has logged in as often as the hour allows: every log-in and token request is refused until the hour is over.',
  refusals: ['user.login-rate', 'login.rate'],
  async happen({ orgs, clock, store }, { trace: { username } }) {
    const found = orgs.userByUsername(username ?? '');
    if (!found) return;
    const { org, user } = found;
    const { loginsPerHour: most } = org.settings;
    await store.logInCounts.fill({ userId: user.id, at: clock.of(org.id).now(), most });
  },
};
