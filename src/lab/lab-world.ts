/** The world, with the armed failures. Only the lab sees them; the rest of fauxforce sees whether one strikes. */
import type { World } from '../world/world.ts';
import type { Failures } from './failures/failures.ts';

export interface LabWorld extends World {
  readonly failures: Failures;
}
