/** Every org in memory, with the lookups that requests need. Replaced as a whole when a record changes. */
import type { App, Org, User } from './model.ts';

/** The Salesforce CLI's public client: one consumer key that every org knows (wire facts, clients.md 1.11). */
export const PLATFORM_CLI = 'PlatformCLI';

export class OrgDirectory {
  readonly orgs: readonly Org[];
  readonly #orgById: ReadonlyMap<string, Org>;
  readonly #orgByMyDomain: ReadonlyMap<string, Org>;
  readonly #appByKey: ReadonlyMap<string, App>;
  readonly #siteByPathSegment: ReadonlyMap<string, string>;
  readonly #userById: ReadonlyMap<string, User>;
  readonly #userByUsername: ReadonlyMap<string, { user: User; org: Org }>;

  constructor(orgs: readonly Org[]) {
    this.orgs = orgs;
    this.#orgById = new Map(orgs.map((org) => [org.id, org]));
    this.#orgByMyDomain = new Map(orgs.map((org) => [org.myDomain.toLowerCase(), org]));
    this.#appByKey = new Map(orgs.flatMap((org) => org.apps.map((app) => [app.consumerKey, app])));
    this.#siteByPathSegment = new Map(
      orgs.flatMap((org) => org.sites.flatMap(({ urlPathPrefix }) => pathSegmentsOf(urlPathPrefix))),
    );
    this.#userById = new Map(orgs.flatMap((org) => org.users.map((user) => [user.id, user])));
    this.#userByUsername = new Map(
      orgs.flatMap((org) => org.users.map((user) => [user.username.toLowerCase(), { user, org }])),
    );
  }

  /** The same orgs, one of them with a further app. */
  withApp(app: App): OrgDirectory {
    const orgs = this.orgs.map((org) => (org.id === app.orgId ? { ...org, apps: [...org.apps, app] } : org));
    return new OrgDirectory(orgs);
  }

  /** The same orgs, a user of one of them changed; a user it does not know yet is a new one, with all fields. */
  withUserChange(orgId: string, userId: string, changes: Partial<User>): OrgDirectory {
    const known = this.#userById.get(userId);
    const change = (user: User): User => (user === known ? { ...user, ...changes } : user);
    const orgs = this.orgs.map((org) => {
      if (org.id !== orgId) return org;
      return { ...org, users: known ? org.users.map(change) : [...org.users, changes as User] };
    });
    return new OrgDirectory(orgs);
  }

  /** @param id 15 or 18 characters */
  org(id: string): Org | undefined {
    return (
      this.#orgById.get(id) ?? (id.length === 15 ? this.orgs.find((org) => org.id.startsWith(id)) : undefined)
    );
  }

  orgByMyDomain(myDomain: string): Org | undefined {
    return this.#orgByMyDomain.get(myDomain.toLowerCase());
  }

  /** Consumer keys are unique across orgs, PlatformCLI aside: that one answers as any org's. */
  app(consumerKey: string): App | undefined {
    return this.#appByKey.get(consumerKey);
  }

  /** The URL path prefix of the Experience Cloud site, of any org, that a first path segment leads to. */
  sitePath(segment: string): string | undefined {
    return this.#siteByPathSegment.get(segment);
  }

  /** @param id 18 characters */
  user(id: string): User | undefined {
    return this.#userById.get(id);
  }

  /** Usernames are unique across all orgs and compared without case. */
  userByUsername(username: string): { user: User; org: Org } | undefined {
    return this.#userByUsername.get(username.toLowerCase());
  }
}

/** Sites made with Lightning Web Runtime have a second path (authorize.md 9). The one at the root has none. */
function pathSegmentsOf(urlPathPrefix: string): (readonly [segment: string, urlPathPrefix: string])[] {
  if (urlPathPrefix === '') return [];
  return [
    [urlPathPrefix, urlPathPrefix],
    [`${urlPathPrefix}vforcesite`, urlPathPrefix],
  ];
}
