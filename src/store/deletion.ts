/** What a deletion of a record finds, in any store. */
import type { RecordProblem } from './records.ts';

/** A row that goes when another one is deleted, or loses a reference. */
export interface Affected {
  readonly object: string;
  readonly id: string;
  /** Left out: it goes. */
  readonly cleared?: string;
}

/** How many children of a refusal are named. */
export const NAMED = 10;
export const CHANGED: RecordProblem = { kind: 'changed' };
