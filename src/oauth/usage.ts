/** Which apps the users of an org log in to: what Connected Apps OAuth Usage shows (identity-and-resources.md 11). */
import { isInstalledIn, isOwnApp } from '../org/installed.ts';
import type { App, Org, User } from '../org/model.ts';
import { appOfOrg } from '../org/platform-cli.ts';
import type { RefusalName } from '../refusals/catalogue.ts';
import type { AppUsage, TokenFilter } from '../store/port.ts';
import { appOfRecord } from '../tokens/approval-records.ts';
import type { World } from '../world/world.ts';

/** What one user made of an app. Instants are milliseconds since the epoch. */
export interface UsedBy extends Pick<AppUsage, 'firstUsedAt' | 'lastUsedAt' | 'useCount'> {
  readonly user: User;
}

/** An app in an org, and its users there; none where a blocked app has none left. */
export interface UsedApp {
  readonly org: Org;
  readonly app: App;
  /** Most recently used first. */
  readonly users: readonly UsedBy[];
  /** How often it was refused for not being installed, as far back as the journal goes. */
  readonly refusedCount?: number;
}

/**
 * Most recently used first; blocked apps without users come last, so that they can be unblocked, and before them those that were
 * refused because the org has them not, so that they can be installed.
 */
export async function usedApps(world: World, filter: TokenFilter): Promise<UsedApp[]> {
  const { store, orgs } = world;
  const used = new Map<string, UsedApp & { readonly users: UsedBy[] }>();
  for (const usage of await store.usage.list(filter)) {
    const org = orgs.org(usage.orgId);
    const user = orgs.user(usage.userId);
    const app = appOfRecord(orgs, usage);
    // An app or user that is gone has no live token.
    if (!org || !user || !app) continue;
    const key = keyOf(org, app);
    const entry = used.get(key) ?? { org, app, users: [] };
    entry.users.push({ ...usage, user });
    used.set(key, entry);
  }
  await world.journal.follow();
  for (const refused of refusedApps(world, filter)) {
    const key = keyOf(refused.org, refused.app);
    const known = used.get(key);
    if (known) used.set(key, { ...known, refusedCount: refused.refusedCount });
    else if (filter.userId === undefined) used.set(key, { ...refused, users: [] });
  }
  return [
    ...used.values(),
    ...blockedApps(orgs.orgs, filter).filter(({ org, app }) => !used.has(keyOf(org, app))),
  ];
}

function keyOf({ id }: Org, { consumerKey }: App): string {
  return `${id} ${consumerKey}`;
}

function blockedApps(orgs: readonly Org[], { orgId, userId, consumerKey }: TokenFilter): UsedApp[] {
  if (userId !== undefined) return [];
  return orgs
    .filter(({ id }) => orgId === undefined || id === orgId)
    .flatMap((org) =>
      org.apps
        .filter((app) => app.state === 'blocked' && isOwnApp(app, org))
        .filter((app) => consumerKey === undefined || app.consumerKey === consumerKey)
        .map((app) => ({ org, app, users: [] })),
    );
}

const NOT_INSTALLED = [
  'authorize.app-not-installed',
  'authorize.external-app-not-installed',
  'device.app-not-installed',
  'app.not-installed',
] as const satisfies readonly RefusalName[];

interface RefusedApp {
  readonly org: Org;
  readonly app: App;
  readonly refusedCount: number;
}

/** What the journal knows of apps that an org still has not installed. */
function refusedApps({ journal, orgs }: World, { orgId, consumerKey }: TokenFilter): RefusedApp[] {
  const meant = {
    ...(orgId !== undefined && { org: orgId }),
    ...(consumerKey !== undefined && { client_id: consumerKey }),
  };
  const attempts = NOT_INSTALLED.flatMap((refusal) => journal.entries({ ...meant, refusal }));
  const refused = new Map<string, RefusedApp>();
  for (const { org: inOrg, clientId } of attempts) {
    const org = inOrg === null ? undefined : orgs.org(inOrg);
    const known = clientId === null ? undefined : orgs.app(clientId);
    const app = org && known && appOfOrg(known, org);
    if (!app || app.state === 'blocked' || isInstalledIn(app, org)) continue;
    const key = keyOf(org, app);
    refused.set(key, { org, app, refusedCount: (refused.get(key)?.refusedCount ?? 0) + 1 });
  }
  return [...refused.values()];
}
