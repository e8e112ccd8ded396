/** Scenario: two processes rotate one refresh token. */
import type { FailureScenario } from './scenario.ts';

export const refreshRotationRace: FailureScenario = {
  story:
    'Two processes refresh with the same token: the second is told that it is rotated out, and the whole approval dies with it.',
  failures: [{ refusal: 'refresh.rotated-out' }],
};
