/** What the org demands of a user in every flow, in the order it is checked (token.md 1.6; model.md 4.1, 4.2, 4.7, 4.8). */
import type { Trace } from '../journal/trace.ts';
import { isGuest } from '../org/guest.ts';
import { type Host, loginHostOf } from '../org/hosts.ts';
import { isInRanges } from '../org/ip.ts';
import type { App, Org, User } from '../org/model.ts';
import { isPreAuthorized } from '../org/permitted-users.ts';
import { profileOf } from '../org/session.ts';
import { calledSite, isMember } from '../org/sites.ts';

export interface Caller {
  readonly calledHost: Host;
  readonly ip: string;
  readonly trace: Trace;
}

/** Deactivated and frozen users. @throws Refusal */
export function checkUserIsActive(caller: Caller, user: User): void {
  const trace: Trace = caller.trace;
  const { username, isActive, isFrozen } = user;
  trace.check('user.inactive', isActive && !isFrozen, { username, isActive, isFrozen });
}

/** The profile's login IP ranges, as far as the app's relaxation leaves them in force. @throws Refusal */
export function checkIpRanges(caller: Caller, org: Org, user: User, app: App, refreshing: boolean): void {
  const ranges = profileOf(org, user)?.loginIpRanges ?? [];
  const { ipRelaxation } = app;
  const relaxed =
    ipRelaxation.startsWith('BYPASS') || (refreshing && ipRelaxation === 'ENFORCE_RELAXREFRESH');
  const allowed = ranges.length === 0 || relaxed || isInRanges(caller.ip, ranges);
  const values = { ip: caller.ip, profile: user.profile, ranges, ipRelaxation };
  caller.trace.check('user.ip-restricted', allowed, values);
}

/** Admin approved users are pre-authorized: everybody else is refused. @throws Refusal */
export function checkPermittedUsers(caller: Caller, user: User, app: App): void {
  const trace: Trace = caller.trace;
  const { username, profile, permissionSets } = user;
  const permitted = !app.isAdminApproved || isPreAuthorized(app, user) || isGuest(user);
  const values = {
    app: app.name,
    username,
    profile,
    permissionSets,
    allowed: [...app.profiles, ...app.permissionSets],
  };
  trace.check('user.not-admin-approved', permitted, values);
}

/** An Experience Cloud site has tokens for its members only (token.md 7). @throws Refusal */
export function checkSiteMember({ calledHost, trace: recorder }: Caller, org: Org, user: User): void {
  const trace: Trace = recorder;
  const site = calledSite(calledHost, org);
  if (!site || isGuest(user)) return;
  const { username, profile } = user;
  const members = [...site.profiles, ...site.permissionSets];
  trace.check('user.not-site-member', isMember(site, user), { username, profile, site: site.name, members });
}

/** login.salesforce.com does not know sandbox users, nor test.salesforce.com the others, nor a My Domain another org's. */
export function livesOn(host: Host, org: Org): boolean {
  if (host.kind === 'login' || host.kind === 'test') return host.origin === `https://${loginHostOf(org)}`;
  if (host.kind === 'my-domain') return host.myDomain === org.myDomain.toLowerCase();
  if (host.kind === 'site') return calledSite(host, org) !== undefined;
  return true;
}
