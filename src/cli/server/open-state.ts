/** What a server stands on: its seed, and the world in its store. */
import type { LabWorld } from '../../lab/lab-world.ts';
import { closeWorld, openWorld } from '../../server/open-world.ts';
import { isDatabase } from '../../store/location.ts';
import { StoreError, StoreUnavailable } from '../../store/port.ts';
import { wantWritable } from '../files.ts';
import { tellOfOutages } from './outage.ts';
import { wantFreePorts, wantTwoPorts } from './port-problems.ts';
import { readSeedAloud, type SeedInUse } from './seed-in-use.ts';
import type { StartOptions } from './start-options.ts';

export interface OpenState {
  readonly seed: SeedInUse;
  readonly world: LabWorld;
  /** Writes the snapshot if one was ordered, and closes the store. */
  close(): Promise<void>;
}

/**
 * Reads the seed and opens the store, if the ports are free.
 *
 * @throws SeedError, StoreError, UsageError; nothing is left open
 */
export async function openState(options: StartOptions): Promise<OpenState> {
  wantTwoPorts(options);
  const seed = await readSeedAloud(options);
  await wantFreePorts(options);
  const { exportOnExit } = options;
  if (exportOnExit !== undefined) wantWritable(exportOnExit, '--export-on-exit');
  const world = await worldFor(seed.orgs, options);
  tellOfOutages(world.store.availability, options.json);
  if (options.import !== undefined) await importing(world, options.import);
  return { seed, world, close: () => closing(world, exportOnExit) };
}

/** @throws StoreError, StoreUnavailable when a file has no room */
export async function worldFor(orgs: SeedInUse['orgs'], options: StartOptions): Promise<LabWorld> {
  const { store, journalSize: size, journalAge: age } = options;
  try {
    return await openWorld(orgs, store, { size, age });
  } catch (error) {
    // Whatever keeps a database from being used at the start is one problem of it, however far the start came.
    const isOfDatabase = error instanceof StoreUnavailable && isDatabase(store);
    throw isOfDatabase ? new StoreError(error.message) : error;
  }
}

/** A snapshot that does not fit ends the start, and leaves the store as it was. */
async function importing(world: LabWorld, file: string): Promise<void> {
  try {
    await (await snapshotFiles()).importSnapshot(world, file);
  } catch (error) {
    await closeWorld(world);
    throw error;
  }
}

async function closing(world: LabWorld, exportOnExit: string | undefined): Promise<void> {
  try {
    if (exportOnExit !== undefined) await (await snapshotFiles()).exportSnapshot(world, exportOnExit);
  } finally {
    await closeWorld(world);
  }
}

/** Loaded only when they are needed. */
function snapshotFiles() {
  return import('../snapshot-file.ts');
}
