import type { Scenario } from './scenario.ts';

export const sixthLoginEvictsFirst: Scenario = {
  story: 'The user allows the app a sixth time elsewhere, and the oldest refresh token dies of it.',
  failures: [{ refusal: 'refresh.revoked' }],
};
