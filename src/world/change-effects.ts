/** What a change of an org ends at once. Policies refuse the rest, when they are next checked. */

import type { LabClock } from '../ground/clock.ts';
import type { App, Org } from '../org/model.ts';
import { PLATFORM_CLI } from '../org/platform-cli.ts';
import type { OrgChange } from '../seed/change-org.ts';
import type { Store } from '../store/port.ts';

export async function endWhatChanged(
  store: Store,
  clock: LabClock,
  before: Org,
  after: Org,
  changes: readonly OrgChange[],
): Promise<void> {
  for (const app of before.apps) {
    const next = after.apps.find(({ id }) => id === app.id);
    if (next) await endTokens(store, clock, app, next);
  }
  const unlocked = changes.filter(unlocks).map(({ name }) => name);
  for (const { id, username } of before.users) {
    if (unlocked.includes(username)) await store.failedLogIns.forget(id);
  }
}

/**
 * Ends the tokens of an app whose consumer key changed (token.md 1.10). A changed secret and a block are noticed by the store;
 * but PlatformCLI is in every org, so its tokens in this org are ended here.
 */
async function endTokens(store: Store, clock: LabClock, before: App, after: App): Promise<void> {
  const now = Math.floor(clock.of(before.orgId).now());
  const ofApp = { orgId: before.orgId, consumerKey: before.consumerKey };
  const isPlatformCli = before.consumerKey === PLATFORM_CLI;
  if (before.consumerKey !== after.consumerKey) {
    const { orgId: _, ...everywhere } = ofApp;
    await store.tokenList.revoke(isPlatformCli ? ofApp : everywhere, now);
  } else if (isPlatformCli && before.consumerSecret !== after.consumerSecret) {
    await store.tokenList.revoke(ofApp, now);
  } else if (isPlatformCli && before.state !== 'blocked' && after.state === 'blocked') {
    await store.tokenList.revokeAccess(ofApp, now);
  }
}

/**
 * Whether the change unlocks the user (Setup > Users > Unlock, or a new password): earlier wrong passwords count no longer
 * (model.md 4.7).
 */
function unlocks({ section, fields }: OrgChange): boolean {
  if (section !== 'users') return false;
  return Object.hasOwn(fields, 'password') || fields.isLocked === false || fields.isLocked === null;
}
