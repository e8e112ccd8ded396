import type { AppFacts, Policy } from '../policy.ts';

const MINUTE = 60_000;

export const appIsPropagated: Policy<
  AppFacts,
  { app: string; clientId: string; age: number; delay: number }
> = {
  name: 'app propagated',
  demands: 'A new app is known once `propagationDelay` minutes have passed since `createdAt`.',
  isSet: ({ app }) => app.propagationDelay > 0 && app.createdAt !== undefined,
  holds: ({ app, now }) => now - (app.createdAt ?? 0) >= app.propagationDelay * MINUTE,
  values: ({ app, now }) => ({
    app: app.name,
    clientId: app.consumerKey,
    age: Math.floor((now - (app.createdAt ?? 0)) / MINUTE),
    delay: app.propagationDelay,
  }),
};
