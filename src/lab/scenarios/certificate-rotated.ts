import type { Scenario } from './scenario.ts';

export const certificateRotated: Scenario = {
  story: "The app's certificate was replaced in Setup: an assertion signed with the old key is refused.",
  failures: [{ refusal: 'jwt.signature' }],
};
