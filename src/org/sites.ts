/** Experience Cloud sites: which one was called, who belongs to it, what an answer says of it. Source: token.md 1.1, 1.7. */
import { type Host, instanceUrl, localOrigin, readHost, siteHostOf } from './hosts.ts';
import type { Org, Site } from './model.ts';
import { isPreAuthorized } from './permitted-users.ts';
import type { Subject } from './subject.ts';

/** The site of the org that was called, if one was. */
export function calledSite(host: Host, org: Org): Site | undefined {
  if (host.kind !== 'site') return undefined;
  if (host.myDomain !== undefined && host.myDomain !== org.myDomain.toLowerCase()) return undefined;
  return org.sites.find(({ urlPathPrefix }) => urlPathPrefix === host.sitePath);
}

/** Where the site is as seen from a host: below the origin of localhost, or {@link publishedSiteUrl}. */
export function siteUrl(host: Host, org: Org, site: Site): string {
  const local = localOrigin(host);
  return local === undefined ? publishedSiteUrl(org, site) : `${local}${pathOf(site)}`;
}

/** `https://acme.my.site.com/partners`, without a trailing slash. */
export function publishedSiteUrl(org: Org, site: Site): string {
  return `https://${siteHostOf(org)}${pathOf(site)}`;
}

function pathOf({ urlPathPrefix }: Site): string {
  return urlPathPrefix === '' ? '' : `/${urlPathPrefix}`;
}

/** The site that a user authorized on: an issuer of codes and ID tokens is where they did. */
export function siteOfIssuer(issuer: string, org: Org): Site | undefined {
  if (!URL.canParse(issuer)) return undefined;
  const { hostname, pathname } = new URL(issuer);
  const isSiteHost = readHost(hostname, 'https').kind === 'site';
  return org.sites.find(({ urlPathPrefix }) =>
    urlPathPrefix === ''
      ? isSiteHost && pathname === '/'
      : [urlPathPrefix, `${urlPathPrefix}vforcesite`].some((segment) => pathname.endsWith(`/${segment}`)),
  );
}

/** @param subject of the org that has the site */
export function isMember(site: Site, subject: Subject): boolean {
  return isPreAuthorized(site, subject);
}

/** What log-ins on a site add to redirects and token answers; empty for all others. */
export function communityMembers(
  host: Host,
  org: Org,
): { readonly sfdc_community_url?: string; readonly sfdc_community_id?: string } {
  const site = calledSite(host, org);
  return site ? { sfdc_community_url: siteUrl(host, org, site), sfdc_community_id: site.id } : {};
}

/** `id` of a token answer for a log-in on a site: on the org's own host, not on login. or test. (token.md 1.1). */
export function siteIdentityUrl(host: Host, org: Org, userId: string): string {
  return `${instanceUrl(host, org)}/id/${org.id}/${userId}`;
}
