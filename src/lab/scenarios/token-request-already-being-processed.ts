import type { Scenario } from './scenario.ts';

export const tokenRequestAlreadyBeingProcessed: Scenario = {
  story:
    'Two requests refresh with the same token at once: one of them is told to try again, and nothing has changed.',
  failures: [{ refusal: 'refresh.busy' }],
};
