/** Reads and writes snapshots in files: `start --import`, `start --export-on-exit`, `fauxforce snapshot`. */

import { readFileSync } from 'node:fs';
import type { LabWorld } from '../lab/lab-world.ts';
import { restoreSnapshot } from '../lab/snapshot.ts';
import { openSnapshot } from '../lab/take-snapshot.ts';
import { SeedError } from '../seed/problems.ts';
import { StoreError, StoreUnavailable } from '../store/port.ts';
import { CommandError, UsageError } from './failure.ts';
import { writeWhole } from './files.ts';

/** @throws UsageError when the file is no snapshot that can be restored; the store is unchanged */
export async function importSnapshot(world: LabWorld, file: string): Promise<void> {
  const value = readSnapshotFile(file);
  try {
    // Modules are allowed: a user who names the file could also run the modules that it names.
    await restoreSnapshot(world, value, () => true);
  } catch (error) {
    if (!(error instanceof SeedError || error instanceof StoreError)) throw error;
    throw new UsageError(`${file}: ${error.message}`);
  }
}

/** @throws CommandError when the file cannot be written, or the state is too large for a snapshot */
export async function exportSnapshot(world: LabWorld, file: string): Promise<void> {
  try {
    // Other processes on the store may have changed what is in memory here.
    await world.image.follow();
    const { pieces, close } = await openSnapshot(world);
    try {
      await writeWhole(file, pieces);
    } finally {
      close();
    }
  } catch (error) {
    const isOfStore = error instanceof StoreError || error instanceof StoreUnavailable;
    throw isOfStore ? new CommandError(`${file} was not written. ${error.message}`) : error;
  }
}

/** @throws UsageError */
export function readSnapshotFile(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(`${file} ${code === 'ENOENT' ? 'does not exist' : `cannot be read: ${message}`}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is no whole snapshot: ${(error as Error).message}`);
  }
}
