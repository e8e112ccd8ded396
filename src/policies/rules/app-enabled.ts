import type { AppFacts, Policy } from '../policy.ts';

export const appIsEnabled: Policy<
  AppFacts,
  { app: string; isEnabled: boolean; isOauthPluginEnabled: boolean }
> = {
  name: 'app enabled',
  demands:
    'Both switches of an External Client App are on: the app (`isEnabled`) and OAuth (`isOauthPluginEnabled`).',
  isSet: ({ app }) => app.kind === 'externalClientApp',
  holds: ({ app }) => app.isEnabled && app.isOauthPluginEnabled,
  values: ({ app: { name, isEnabled, isOauthPluginEnabled } }) => ({
    app: name,
    isEnabled,
    isOauthPluginEnabled,
  }),
};
