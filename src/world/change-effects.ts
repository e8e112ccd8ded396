/** What a change of an org ends at once. All else is up to the policies, when they are asked the next time. */

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
 * Another consumer key ends all tokens of the app (token.md 1.10). What another secret ends, and a block, the store sees for
 * itself; but of PlatformCLI, which is every org's, only the org's own tokens end.
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

/** Setup > Users > Unlock, or a password that an admin sets: wrong passwords of before count no longer (model.md 4.7). */
function unlocks({ section, fields }: OrgChange): boolean {
  if (section !== 'users') return false;
  return Object.hasOwn(fields, 'password') || fields.isLocked === false || fields.isLocked === null;
}
