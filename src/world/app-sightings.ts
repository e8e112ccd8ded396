/** What a start finds out about the apps of a seed: those it has not seen before, and those with another secret (token.md 1.10). */
import { hash } from 'node:crypto';
import type { App, Org } from '../org/model.ts';
import { PLATFORM_CLI } from '../org/platform-cli.ts';
import type { AppSighting, Store } from '../store/port.ts';

/**
 * Records the apps in the store, which ends the tokens of an app whose consumer secret was rotated, or which was blocked.
 *
 * @returns the orgs with the age of their apps
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

/** The CLI's app has one consumer key in every org, so no org can end its tokens alone. */
function isOneOrgs({ consumerKey }: App): boolean {
  return consumerKey !== PLATFORM_CLI;
}
