/** Records the apps of orgs that this process takes in: which are new, and which have another secret (token.md 1.10). */
import { hash } from 'node:crypto';
import type { App, Org } from '../org/model.ts';
import { PLATFORM_CLI } from '../org/platform-cli.ts';
import type { AppSighting, Store } from '../store/port.ts';

/**
 * Records the apps in the store. The store ends the tokens of an app that was blocked or whose consumer secret changed.
 *
 * @returns the orgs, whose apps have `createdAt`
 */
export async function sightApps(orgs: readonly Org[], store: Store, now: number): Promise<Org[]> {
  const apps = orgs.flatMap((org) => org.apps).filter(isOneOrgs);
  const firstSeenAt = await store.appSightings.record(apps.map(sightingOf), now);
  const age = new Map(apps.map(({ consumerKey }, i) => [consumerKey, firstSeenAt[i]]));
  const dated = (app: App): App => ({ ...app, createdAt: app.createdAt ?? age.get(app.consumerKey) });
  return orgs.map((org) => ({ ...org, apps: org.apps.map(dated) }));
}

export function sightingOf({ consumerKey, consumerSecret, state }: App): AppSighting {
  return {
    consumerKey,
    secretHash: hash('sha256', consumerSecret, 'buffer'),
    isBlocked: state === 'blocked',
  };
}

/** False for PlatformCLI, which has the same consumer key in every org: a change of it in one org must not end the tokens of all. */
function isOneOrgs({ consumerKey }: App): boolean {
  return consumerKey !== PLATFORM_CLI;
}
