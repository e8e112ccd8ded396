/** What the grants share whose assertion names a user: audience, who that is, and what they approved (token.md 7, 8; model.md 4.1). */

import { audiencesOf, localOrigin, loginHostOf, myDomainHostOf } from '../../org/hosts.ts';
import { isApprovedBySignUp } from '../../org/installed.ts';
import type { App, Org, User } from '../../org/model.ts';
import { isPortalUser } from '../../org/portal-user.ts';
import { grantsRefreshToken, type Scope } from '../../org/scopes.ts';
import { publishedSiteUrl, siteUrl } from '../../org/sites.ts';
import { approvalsInstead, checkPolicies } from '../../policies/check-policies.ts';
import { knowsUser } from '../../policies/user-hosts.ts';
import { check, identify } from '../../refusals/check.ts';
import { readScopes } from '../../tokens/access.ts';
import type { Granted } from '../../tokens/granted.ts';
import { nearMissOfUsername } from '../../tokens/near-misses.ts';
import type { World } from '../../world/world.ts';
import type { TokenRequest } from './grant.ts';

/** Milliseconds; the documented buffer. */
export const CLOCK_SKEW = 3 * 60 * 1000;

export interface AssertedUser {
  readonly org: Org;
  readonly user: User;
}

/**
 * Login. and test. want their own name (observed, token.md 7). A My Domain or a site wants its org's log-in host, My Domain or
 * one of its sites; localhost, which is all of these, those of the user's org and itself.
 */
export function acceptedAudiences(
  { calledHost }: Pick<TokenRequest, 'calledHost'>,
  { orgs }: Pick<World, 'orgs'>,
  userOrg: Org | undefined,
): string[] {
  if (calledHost.kind === 'login' || calledHost.kind === 'test') return [calledHost.origin];
  const local = localOrigin(calledHost);
  const own = local === undefined ? [] : [local];
  const org = calledHost.myDomain === undefined ? userOrg : orgs.orgByMyDomain(calledHost.myDomain);
  if (!org) return own;
  const sites = org.sites.flatMap((site) => [publishedSiteUrl(org, site), siteUrl(calledHost, org, site)]);
  return [...audiencesOf(org), ...own, ...new Set(sites)];
}

/** A slash or scheme more or less is fine (clients.md 1.13). */
export function acceptsAudience(accepted: readonly string[], audience: unknown): boolean {
  return (
    typeof audience === 'string' &&
    accepted.some((host) => [host, bareHost(host)].includes(audience.replace(/\/$/, '')))
  );
}

function bareHost(origin: string): string {
  return origin.replace(/^https?:\/\//, '');
}

/** @throws Refusal when nobody of this name logs in on the host called; an External Client App is then told it is not there */
export function checkUserLivesHere(
  request: TokenRequest,
  { orgs }: Pick<World, 'orgs'>,
  app: App,
  username: string,
  found: AssertedUser | undefined,
): asserts found {
  const { calledHost } = request;
  if (found) identify(request, found);
  const livesHere = found && knowsUser(calledHost, found.org, found.user);
  check(request, 'user.unknown', found, {
    username,
    nearMiss: found ? undefined : nearMissOfUsername(username, orgs),
  });
  const { org, user } = found;
  const elsewhere = {
    username,
    userType: user.userType,
    org: org.name,
    orgType: org.type,
    host: calledHost.origin,
    hosts: logInHostsOf(org, user),
  };
  if (app.kind === 'externalClientApp') {
    check(request, 'app.not-on-this-host', livesHere, { app: app.name, ...elsewhere });
  } else {
    check(request, 'user.other-log-in-host', livesHere, elsewhere);
  }
}

/** Where a user logs in: customers and partners on a site. */
function logInHostsOf(org: Org, user: User): string[] {
  if (isPortalUser(user)) return org.sites.map((site) => publishedSiteUrl(org, site));
  return [`https://${loginHostOf(org)}`, `https://${myDomainHostOf(org)}`];
}

/**
 * What an app may do for a user who is not there: the policies of app, org and user, then the scopes approved before. None
 * of them brings a refresh token.
 *
 * @throws Refusal
 */
export async function grantToAssertedUser(
  request: TokenRequest,
  world: World,
  app: App,
  { org, user }: AssertedUser,
): Promise<Granted> {
  const approvals = await approvalsInstead(world, { app, org, user });
  checkPolicies(request, world, { flow: 'bearer', org, user, app, approvals });
  if (app.isAdminApproved) {
    check(request, 'app.no-refresh-scope', grantsRefreshToken(app.scopes), {
      app: app.name,
      scopes: app.scopes,
    });
  }
  const scopes = await approvedScopes(request, world, app, { org, user });
  return { org, user, app, scopes: scopes.filter((scope) => !grantsRefreshToken([scope])) };
}

/** Pre-authorized users get the app's scopes, custom ones without being asked (model.md 3.3); the others those of an approval that can refresh (model.md 4.1). */
export async function approvedScopes(
  request: TokenRequest,
  world: World,
  app: App,
  { org, user }: AssertedUser,
): Promise<readonly Scope[]> {
  if (app.isAdminApproved || isApprovedBySignUp(app, org, user)) return app.scopes;
  const approvals = await world.store.approvals.live(user.id, app.consumerKey);
  const scopes = approvals.map((approval) => readScopes(approval.scopes)).findLast(grantsRefreshToken);
  check(request, 'user.not-approved', scopes, {
    app: app.name,
    username: user.username,
    approvals: approvals.length,
  });
  return scopes;
}
