/** The orgs that a server of the kit starts with. */
import type { Org } from '../org/model.ts';
import type { DemoChanges } from '../refusals/refusal.ts';
import { demoOrgs } from '../seed/demo.ts';

export interface SeedOptions {
  /** A seed document (design 5.2), or the path of a seed file or directory; the demo org when left out. */
  readonly seed?: object | string;
  /** Changes of the demo org. */
  readonly demo?: DemoChanges;
}

/** @throws SeedError with every mistake of the seed; RangeError when the changes do not fit the demo org */
export async function orgsOf({ seed, demo }: SeedOptions): Promise<readonly Org[]> {
  if (seed === undefined) return demoOrgs(demo);
  const { loadSeed, loadSeedDocument } = await import('../seed/load.ts');
  const { orgs } = typeof seed === 'string' ? await loadSeed([seed]) : await loadSeedDocument(seed, '.');
  return orgs;
}
