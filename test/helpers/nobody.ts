/** The user `nobody`, whom servers run as that refuse to be root, where root runs the tests. */
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';

/** Of `nobody` and its group, by custom. */
export const NOBODY = 65_534;

export const isRoot = process.getuid?.() === 0;

/** A folder for temporary files that `nobody` can reach if this is root: one of root's own may be closed to it. */
export function reachable(): string {
  const folders = isRoot ? [tmpdir(), '/tmp', '/var/tmp', '/dev/shm'] : [tmpdir()];
  const found = folders.find((folder) => !isRoot || isOpen(folder));
  if (found === undefined)
    throw new Error(`no folder of ${folders.join(', ')} can be reached by the user nobody`);
  return found;
}

function isOpen(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return isPassable(folder);
  } catch {
    return false;
  }
}

/** Whether everybody may pass through a folder and those above it. */
export function isPassable(folder: string): boolean {
  for (let at = realpathSync(folder); ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
