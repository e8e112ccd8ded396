/** Who is told of entries as they come. */
import type { Trace } from '../refusals/trace.ts';
import type { JournalEntry } from './entry.ts';

export interface Listener {
  readonly heard: (entry: JournalEntry) => void;
  readonly refusalsOnly: boolean;
  /** Whether also of what other processes on the store answered: then of everything, in the order of rows. */
  readonly ofAll: boolean;
}

export class Listeners {
  readonly #all = new Set<Listener>();
  readonly #isShared: boolean;
  readonly #onMistake: (error: unknown, trace: Trace | undefined) => void;

  /** @param isShared whether other processes use the store */
  constructor(isShared: boolean, onMistake: (error: unknown, trace: Trace | undefined) => void) {
    this.#isShared = isShared;
    this.#onMistake = onMistake;
  }

  /** @returns how to stop */
  add(listener: Listener): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  get size(): number {
    return this.#all.size;
  }

  /** Whether somebody listens for more than refusals. */
  get areForAnswers(): boolean {
    return [...this.#all].some(({ refusalsOnly }) => !refusalsOnly);
  }

  /** Whether somebody waits for rows. */
  get areForRows(): boolean {
    return this.#isShared && [...this.#all].some(({ ofAll }) => ofAll);
  }

  /**
   * A listener that throws must neither keep the entry from the other listeners nor end the process.
   *
   * @param as `new` when this process has made it, as a `row` when it was read from the store, `unkept` when it will be none
   */
  tell(entry: JournalEntry, as: 'new' | 'row' | 'unkept', trace?: Trace): void {
    for (const { heard, refusalsOnly, ofAll } of this.#all) {
      const isMeant = as === 'unkept' || (as === 'row') === (ofAll && this.#isShared);
      if (!isMeant || (refusalsOnly && !entry.refusal)) continue;
      try {
        heard(entry);
      } catch (error) {
        this.#onMistake(error, trace);
      }
    }
  }
}
