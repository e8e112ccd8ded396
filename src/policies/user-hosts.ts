/** Which hosts know a user: log-in hosts, a My Domain, a site of its members (token.md 1.1, 7). */

import { isGuest } from '../org/guest.ts';
import { type Host, logInHostByName, loginHostOf } from '../org/hosts.ts';
import type { Org, User } from '../org/model.ts';
import { isPortalUser } from '../org/portal-user.ts';
import { calledSite, isMember } from '../org/sites.ts';
import type { Subject } from '../org/subject.ts';
import { check, type Traced } from '../refusals/check.ts';
import { subjectOf } from '../world/subject.ts';
import type { World } from '../world/world.ts';

interface Caller extends Traced {
  readonly calledHost: Host;
}

/** An Experience Cloud site has tokens for its members only (token.md 7). @throws Refusal */
export function checkSiteMember(request: Caller, world: World, org: Org, user: User): void {
  const site = calledSite(request.calledHost, org);
  if (!site || isGuest(user)) return;
  const { username, profile } = user;
  const members = [...site.profiles, ...site.permissionSets];
  check(request, 'user.not-site-member', isMember(site, subjectOf(world, { org, user })), {
    username,
    profile,
    site: site.name,
    members,
  });
}

/** Whether a host knows a user: login. and test. know nobody of customers and partners. */
export function knowsUser(host: Host, org: Org, user: User): boolean {
  const isLogInHost = host.kind === 'login' || host.kind === 'test';
  return livesOn(host, org) && !(isLogInHost && isPortalUser(user));
}

/** login.salesforce.com does not know sandbox users, nor test.salesforce.com the others, nor a My Domain another org's. */
export function livesOn(host: Host, org: Org): boolean {
  if (host.kind === 'login' || host.kind === 'test') return host.origin === `https://${loginHostOf(org)}`;
  if (host.kind === 'my-domain') return host.myDomain === org.myDomain.toLowerCase();
  if (host.kind === 'site') return calledSite(host, org) !== undefined;
  return true;
}

/**
 * Whether an org's users log in on a host in a browser. Unlike {@link livesOn}, which lets clients call the hosts that are no org's
 * (instances, Setup, Lightning, the API) for anybody, a browser is let in there only where the name of the host fits the org.
 */
export function servesUsersOf(host: Host, org: Org): boolean {
  if (host.kind === 'instance') return loginHostOf(org) === logInHostByName(host);
  if (host.kind === 'setup' || host.kind === 'lightning') return host.myDomain === org.myDomain.toLowerCase();
  return host.kind !== 'api' && livesOn(host, org);
}

/** What closes the hosts that are no org's own to people and to SOAP's `login()`; OAuth goes on there. */
const MY_DOMAIN_ONLY = {
  page: 'canOnlyLoginWithMyDomainUrl',
  soap: 'doesApiLoginRequireOrgDomain',
} as const;

/** Whether an org wants its users to log in on My Domain and not on this host (Salesforce Help, Set the My Domain Login Policy). */
export function demandsMyDomain(host: Host, { settings }: Org, way: keyof typeof MY_DOMAIN_ONLY): boolean {
  const isShared = host.kind === 'login' || host.kind === 'test' || host.kind === 'instance';
  return isShared && settings[MY_DOMAIN_ONLY[way]];
}

/** Whether a browser session of the user counts on a host: on a site its members' alone. */
export function keepsSessionOf(host: Host, subject: Subject): boolean {
  const site = calledSite(host, subject.org);
  return servesUsersOf(host, subject.org) && (!site || isMember(site, subject));
}

/** A site is home to its members, any other host to the users of the org itself; localhost is both (token.md 1.1). */
export function isHome(host: Host, subject: Subject): boolean {
  const site = calledSite(host, subject.org);
  if (site) return isMember(site, subject);
  return host.kind === 'local' || !isPortalUser(subject.user);
}
