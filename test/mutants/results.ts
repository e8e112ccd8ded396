/** What the last run of `npm run mutants` found, module by module. */
import { readFileSync } from 'node:fs';

export const RESULTS = new URL('results.json', import.meta.url);

export interface Survivor {
  readonly file: string;
  readonly line: number;
  readonly from: string;
  readonly to: string;
}

export interface Result {
  readonly mutants: number;
  readonly killed: number;
  readonly survivors: readonly Survivor[];
}

export function readResults(): Readonly<Record<string, Result>> {
  return JSON.parse(readFileSync(RESULTS, 'utf8'));
}

/** Percent. */
export function scoreOf({ killed, mutants }: Result): number {
  return Math.floor((1000 * killed) / mutants) / 10;
}
