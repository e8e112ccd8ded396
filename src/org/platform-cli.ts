/** The Salesforce CLI's public client: one consumer key that every org knows, with policies of its own (clients.md 1.11). */
import type { App, Org } from './model.ts';

export const PLATFORM_CLI = 'PlatformCLI';

export function isPlatformCli({ consumerKey }: Pick<App, 'consumerKey'>): boolean {
  return consumerKey === PLATFORM_CLI;
}

/** The org's own record of the app: another one only for the CLI's. */
export function appOfOrg(app: App, org: Org): App {
  return isPlatformCli(app) ? (org.apps.find(isPlatformCli) ?? app) : app;
}

/**
 * The CLI's app before anybody knows whose user it is: of no org, and what any org allows. What the user's own org says of it is
 * checked once that is known.
 */
export function platformCliOfAnyOrg(orgs: Iterable<Org>): App | undefined {
  const apps = [...orgs].flatMap((org) => org.apps.filter(isPlatformCli));
  const [first, ...others] = apps;
  if (!first || others.length === 0) return first;
  return {
    ...first,
    orgId: '',
    callbackUrls: [...new Set(apps.flatMap(({ callbackUrls }) => callbackUrls))],
    scopes: [...new Set(apps.flatMap(({ scopes }) => scopes))],
    state: 'installed',
    isEnabled: true,
    isOauthPluginEnabled: true,
    propagationDelay: 0,
    stagedConsumer: undefined,
    earlier: undefined,
    isPkceRequired: false,
    isConsumerSecretOptional: true,
    isSecretRequiredForRefreshToken: false,
    isDeviceFlowEnabled: true,
    ipRelaxation: 'ENFORCE',
    singleLogoutUrl: undefined,
  };
}
