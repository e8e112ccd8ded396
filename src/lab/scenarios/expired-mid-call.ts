import type { Scenario } from './scenario.ts';

export const expiredMidCall: Scenario = {
  story: 'The session ends between two API calls: the next call is 401, the refresh that follows works.',
  failures: [{ refusal: 'rest.dead-token' }],
};
