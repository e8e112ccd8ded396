/** Identifies the code that reads seeds. */
import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** The folders with that code: this one, and `org/`. In the package both are in this file's folder. */
const FOLDERS = [new URL('./', import.meta.url), new URL('../org/', import.meta.url)];

let fingerprint: string | undefined;

/**
 * Changes whenever the code changes that reads seeds: then a document might make another org. Computed once, in some
 * milliseconds.
 */
export function readerFingerprint(): string {
  fingerprint ??= hash(
    'sha256',
    FOLDERS.filter((folder) => existsSync(folder))
      .flatMap(sources)
      .join('\0'),
    'base64url',
  );
  return fingerprint;
}

function sources(folder: URL): string[] {
  return readdirSync(folder)
    .filter((name) => /\.[jt]s$/.test(name))
    .sort()
    .map((name) => readFileSync(new URL(name, folder), 'utf8'));
}
