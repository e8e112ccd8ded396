import type { Scenario } from './scenario.ts';

export const revokedByAdmin: Scenario = {
  story:
    "An admin revokes the app's access: the next API call is 401, and so is the refresh refused that should mend it.",
  failures: [{ refusal: 'rest.dead-token' }, { refusal: 'refresh.revoked' }],
};
