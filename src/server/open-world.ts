/** Makes the world a server runs in: the store is opened, the orgs are read, with the apps and users that registered later, the journal is brought back. */
import { Journal } from '../journal/journal.ts';
import { LabClock } from '../lab/clock.ts';
import { SystemEntropy } from '../lab/entropy.ts';
import { Failures } from '../lab/failures.ts';
import { withAppRecords } from '../oauth/app-records.ts';
import { UserCodes } from '../oauth/device/user-codes.ts';
import { withUserChanges } from '../oauth/headless/user-changes.ts';
import { LogInRate } from '../oauth/log-in-rate.ts';
import { withRegisteredApps } from '../oauth/register/registered-app.ts';
import { grantsByType } from '../oauth/token/grants/index.ts';
import { TokenCodec } from '../oauth/token-codec.ts';
import { OrgDirectory } from '../org/directory.ts';
import type { Org } from '../org/model.ts';
import type { Store } from '../store/port.ts';
import { openStore } from '../store/sqlite.ts';
import type { World } from '../world.ts';

/**
 * @param location a file, or `:memory:`
 * @throws StoreError when the store cannot be opened
 */
export async function openWorld(orgs: readonly Org[], location: string): Promise<World> {
  const clock = new LabClock();
  const entropy = new SystemEntropy();
  const store = await openStore(location);
  const journal = new Journal(clock, store);
  await journal.load();
  return {
    orgs: await directoryOf(orgs, store, clock.now()),
    store,
    codec: new TokenCodec(store.secret, entropy),
    userCodes: new UserCodes(store.secret),
    clock,
    entropy,
    journal,
    logInRate: new LogInRate(),
    failures: new Failures(grantsByType.keys()),
  };
}

/** With the apps that registered since, and what users changed of themselves. */
async function directoryOf(orgs: readonly Org[], store: Store, now: number): Promise<OrgDirectory> {
  const directory = new OrgDirectory(await withAppRecords(orgs, store, now));
  return withUserChanges(await withRegisteredApps(directory, store), store);
}

/** Puts other orgs in the place of those that were read at the start. */
export async function replaceOrgs(world: World, orgs: readonly Org[]): Promise<void> {
  let before: OrgDirectory;
  let next: OrgDirectory;
  do {
    before = world.orgs;
    next = await directoryOf(orgs, world.store, world.clock.now());
    // Somebody registered meanwhile: once more, with them.
  } while (world.orgs !== before);
  world.orgs = next;
}

/** Commits what is pending and lets go of the store. */
export async function closeWorld(world: World): Promise<void> {
  await world.journal.close();
  await world.store.close();
}
