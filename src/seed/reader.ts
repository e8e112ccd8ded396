/** Which way to read seeds this fauxforce has. */
import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Where it is written: beside this file, and what an org is. In the package all of it is in the folder of this file. */
const FOLDERS = [new URL('./', import.meta.url), new URL('../org/', import.meta.url)];

let fingerprint: string | undefined;

/** It differs when the same document might be read as another org. Computed once, in some milliseconds. */
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
