/** Files of an authority's folder, which other processes may read while they are written. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';

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
