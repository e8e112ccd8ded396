/** Files of an authority's folder, which other processes may read while they are written. */
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename } from 'node:path';

/** Bytes: root certificates take a quarter of a megabyte, those of a company beside them little more. */
const MOST = 16 * 1024 * 1024;
/** Whoever opens a named pipe waits for its writer, unless it says that it will not. */
const HOW = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** @throws a reason, for what is no regular file or larger than any that belongs there, and the system's */
export function readWhole(path: string): Buffer {
  const file = openSync(path, HOW);
  try {
    const facts = fstatSync(file);
    if (!facts.isFile()) throw new Error(`${basename(path)} is not a regular file`);
    if (facts.size > MOST) throw new Error(`${basename(path)} is larger than ${MOST} bytes`);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** Whoever reads it finds what was there before, or all of this. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, content);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

export function writeUnlessThere(path: string, content: string): void {
  try {
    writeFileSync(path, content, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
