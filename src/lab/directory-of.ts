/** Fills the directory: the seed's orgs, what the store keeps of orgs, and the apps and users that registered. */
import { withAppRecords } from '../oauth/app-records.ts';
import { OrgDirectory } from '../org/directory.ts';
import type { Org } from '../org/model.ts';
import type { Store } from '../store/port.ts';
import type { World } from '../world.ts';
import type { LabOrgs } from './orgs.ts';

/** @throws StoreError when the store has an org that cannot be read */
export async function directoryOf(labOrgs: LabOrgs, store: Store, now: number): Promise<OrgDirectory> {
  const orgs = await labOrgs.laidOverSeed(store);
  const directory = new OrgDirectory(await withAppRecords(orgs, store, now));
  await labOrgs.join(directory, store);
  return directory;
}

/** Puts other orgs in the place of those that the seed had before. */
export async function replaceOrgs(world: World, seed: readonly Org[]): Promise<void> {
  await world.labOrgs.alone(async () => {
    world.labOrgs.seed = seed;
    world.orgs = await directoryOf(world.labOrgs, world.store, world.clock.now());
  });
}
