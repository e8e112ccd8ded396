/**
 * Every org in memory, with the lookups that requests need. An org goes in and out alone, whatever the others are; the orgs
 * themselves never change, another takes the place of one.
 */

import type { Host } from './hosts.ts';
import { id15 } from './ids.ts';
import type { App, Org, User } from './model.ts';
import { appOfOrg, isPlatformCli, PLATFORM_CLI, platformCliOfAnyOrg } from './platform-cli.ts';

/** Orgs as they were, which are kept for whoever looks for the secrets that they had. */
const MOST_REPLACED = 100;

export class OrgDirectory {
  /** By the 15 characters of its id. */
  readonly #orgs = new Map<string, Org>();
  readonly #orgByMyDomain = new Map<string, Org>();
  readonly #appByKey = new Map<string, App>();
  /** By the consumer keys of the External Client Apps that they deleted. */
  readonly #orgByDeletedKey = new Map<string, Org>();
  /** URL path prefixes by path segment, one for each site that it leads to. */
  readonly #sitesByPathSegment = new Map<string, string[]>();
  readonly #userById = new Map<string, User>();
  readonly #userByUsername = new Map<string, { user: User; org: Org }>();
  /** Of all orgs; undefined when one of them has changed since. */
  #list: readonly Org[] | undefined;
  #platformCli: App | undefined;
  #version = 0;
  #replaced: Org[] = [];

  constructor(orgs: readonly Org[]) {
    for (const org of orgs) this.put(org);
  }

  get orgs(): readonly Org[] {
    this.#list ??= [...this.#orgs.values()];
    return this.#list;
  }

  /** Counts the changes. */
  get version(): number {
    return this.#version;
  }

  /** Orgs that were replaced or removed since this was last asked, of very many the newest. */
  takeReplaced(): readonly Org[] {
    const replaced = this.#replaced;
    this.#replaced = [];
    return replaced;
  }

  /** Takes an org in; it is in the place of the one with its id from now on. */
  put(org: Org): void {
    const before = this.#orgs.get(id15(org.id));
    if (before) this.#forget(before);
    this.#orgs.set(id15(org.id), org);
    this.#orgByMyDomain.set(org.myDomain.toLowerCase(), org);
    for (const app of org.apps) {
      if (!isPlatformCli(app)) this.#appByKey.set(app.consumerKey, app);
    }
    for (const key of org.deletedExternalApps) this.#orgByDeletedKey.set(key, org);
    for (const user of org.users) {
      this.#userById.set(user.id, user);
      this.#userByUsername.set(user.username.toLowerCase(), { user, org });
    }
    for (const [segment, prefix] of pathSegmentsOf(org)) {
      this.#sitesByPathSegment.set(segment, [...(this.#sitesByPathSegment.get(segment) ?? []), prefix]);
    }
    this.#changed();
  }

  /** @param id 15 or 18 characters */
  remove(id: string): void {
    const org = this.org(id);
    if (!org) return;
    this.#orgs.delete(id15(org.id));
    this.#forget(org);
    this.#changed();
  }

  /** One of the orgs has a further app. */
  putApp(app: App): void {
    const org = this.org(app.orgId);
    if (org) this.put({ ...org, apps: [...org.apps, app] });
  }

  /** A user of an org has changed; a user it does not know yet is a new one, with all fields. */
  putUser(orgId: string, userId: string, changes: Partial<User>): void {
    const org = this.org(orgId);
    if (!org) return;
    const change = (user: User): User => (user.id === userId ? { ...user, ...changes } : user);
    const isKnown = org.users.some(({ id }) => id === userId);
    this.put({ ...org, users: isKnown ? org.users.map(change) : [...org.users, changes as User] });
  }

  /** @param id 15 or 18 characters */
  org(id: string): Org | undefined {
    const org = this.#orgs.get(id15(id));
    return org && (org.id === id || id.length === 15) ? org : undefined;
  }

  orgByMyDomain(myDomain: string): Org | undefined {
    return this.#orgByMyDomain.get(myDomain.toLowerCase());
  }

  /** The org whose My Domain or site was called; undefined for the hosts of no org in particular. */
  orgCalled({ myDomain }: Host): Org | undefined {
    return myDomain === undefined ? undefined : this.orgByMyDomain(myDomain);
  }

  /** The app of a consumer key as the called host sees it: of PlatformCLI the record of the org that was called. */
  appFor(consumerKey: string, host: Host): App | undefined {
    const app = this.app(consumerKey);
    const called = this.orgCalled(host);
    return app && called ? appOfOrg(app, called) : app;
  }

  /** Consumer keys are unique across orgs, PlatformCLI aside: among several orgs that one is of none. */
  app(consumerKey: string): App | undefined {
    if (consumerKey !== PLATFORM_CLI) return this.#appByKey.get(consumerKey);
    this.#platformCli ??= platformCliOfAnyOrg(this.#orgs.values());
    return this.#platformCli;
  }

  /** The org that had an External Client App with this consumer key and deleted it. */
  orgThatDeleted(consumerKey: string): Org | undefined {
    return this.#orgByDeletedKey.get(consumerKey);
  }

  /** The URL path prefix of the Experience Cloud site, of any org, that a first path segment leads to. */
  sitePath(segment: string): string | undefined {
    return this.#sitesByPathSegment.get(segment)?.[0];
  }

  /** @param id 18 characters */
  user(id: string): User | undefined {
    return this.#userById.get(id);
  }

  /** Usernames are unique across all orgs and compared without case. */
  userByUsername(username: string): { user: User; org: Org } | undefined {
    return this.#userByUsername.get(username.toLowerCase());
  }

  #changed(): void {
    this.#list = undefined;
    this.#platformCli = undefined;
    this.#version += 1;
  }

  /** Leaves the lookups without what they know of an org. */
  #forget(org: Org): void {
    this.#replaced.push(org);
    if (this.#replaced.length > MOST_REPLACED) this.#replaced.shift();
    this.#orgByMyDomain.delete(org.myDomain.toLowerCase());
    for (const app of org.apps) {
      if (this.#appByKey.get(app.consumerKey) === app) this.#appByKey.delete(app.consumerKey);
    }
    for (const key of org.deletedExternalApps) this.#orgByDeletedKey.delete(key);
    for (const user of org.users) {
      this.#userById.delete(user.id);
      this.#userByUsername.delete(user.username.toLowerCase());
    }
    for (const [segment, prefix] of pathSegmentsOf(org)) {
      const prefixes = this.#sitesByPathSegment.get(segment) ?? [];
      const others = prefixes.toSpliced(prefixes.indexOf(prefix), 1);
      if (others.length > 0) this.#sitesByPathSegment.set(segment, others);
      else this.#sitesByPathSegment.delete(segment);
    }
  }
}

/** Sites made with Lightning Web Runtime have a second path (authorize.md 9). The one at the root has none. */
function pathSegmentsOf(org: Org): (readonly [segment: string, urlPathPrefix: string])[] {
  return org.sites.flatMap(({ urlPathPrefix }) => {
    if (urlPathPrefix === '') return [];
    return [
      [urlPathPrefix, urlPathPrefix],
      [`${urlPathPrefix}vforcesite`, urlPathPrefix],
    ] as const;
  });
}
