/** Which clients logged in when `npm run test:all` was run last: docs/clients.md is made of it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Proof } from './helpers/proof.ts';

export interface Result {
  readonly client: string;
  readonly version: string;
  readonly flows: readonly string[];
  readonly how: Proof['how'];
  /** Of the run: `2026-11-29`. */
  readonly date: string;
}

export const RESULTS = fileURLToPath(new URL('results.json', import.meta.url));

export function readResults(): readonly Result[] {
  return JSON.parse(readFileSync(RESULTS, 'utf8'));
}

/** One row for each client, of what its tests that passed prove. */
export function resultsOf(passed: readonly { readonly proof?: Proof }[], date: string): readonly Result[] {
  const proofs = passed.flatMap(({ proof }) => proof ?? []);
  const byClient = Map.groupBy(proofs, ({ client }) => client);
  return Array.from(byClient, ([client, [first, ...more]]) => {
    const { version, how } = first as Proof;
    const flows = [first as Proof, ...more].map(({ flow }) => flow);
    return { client, version, flows: Array.from(new Set(flows)).sort(), how, date };
  });
}
