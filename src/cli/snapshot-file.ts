/** Snapshots in files: `start --import`, `start --export-on-exit`, `fauxforce snapshot`. */
import { accessSync, constants, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { restoreSnapshot, takeSnapshot } from '../lab/snapshot.ts';
import { SeedError } from '../seed/problems.ts';
import { StoreError } from '../store/port.ts';
import type { World } from '../world.ts';
import { CommandError, UsageError } from './failure.ts';

/** @throws UsageError when the file is no snapshot of this version; the store is as it was */
export async function importSnapshot(world: World, file: string): Promise<void> {
  const value = readSnapshotFile(file);
  try {
    // Who may read the file may run what it names.
    await restoreSnapshot(world, value, () => true);
  } catch (error) {
    if (!(error instanceof SeedError || error instanceof StoreError)) throw error;
    throw new UsageError(`${file}: ${error.message}`);
  }
}

export async function exportSnapshot(world: World, file: string): Promise<void> {
  writeSnapshotFile(file, JSON.stringify(await takeSnapshot(world)));
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

/** Whole or not at all, and for its owner alone: it holds secrets. @throws CommandError */
export function writeSnapshotFile(file: string, text: string): void {
  const beside = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(resolve(file)), { recursive: true });
    writeFileSync(beside, `${text}\n`, { mode: 0o600 });
    renameSync(beside, file);
  } catch (error) {
    throw new CommandError(`${file} cannot be written: ${(error as Error).message}`);
  }
}

/** Better told at the start than at the end. @throws UsageError */
export function wantWritable(file: string): void {
  const target = statSync(file, { throwIfNoEntry: false });
  if (target && !target.isFile())
    throw new UsageError(`${file} is not a file: name one for --export-on-exit`);
  const folder = dirname(resolve(file));
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new UsageError(`${file} could not be written in the end: ${(error as Error).message}`);
  }
}
