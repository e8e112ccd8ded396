/** Which Salesforce host a request came in on, and what URLs an answer to it carries. Source: design 5.0, model.md 5.3. */
import type { Org } from './model.ts';

/** The host a request came in on, as Salesforce would see it. */
export interface Host {
  /** `local`: localhost, an address or the base URL, which is log-in host and My Domain at once. */
  readonly kind:
    | 'local'
    | 'login'
    | 'test'
    | 'my-domain'
    | 'setup'
    | 'site'
    | 'api'
    | 'lightning'
    /** An instance by its number, as before there were My Domains: na30.salesforce.com. */
    | 'instance';
  /** Scheme, host and port, and of a site its path, without a trailing slash: `http://localhost:7332`. */
  readonly origin: string;
  /** For `my-domain` and `site`: `acme` in acme.my.salesforce.com, sandbox name included. A site on localhost has none. */
  readonly myDomain: string | undefined;
  /** For `site`: its URL path prefix, empty for the one at the root. */
  readonly sitePath?: string;
}

/** What can stand between the name and the rest: since enhanced domains the kind of org, before them a sandbox's instance. */
const PARTITIONS = String.raw`(?:\.(?:sandbox|develop|scratch|trailblazer|demo|free|patch|stage|cs\d{1,4}))?`;

/** Also of government and China clouds, and the alternative name. */
const MY_DOMAIN = new RegExp(
  String.raw`^([a-z0-9-]+)${PARTITIONS}\.(?:my\.salesforce\.com|my\.salesforce\.mil|my\.sfcrmproducts\.cn|my-salesforce\.com)$`,
);
const SITE = new RegExp(String.raw`^([a-z0-9-]+)${PARTITIONS}\.my\.site\.com$`);
const LIGHTNING = new RegExp(
  String.raw`^([a-z0-9-]+)${PARTITIONS}\.lightning\.(?:force\.com|crmforce\.mil)$`,
);
const INSTANCE = /^[a-z]{2,4}\d{1,4}\.salesforce\.com$/;

/**
 * @param host the Host header, port included
 * @param scheme of the connection, or of the base URL
 */
export function readHost(host: string, scheme: 'http' | 'https'): Host {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  const origin = `${scheme}://${withoutDefaultPort(host.toLowerCase(), scheme)}`;
  if (name === 'login.salesforce.com')
    return { kind: 'login', origin: `https://${name}`, myDomain: undefined };
  if (name === 'test.salesforce.com') return { kind: 'test', origin: `https://${name}`, myDomain: undefined };
  if (name === 'api.salesforce.com') return { kind: 'api', origin: `https://${name}`, myDomain: undefined };
  const myDomain = MY_DOMAIN.exec(name)?.[1];
  if (myDomain) return { kind: 'my-domain', origin: `https://${name}`, myDomain };
  const siteOf = SITE.exec(name)?.[1];
  if (siteOf) return { kind: 'site', origin: `https://${name}`, myDomain: siteOf, sitePath: '' };
  const lightningOf = LIGHTNING.exec(name)?.[1];
  if (lightningOf) return { kind: 'lightning', origin: `https://${name}`, myDomain: lightningOf };
  if (INSTANCE.test(name)) return { kind: 'instance', origin: `https://${name}`, myDomain: undefined };
  if (name.endsWith('.my.salesforce-setup.com')) {
    return { kind: 'setup', origin: `https://${name}`, myDomain: name.split('.')[0] };
  }
  return { kind: 'local', origin, myDomain: undefined };
}

const DEFAULT_PORT = { http: /:0*80$/, https: /:0*443$/ } as const;

/** Proxies name their port even where no URL has it: nginx by `$host:$server_port`. */
function withoutDefaultPort(host: string, scheme: 'http' | 'https'): string {
  return host.replace(DEFAULT_PORT[scheme], '');
}

/** Whether a page of this origin came from a host, whatever the scheme is on the way to it. */
export function isOriginOf(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host: named } = new URL(origin);
  return named === withoutDefaultPort(host.toLowerCase(), protocol === 'https:' ? 'https' : 'http');
}

/** The My Domain beside a Lightning host. */
export function myDomainOfLightning({ origin }: Host): string {
  return origin
    .replace('.lightning.force.com', '.my.salesforce.com')
    .replace('.lightning.crmforce.mil', '.my.salesforce.mil');
}

/**
 * All of Salesforce's names, those of government and China clouds too (model.md 5.3), and those where pages, files, sites, chats and
 * tools are or were: their callbacks lead out of here as well.
 */
const SALESFORCE_NAME = new RegExp(
  String.raw`(?:^|\.)(?:${[
    'salesforce|salesforce-setup|salesforce-sites|salesforce-experience|salesforce-communities|salesforce-scrt|salesforceliveagent',
    'cloudforce|force|visualforce|documentforce|forceusercontent|developerforce|lightning|database|site|my-salesforce',
  ].join('|')})\.com\.?$|(?:^|\.)(?:salesforce\.mil|crmforce\.mil|sfcrmproducts\.cn|sfcrmapps\.cn)\.?$`,
  'i',
);

/** @param name of a host, without its port */
export function isSalesforceName(name: string): boolean {
  return SALESFORCE_NAME.test(name);
}

/**
 * The host of an Experience Cloud site that lives below the root of another host.
 *
 * @param segment of the path, as called
 * @param urlPathPrefix of the site it names
 */
export function siteBelow(host: Host, segment: string, urlPathPrefix: string): Host {
  return { ...host, kind: 'site', origin: `${host.origin}/${segment}`, sitePath: urlPathPrefix };
}

/** The origin of localhost or the base URL, if that is what was called, without the path of a site. */
export function localOrigin(host: Host): string | undefined {
  if (host.kind === 'local') return host.origin;
  const isLocalSite = host.kind === 'site' && host.myDomain === undefined;
  return isLocalSite ? host.origin.slice(0, host.origin.lastIndexOf('/')) : undefined;
}

/** Path that every page of the host lives below: that of a site or of the base URL; else empty. */
export function basePath({ origin }: Host): string {
  return new URL(origin).pathname.replace(/\/$/, '');
}

/** Sandboxes and scratch orgs log in on test.salesforce.com, the rest on login.salesforce.com. */
export function loginHostOf(org: Org): 'login.salesforce.com' | 'test.salesforce.com' {
  return org.type === 'sandbox' || org.type === 'scratch' ? 'test.salesforce.com' : 'login.salesforce.com';
}

/** The log-in host of the orgs that a host is for, as its name alone tells: that of an instance, or of a My Domain. */
export function logInHostByName({ origin }: Host): ReturnType<typeof loginHostOf> {
  return isNameOfTests(new URL(origin).hostname) ? 'test.salesforce.com' : 'login.salesforce.com';
}

/** Of a sandbox or scratch org: an instance `cs`, such a partition, or, before there were partitions, `--` in the name. */
function isNameOfTests(hostname: string): boolean {
  const [first = '', second = '', third] = hostname.split('.', 3);
  if (/^cs\d/.test(first)) return true;
  if (third === undefined) return false;
  return (
    /^(?:sandbox|scratch|cs\d{1,4})$/.test(second) ||
    (first.includes('--') && (second === 'my' || second.startsWith('my-')))
  );
}

const PARTITION = {
  production: '',
  developer: '.develop',
  sandbox: '.sandbox',
  scratch: '.scratch',
} as const;

/** `acme.my.salesforce.com`: the org's My Domain host on the real platform. */
export function myDomainHostOf(org: Org): string {
  return `${org.myDomain}${PARTITION[org.type]}.my.salesforce.com`;
}

/** `acme.my.site.com`: where the org's Experience Cloud sites are. */
export function siteHostOf(org: Org): string {
  return `${org.myDomain}${PARTITION[org.type]}.my.site.com`;
}

/** The hosts of the org's web pages beside My Domain; those of Visualforce carry the namespace, `c` for none (model.md 5.3). */
export function areaHosts(host: Host, org: Org): Record<'lightning' | 'visualforce' | 'content', string> {
  const local = localOrigin(host);
  if (local !== undefined) {
    const { host } = new URL(local);
    return { lightning: host, visualforce: host, content: host };
  }
  const { myDomain, type } = org;
  return {
    lightning: `${myDomain}${PARTITION[type]}.lightning.force.com`,
    visualforce: `${myDomain}--c${PARTITION[type]}.vf.force.com`,
    content: `${myDomain}${PARTITION[type]}.file.force.com`,
  };
}

/** `Organization.InstanceName`, and a part of the `tnk` of JWT access tokens. */
export function instanceNameOf({ type }: Org): string {
  return type === 'sandbox' || type === 'scratch' ? 'CS420' : 'USA214';
}

/** `instance_url`: My Domain, without a trailing slash. */
export function instanceUrl(host: Host, org: Org): string {
  return localOrigin(host) ?? `https://${myDomainHostOf(org)}`;
}

/** Where the org's users log in and identity URLs live: login. or test., whatever host was called; the local origin on localhost. */
export function logInOrigin(host: Host, org: Org): string {
  return localOrigin(host) ?? `https://${loginHostOf(org)}`;
}

/** The identity URL: `id` of a token answer and `sub` of an ID token. Both ids have 18 characters. */
export function identityUrl(host: Host, org: Org, userId: string): string {
  return `${logInOrigin(host, org)}/id/${org.id}/${userId}`;
}
