/** The world, with the armed failures and the kept snapshots. Only the lab sees them; the rest of fauxforce sees whether a failure strikes. */
import type { World } from '../world/world.ts';
import type { Failures } from './failures/failures.ts';
import type { KeptSnapshots } from './kept-snapshots.ts';
import type { SharedLab } from './shared-lab.ts';

export interface LabWorld extends World {
  readonly failures: Failures;
  readonly snapshots: KeptSnapshots;
  /** By which clocks and failures are changed, so that other processes on the store have the change too. */
  readonly sharedLab: SharedLab;
}
