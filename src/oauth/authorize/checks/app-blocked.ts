import type { Check, UserRequest } from '../check.ts';

export const appIsNotBlocked: Check<UserRequest, 'authorize.app-blocked'> = {
  refusal: 'authorize.app-blocked',
  holds: ({ app }) => app.state !== 'blocked',
  values: ({ app }) => ({ app: app.label, state: app.state }),
};
