import type { AppFacts, Policy } from '../policy.ts';

export const appIsNotBlocked: Policy<AppFacts, { app: string; state: string }> = {
  name: 'app not blocked',
  demands: 'No admin has blocked the app on Connected Apps OAuth Usage.',
  holds: ({ app }) => app.state !== 'blocked',
  values: ({ app }) => ({ app: app.label, state: app.state }),
};
