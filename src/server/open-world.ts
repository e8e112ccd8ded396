/** Makes the world a server runs in: the store is opened, the orgs are read, with the apps and users that registered later, the journal is brought back. */
import { Journal } from '../journal/journal.ts';
import type { JournalBounds } from '../journal/ring.ts';
import { LabClock } from '../lab/clock.ts';
import { directoryOf } from '../lab/directory-of.ts';
import { SystemEntropy } from '../lab/entropy.ts';
import { Failures } from '../lab/failures.ts';
import { LabOrgs } from '../lab/orgs.ts';
import { UserCodes } from '../oauth/device/user-codes.ts';
import { grantsByType } from '../oauth/token/grants/index.ts';
import { TokenCodec } from '../oauth/token-codec.ts';
import type { Org } from '../org/model.ts';
import { type Store, StoreUnavailable } from '../store/port.ts';
import { openStore } from '../store/sqlite.ts';
import type { World } from '../world.ts';

/**
 * @param location a file, or `:memory:`
 * @throws StoreError when the store cannot be opened, StoreUnavailable when there is no room in it
 */
export async function openWorld(
  orgs: readonly Org[],
  location: string,
  bounds: JournalBounds = {},
): Promise<World> {
  const store = await openStore(location);
  try {
    return await worldOn(store, orgs, bounds);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function worldOn(store: Store, orgs: readonly Org[], bounds: JournalBounds): Promise<World> {
  const clock = new LabClock();
  const entropy = new SystemEntropy();
  const journal = new Journal(clock, store, bounds);
  await journal.load();
  const labOrgs = new LabOrgs(orgs);
  return {
    orgs: await directoryOf(labOrgs, store, clock.now()),
    labOrgs,
    store,
    codec: new TokenCodec(store.secret, entropy),
    userCodes: new UserCodes(store.secret),
    clock,
    entropy,
    journal,
    failures: new Failures(grantsByType.keys()),
  };
}

/** Commits what is pending and lets go of the store. What a store cannot take any more was told when that began. */
export async function closeWorld(world: World): Promise<void> {
  try {
    await world.journal.close();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  } finally {
    await world.store.close();
  }
}
