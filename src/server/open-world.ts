/** Makes the world a server runs in: the store is opened, the orgs are read, with the apps that registered later, the journal is brought back. */
import { Journal } from '../journal/journal.ts';
import { LabClock } from '../lab/clock.ts';
import { SystemEntropy } from '../lab/entropy.ts';
import { UserCodes } from '../oauth/device/user-codes.ts';
import { withRegisteredApps } from '../oauth/register/registered-app.ts';
import { TokenCodec } from '../oauth/token-codec.ts';
import { OrgDirectory } from '../org/directory.ts';
import type { Org } from '../org/model.ts';
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
    orgs: await withRegisteredApps(new OrgDirectory(orgs), store),
    store,
    codec: new TokenCodec(store.secret, entropy),
    userCodes: new UserCodes(store.secret),
    clock,
    entropy,
    journal,
  };
}

/** Commits what is pending and lets go of the store. */
export async function closeWorld(world: World): Promise<void> {
  await world.journal.close();
  await world.store.close();
}
