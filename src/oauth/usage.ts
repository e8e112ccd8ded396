/** Which apps the users of an org log in to: what Connected Apps OAuth Usage shows (identity-and-resources.md 11). */
import { isOwnApp } from '../org/installed.ts';
import type { App, Org, User } from '../org/model.ts';
import type { AppUsage, TokenFilter } from '../store/port.ts';
import type { World } from '../world.ts';
import { appOfRecord } from './approval-records.ts';

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
}

/** Most recently used first; blocked apps without users come last, so that they can be unblocked. */
export async function usedApps({ store, orgs }: World, filter: TokenFilter): Promise<UsedApp[]> {
  const used = new Map<string, UsedApp & { readonly users: UsedBy[] }>();
  for (const usage of await store.usage(filter)) {
    const org = orgs.org(usage.orgId);
    const user = orgs.user(usage.userId);
    const app = appOfRecord(orgs, usage);
    // Of what is gone, no token is alive.
    if (!org || !user || !app) continue;
    const key = keyOf(org, app);
    const entry = used.get(key) ?? { org, app, users: [] };
    entry.users.push({ ...usage, user });
    used.set(key, entry);
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
