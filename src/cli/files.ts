/** Files that commands write. */
import { accessSync, constants, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CommandError, UsageError } from './failure.ts';

/** Whole or not at all, and for its owner alone, as it may hold secrets. @throws CommandError */
export function writeWhole(file: string, text: string): void {
  const beside = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(resolve(file)), { recursive: true, mode: 0o700 });
    writeFileSync(beside, `${text}\n`, { mode: 0o600 });
    renameSync(beside, file);
  } catch (error) {
    throw new CommandError(`${file} cannot be written: ${(error as Error).message}`);
  }
}

/**
 * Better told at the start than at the end.
 *
 * @param option that named the file
 * @throws UsageError
 */
export function wantWritable(file: string, option: string): void {
  const target = statSync(file, { throwIfNoEntry: false });
  if (target && !target.isFile()) throw new UsageError(`${file} is not a file: name one for ${option}`);
  const folder = dirname(resolve(file));
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new UsageError(`${file} could not be written in the end: ${(error as Error).message}`);
  }
}
