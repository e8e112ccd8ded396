/** What the last run of `npm run mutants` found, module by module. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export const RESULTS = new URL('results.json', import.meta.url);

export interface Survivor {
  readonly file: string;
  readonly line: number;
  readonly from: string;
  readonly to: string;
}

export interface Result {
  /** Of the files that were mutated, as they were then. */
  readonly fingerprint: string;
  readonly mutants: number;
  readonly killed: number;
  readonly survivors: readonly Survivor[];
}

export function readResults(): Readonly<Record<string, Result>> {
  return JSON.parse(readFileSync(RESULTS, 'utf8'));
}

/** Changes with every change of these files. */
export function fingerprintOf(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/** Percent. */
export function scoreOf({ killed, mutants }: Result): number {
  return Math.floor((1000 * killed) / mutants) / 10;
}
