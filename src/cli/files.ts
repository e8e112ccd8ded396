/** Writes files for commands. */
import { accessSync, constants, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { makeFolder } from '../ground/folder.ts';
import { CommandError, UsageError } from './failure.ts';

/**
 * Writes a file completely or not at all, readable by its owner alone, as it may hold secrets. An error while reading the
 * pieces is thrown as it is.
 *
 * @throws CommandError when the file cannot be written
 */
export async function writeWhole(
  file: string,
  pieces: Iterable<string> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const beside = `${file}.${process.pid}.tmp`;
  try {
    makeFolder(dirname(resolve(file)));
    await writeFile(beside, withEnd(pieces), { mode: 0o600 });
    renameSync(beside, file);
  } catch (error) {
    if (existsSync(beside)) rmSync(beside);
    throw isOfFiles(error) ? new CommandError(`${file} cannot be written: ${error.message}`) : error;
  }
}

async function* withEnd(pieces: Iterable<string> | AsyncIterable<string | Uint8Array>) {
  yield* pieces;
  yield '\n';
}

function isOfFiles(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

/**
 * Checks at the start whether a file can be written at the end.
 *
 * @param option the option that named the file
 * @throws UsageError
 */
export function wantWritable(file: string, option: string): void {
  const target = statSync(file, { throwIfNoEntry: false });
  if (target && !target.isFile()) throw new UsageError(`${file} is not a file: name one for ${option}`);
  const folder = dirname(resolve(file));
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new UsageError(`${file} could not be written in the end: ${(error as Error).message}`);
  }
}
