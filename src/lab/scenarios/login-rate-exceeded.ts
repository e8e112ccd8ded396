import type { Scenario } from './scenario.ts';

export const loginRateExceeded: Scenario = {
  story: 'The user has logged in too often within the hour: the next token request is refused for it.',
  failures: [{ refusal: 'user.login-rate' }],
};
