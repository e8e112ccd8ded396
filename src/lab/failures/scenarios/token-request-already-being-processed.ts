/** Scenario: two requests use one refresh token at once. */
import type { FailureScenario } from './scenario.ts';

export const tokenRequestAlreadyBeingProcessed: FailureScenario = {
  story:
    'Two requests refresh with the same token at once: one of them is told to try again, and nothing has changed.',
  failures: [{ refusal: 'refresh.busy' }],
};
