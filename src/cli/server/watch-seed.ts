/** `start --watch`, where it is asked for. */
import { makeSeedRecords } from '../../data/given/seed-records.ts';
import type { Org } from '../../org/model.ts';
import type { World } from '../../world/world.ts';
import type { LogTarget } from '../log/log-writer.ts';
import { type SeedInUse, tellOfChange } from './seed-in-use.ts';
import type { StartOptions } from './start-options.ts';
import type { SeedWatch } from './watch.ts';

/** @param replace puts the orgs of a changed seed in the place of those that were there */
export async function watchSeed(
  { seed: paths, watch, json }: StartOptions,
  seed: SeedInUse,
  { stream }: LogTarget,
  replace: (orgs: readonly Org[]) => Promise<void>,
): Promise<SeedWatch | undefined> {
  if (!watch) return undefined;
  const { SeedWatch } = await import('./watch.ts');
  return new SeedWatch(paths, seed, replace, (problems) => tellOfChange(problems, json, stream));
}

/** Puts what a seed says now in the place of what it said. @throws SeedError, StoreError */
export async function replaceSeed(world: World, orgs: readonly Org[]): Promise<void> {
  await world.image.replaceSeed(orgs);
  await makeSeedRecords(world);
}
