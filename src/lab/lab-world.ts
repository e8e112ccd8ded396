/** The world with all that the lab may ask of what is armed; the rest of the house sees only whether something strikes. */
import type { World } from '../world/world.ts';
import type { Failures } from './failures/failures.ts';

export interface LabWorld extends World {
  readonly failures: Failures;
}
