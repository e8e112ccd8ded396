/** What an app is for: the flows that its own settings, its org's and the table of policies let it use (model.md 1.2 and 2.6). */
import type { App, Org, User } from '../org/model.ts';
import { hasPermission } from '../org/permissions.ts';
import { isPortalUser } from '../org/portal-user.ts';
import { policies } from '../policies/policies.ts';
import type { Flow } from '../policies/policy.ts';

/** A flow as people call it. */
export type AppFlow =
  | 'web server'
  | 'user-agent'
  | 'device'
  | 'client credentials'
  | 'JWT bearer'
  | 'SAML bearer'
  | 'username-password'
  | 'token exchange'
  | 'code and credentials'
  | 'asset token';

interface Needs {
  /** What of the table of policies is asked on its way. */
  readonly asks: readonly Flow[];
  /** What an app must have beside. */
  readonly has: (app: App, org: Org) => boolean;
}

/** What an app must be switched on for comes before what most apps are for. */
const FLOWS: Readonly<Record<AppFlow, Needs>> = {
  'client credentials': { asks: ['client-credentials'], has: () => true },
  'JWT bearer': { asks: ['bearer'], has: hasCertificate },
  'SAML bearer': { asks: ['bearer'], has: hasCertificate },
  device: { asks: ['log-in', 'device-page', 'device'], has: () => true },
  'token exchange': { asks: ['token-exchange'], has: hasHandler },
  'code and credentials': { asks: ['headless'], has: takesCredentials },
  // Its endpoint is that of token exchange; who may use it is asked as of any assertion.
  'asset token': { asks: ['bearer'], has: ({ assetToken }) => assetToken !== undefined },
  'web server': { asks: ['log-in', 'web-server', 'authorization-code'], has: hasCallback },
  'user-agent': { asks: ['log-in', 'user-agent'], has: hasCallback },
  'username-password': { asks: ['password'], has: ({ consumerSecret }) => consumerSecret !== '' },
};
const NAMES = Object.keys(FLOWS) as AppFlow[];

/** None at all while the app is blocked or switched off. */
export function flowsOf(app: App, org: Org): AppFlow[] {
  return NAMES.filter((flow) => offers(app, flow, org));
}

export interface AppAndUser {
  readonly app: App;
  readonly user: User;
}

/**
 * The first app of an org that is for a flow, and a user who may use it from this machine. For an assertion, which no user can
 * approve, an app whose users are pre-authorized comes first.
 *
 * @param now milliseconds since the epoch
 * @param suits what else they must be
 */
export function whoCanUse(
  flow: AppFlow,
  org: Org,
  now: number,
  suits: (found: AppAndUser) => boolean = () => true,
): AppAndUser | undefined {
  const apps = org.apps.filter((app) => offers(app, flow, org));
  const asserted = flow === 'JWT bearer' || flow === 'SAML bearer';
  const ordered = asserted
    ? apps.toSorted((a, b) => Number(b.isAdminApproved) - Number(a.isAdminApproved))
    : apps;
  for (const app of ordered) {
    const found = usersFor(flow, app, org, now)
      .map((user) => ({ app, user }))
      .find((pair) => suits(pair) && mayUse(pair, flow, org, now));
    if (found) return found;
  }
  return undefined;
}

function offers(app: App, flow: AppFlow, org: Org): boolean {
  const { asks, has } = FLOWS[flow];
  return (
    has(app, org) &&
    asks.every((asked) => {
      const facts = { flow: asked, app, org, now: 0 };
      return policies.holds('app', facts) && policies.holds('flow', facts);
    })
  );
}

function usersFor(flow: AppFlow, { clientCredentialUser }: App, org: Org, now: number): readonly User[] {
  if (flow === 'client credentials')
    return org.users.filter(({ username }) => username.toLowerCase() === clientCredentialUser?.toLowerCase());
  const users = org.users.filter((user) => isPortalUser(user) === (flow === 'code and credentials'));
  // Their passwords want the code of the moment behind them.
  return flow === 'username-password'
    ? users.filter((user) => !hasPermission(org, user, 'twoFactorApi', now))
    : users;
}

/** Asks the policies as a server asks of a caller on this machine who gives whatever is asked for, and then uses the token. */
function mayUse({ app, user }: AppAndUser, flow: AppFlow, org: Org, now: number): boolean {
  const facts = {
    org,
    user,
    app,
    ip: '127.0.0.1',
    now,
    isHighAssurance: true,
    verification: { sent: true, isRight: true },
    byPassword: flow === 'username-password',
    scopes: app.scopes,
  };
  return [...FLOWS[flow].asks, 'rest' as const].every((asked) =>
    STAGES.every((stage) => policies.holds(stage, { ...facts, flow: asked })),
  );
}

const STAGES = ['client', 'password', 'user', 'access', 'level'] as const;

function hasCallback({ callbackUrls }: App): boolean {
  return callbackUrls.length > 0;
}

function hasCertificate({ certificate }: App): boolean {
  return certificate !== undefined;
}

function hasHandler({ name }: App, { tokenExchangeHandlers }: Org): boolean {
  return tokenExchangeHandlers.some(({ apps, isEnabled }) => isEnabled && apps.includes(name));
}

function takesCredentials({ isCodeCredentialEnabled }: App, { settings }: Org): boolean {
  return isCodeCredentialEnabled && settings.allowCodeAndCredentialsFlow;
}
