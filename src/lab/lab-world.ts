/** The world, with the armed failures. Only the lab sees them; the rest of fauxforce sees whether one strikes. */
import type { World } from '../world/world.ts';
import type { Failures } from './failures/failures.ts';
import type { SharedLab } from './shared-lab.ts';

export interface LabWorld extends World {
  readonly failures: Failures;
  /** By which clocks and failures are changed, so that other processes on the store have the change too. */
  readonly sharedLab: SharedLab;
}
