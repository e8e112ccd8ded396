/** What an app is for: the flows that its own settings, its org's and the table of policies let it use (model.md 1.2 and 2.6). */

import { type AppFlow, appFlows, type Flow } from '../org/flows.ts';
import type { App, Org, User } from '../org/model.ts';
import { hasPermission } from '../org/permissions.ts';
import { isPreAuthorized } from '../org/permitted-users.ts';
import { isPortalUser } from '../org/portal-user.ts';
import { factsOf } from '../policies/facts.ts';
import { policies } from '../policies/policies.ts';

const NAMES = Object.keys(appFlows) as AppFlow[];

/** Where an org has more, somebody is taken to be among them who may use its apps. */
const MOST_ASKED = 1_000;

/**
 * None at all while the app is blocked or switched off, and none that all users are kept from by what admins allow them. An org
 * without users may get some.
 *
 * @param now milliseconds since the epoch
 */
export function flowsOf(app: App, org: Org, now: number): AppFlow[] {
  const asksUsers = org.users.length > 0 && org.users.length <= MOST_ASKED;
  return NAMES.filter((flow) => offers(app, flow, org) && (!asksUsers || isForSomebody(app, flow, org, now)));
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
  const { asks, has } = appFlows[flow];
  return (
    has(app, org) &&
    asks.every((asked) => {
      const facts = { flow: asked, app, org, now: 0 };
      return policies.holds('app', facts) && policies.holds('flow', facts);
    })
  );
}

/** What changes by the hour, such as a lock or log-in hours, is not asked: it says nothing of what the app is for. */
function isForSomebody(app: App, flow: AppFlow, org: Org, now: number): boolean {
  // Guests, and customers who register by it, are no users yet.
  if (flow === 'code and credentials') return true;
  // Customers go through the browser as well, on sites.
  const users = appFlows[flow].asks.includes('log-in') ? org.users : usersFor(flow, app, org, now);
  return users.some((user) =>
    appFlows[flow].asks.every((asked) =>
      policies.holds('access', factsFor(asked, { app, user }, flow, org, now)),
    ),
  );
}

function usersFor(flow: AppFlow, app: App, org: Org, now: number): readonly User[] {
  if (flow === 'client credentials') {
    const runAs = app.clientCredentialUser?.toLowerCase();
    return org.users.filter((user) => user.username.toLowerCase() === runAs && !isPortalUser(user));
  }
  if (flow === 'code and credentials')
    return org.users.filter(
      (user) => isPortalUser(user) && app.isAdminApproved && isPreAuthorized(app, { org, user, now }),
    );
  const users = org.users.filter((user) => !isPortalUser(user));
  // Users with MFA for API log-ins are left out: they must append the authenticator's current code to the password.
  return flow === 'username-password'
    ? users.filter((user) => !hasPermission({ org, user, now }, 'twoFactorApi'))
    : users;
}

/** Asks the policies as a server asks of a caller on this machine who gives whatever is asked for, and then uses the token. */
function mayUse(found: AppAndUser, flow: AppFlow, org: Org, now: number): boolean {
  return [...appFlows[flow].asks, 'rest' as const].every((asked) => {
    const facts = factsFor(asked, found, flow, org, now);
    return STAGES.every((stage) => policies.holds(stage, facts));
  });
}

function factsFor(asked: Flow, { app, user }: AppAndUser, flow: AppFlow, org: Org, now: number) {
  return factsOf({ ip: '127.0.0.1' }, { org, user, now }, asked, {
    app,
    isHighAssurance: true,
    verification: { sent: true, isRight: true },
    byPassword: flow === 'username-password',
    scopes: app.scopes,
  });
}

const STAGES = ['client', 'password', 'user', 'access', 'level'] as const;
