/** Files that a seed names in the place of their content. */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

/** Bytes: no certificate, key or key set is larger. */
export const LARGEST_NAMED_FILE = 1024 * 1024;

/**
 * @param directory what the name is relative to; undefined when files may not be read
 * @returns undefined for what cannot be read, and no reason: what was written may be a key, and the system's reason would show it
 */
export function textNamed(name: string, directory: string | undefined): string | undefined {
  if (directory === undefined) return undefined;
  try {
    const path = resolve(directory, name);
    const facts = statSync(path);
    return facts.isFile() && facts.size <= LARGEST_NAMED_FILE ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

/** False for a name that the system does not take: one that is too long, or that leads through a file. */
export function isFileAt(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
