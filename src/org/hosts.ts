/** Which Salesforce host a request came in on, and what URLs an answer to it carries. Source: design 5.0, model.md 5.3. */
import { CLOUDS, cloudByName } from './clouds.ts';
import type { Org, OrgType } from './model.ts';

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
    | 'instance'
    /** Another name of Salesforce's, at which nothing is here. */
    | 'unknown';
  /** Scheme, host and port, and of a site its path, without a trailing slash: `http://localhost:7332`. */
  readonly origin: string;
  /** `acme` in acme.my.salesforce.com, sandbox name included; of sites, Lightning and Setup too. A site on localhost has none. */
  readonly myDomain: string | undefined;
  /** For `site`: its URL path prefix, empty for the one at the root. */
  readonly sitePath?: string;
  /** Of a name with a My Domain in it: what follows that. */
  readonly parts?: { readonly partition: string | undefined; readonly suffix: string };
}

/** What can stand between the name and the rest: since enhanced domains the kind of org, before them a sandbox's instance. */
const PARTITION_WORDS = 'sandbox|develop|scratch|trailblazer|demo|free|patch|stage';

const KINDS = { myDomain: 'my-domain', site: 'site', lightning: 'lightning', setup: 'setup' } as const;
type Area = keyof typeof KINDS;
const AREAS = Object.keys(KINDS) as Area[];

/** Of which area of an org each suffix is. */
const AREA_OF = new Map(
  Object.values(CLOUDS).flatMap((names) =>
    AREAS.flatMap((area) => names[area].map((suffix) => [suffix, area] as const)),
  ),
);

const OF_AN_ORG = new RegExp(
  String.raw`^([a-z0-9-]+)(?:\.(${PARTITION_WORDS}|cs\d{1,4}))?\.(${[...AREA_OF.keys()].join('|').replaceAll('.', '\\.')})$`,
);

/** An `s` at the end is a sandbox's, as `cs` was: cs12, usa77s. */
const INSTANCE = /^[a-z]{2,4}\d{1,4}s?\.salesforce\.com$/;

/** The hosts that are no org's own. */
const SHARED = new Map<string, 'login' | 'test' | 'api'>([
  ...Object.values(CLOUDS).flatMap(({ logIn, test }) => [[logIn, 'login'] as const, [test, 'test'] as const]),
  ['api.salesforce.com', 'api'],
]);

/**
 * @param host the Host header, port included
 * @param scheme of the connection, or of the base URL
 */
export function readHost(host: string, scheme: 'http' | 'https'): Host {
  const lower = host.toLowerCase();
  // A dot at the end says that the name is whole, and is no part of it (RFC 3986 3.2.2).
  const name = lower.replace(/:\d+$/, '').replace(/\.$/, '');
  const named = { origin: `https://${name}`, myDomain: undefined };
  const shared = SHARED.get(name) ?? (INSTANCE.test(name) ? 'instance' : undefined);
  if (shared) return { kind: shared, ...named };
  const [, myDomain, partition, suffix = ''] = OF_AN_ORG.exec(name) ?? [];
  const area = AREA_OF.get(suffix);
  if (area) {
    const site = area === 'site' ? { sitePath: '' } : {};
    return { kind: KINDS[area], ...named, myDomain, parts: { partition, suffix }, ...site };
  }
  if (isSalesforceName(name)) return { kind: 'unknown', ...named };
  return { kind: 'local', origin: `${scheme}://${withoutDefaultPort(lower, scheme)}`, myDomain: undefined };
}

/** What a partition in the name of a host may be for each type of org, without the number of an instance; names without one are older. */
const PARTITIONS_OF: Readonly<Record<OrgType, readonly string[]>> = {
  production: [],
  developer: ['develop', 'trailblazer', 'demo', 'free', 'patch', 'stage'],
  sandbox: ['sandbox', 'cs'],
  scratch: ['scratch', 'cs'],
};

/** Whether a host with a My Domain in its name is one of the org's: name, partition and cloud must be the org's. */
export function isHostOf({ kind, myDomain, parts }: Host, { myDomain: own, type, cloud }: Org): boolean {
  if (!parts || myDomain !== own.toLowerCase()) return false;
  const area = AREAS.find((candidate) => KINDS[candidate] === kind);
  if (!area || !CLOUDS[cloud][area].includes(parts.suffix)) return false;
  return (
    parts.partition === undefined || PARTITIONS_OF[type].includes(parts.partition.replace(/\d{1,4}/, ''))
  );
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

/** The My Domain beside a host of Lightning or of Setup. */
export function myDomainBeside({ origin }: Host): string {
  const { lightning, setup, myDomain } = cloudByName(new URL(origin).hostname);
  return [lightning, setup].reduce(
    (url, suffixes) =>
      suffixes.reduce((beside, suffix, i) => beside.replace(`.${suffix}`, `.${myDomain[i]}`), url),
    origin,
  );
}

/**
 * All of Salesforce's names, those of government and China clouds too (model.md 5.3), and those where pages, files, sites, chats and
 * tools are or were: their callbacks lead out of here as well.
 */
const SALESFORCE_NAME = new RegExp(
  String.raw`(?:^|\.)(?:${[
    'salesforce|salesforce-setup|salesforce-sites|salesforce-experience|salesforce-communities|salesforce-scrt|salesforceliveagent',
    'cloudforce|force|visualforce|documentforce|forceusercontent|developerforce|lightning|database|site|my-salesforce|my-lightning',
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

/** Sandboxes and scratch orgs log in on test.salesforce.com, the rest on login.salesforce.com; other clouds have their own. */
export function loginHostOf({ type, cloud }: Org): string {
  return CLOUDS[cloud][type === 'sandbox' || type === 'scratch' ? 'test' : 'logIn'];
}

/** The log-in host of the orgs that a host is for, as its name alone tells: that of an instance, or of a My Domain. */
export function logInHostByName({ origin }: Host): string {
  const { hostname } = new URL(origin);
  return cloudByName(hostname)[isNameOfTests(hostname) ? 'test' : 'logIn'];
}

/** Of a sandbox or scratch org: an instance such as cs12 or usa77s, such a partition, or, before there were partitions, `--` in the name. */
function isNameOfTests(hostname: string): boolean {
  const [first = '', second = '', third] = hostname.split('.', 3);
  if (/^cs\d/.test(first) || (INSTANCE.test(hostname) && first.endsWith('s'))) return true;
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
  return `${org.myDomain}${PARTITION[org.type]}.${CLOUDS[org.cloud].myDomain[0]}`;
}

/** `acme.my.site.com`: where the org's Experience Cloud sites are. */
export function siteHostOf(org: Org): string {
  return `${org.myDomain}${PARTITION[org.type]}.${CLOUDS[org.cloud].site[0]}`;
}

/** The hosts of the org's web pages beside My Domain; those of Visualforce carry the namespace, `c` for none (model.md 5.3). */
export function areaHosts(host: Host, org: Org): Record<'lightning' | 'visualforce' | 'content', string> {
  const local = localOrigin(host);
  if (local !== undefined) {
    const { host } = new URL(local);
    return { lightning: host, visualforce: host, content: host };
  }
  const { myDomain, type } = org;
  const names = CLOUDS[org.cloud];
  return {
    lightning: `${myDomain}${PARTITION[type]}.${names.lightning[0]}`,
    visualforce: `${myDomain}--c${PARTITION[type]}.${names.visualforce}`,
    content: `${myDomain}${PARTITION[type]}.${names.content}`,
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

/** What assertions and JWTs for the org may call their audience: its log-in host, its My Domain, and what its cloud adds. */
export function audiencesOf(org: Org): string[] {
  return [`https://${loginHostOf(org)}`, `https://${myDomainHostOf(org)}`, ...CLOUDS[org.cloud].audiences];
}

/** Where the org's users log in and identity URLs live: login. or test., whatever host was called; the local origin on localhost. */
export function logInOrigin(host: Host, org: Org): string {
  return localOrigin(host) ?? `https://${loginHostOf(org)}`;
}

/** The identity URL: `id` of a token answer and `sub` of an ID token. Both ids have 18 characters. */
export function identityUrl(host: Host, org: Org, userId: string): string {
  return `${logInOrigin(host, org)}/id/${org.id}/${userId}`;
}
