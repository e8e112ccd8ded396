/** The work of one query in slices: others are served between them, and it ends. */
import { refuse } from '../../refusals/check.ts';
import { ownTurn } from './own-turn.ts';
import type { Reading } from './reading.ts';

/** Comparisons in one go: some milliseconds. */
const SLICE = 40_000;
/** Comparisons in all: some ten seconds. */
const MOST = 200_000_000;

export class Pace {
  readonly #reading: Reading;
  #slice = 0;
  #spent = 0;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** @returns whether it is time for {@link rest}; @throws Refusal when the query has worked for too long */
  spend(comparisons: number): boolean {
    this.#slice += comparisons;
    this.#spent += comparisons;
    if (this.#spent > MOST) refuse(this.#reading, 'query.timeout', { most: MOST });
    return this.#slice >= SLICE;
  }

  /** Lets others be served, and other queries work. */
  async rest(): Promise<void> {
    this.#slice = 0;
    await ownTurn();
  }
}
