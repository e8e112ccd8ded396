/** What other processes on the store write into the journal. */
import { setTimeout } from 'node:timers/promises';
import { stopwatch, stopwatchStart } from '../ground/clock.ts';
import type { Row, Store, StoredJournalRow } from '../store/port.ts';
import { Kept, type Ring } from './ring.ts';

/** Rows that are read in one go. */
const FOLLOWED_AT_ONCE = 500;
/** Milliseconds of real time that are waited for processes that have more to write than they have time for; one of them may have been killed. */
const PATIENCE = 2_000;
/** Milliseconds between two looks at what they wrote, and after which they are asked again. */
const LOOK_EVERY = 5;
const ASK_EVERY = 50;
/** Bytes, more than an entry can have; rows of an older fauxforce may be larger. */
export const LARGEST_ROW = 512 * 1024;

interface Surroundings {
  readonly store: Store;
  readonly ring: Ring;
  /** Of this process. */
  readonly run: string;
  /** Called with the JSON of each entry that was written, in the order of rows, those of this process too. */
  readonly onRow: (json: string) => void;
}

export class OtherProcesses {
  readonly #store: Store;
  readonly #ring: Ring;
  readonly #run: string;
  readonly #onRow: (json: string) => void;
  /** The newest that was read. */
  #row: Row = 0;

  constructor({ store, ring, run, onRow }: Surroundings) {
    this.#store = store;
    this.#ring = ring;
    this.#run = run;
    this.#onRow = onRow;
  }

  /** The newest that was read. */
  get row(): Row {
    return this.#row;
  }

  /** @param row the newest that is known without them */
  begin(row: Row): void {
    this.#row = row;
  }

  /**
   * Takes over what they wrote by now. Those that are too busy to have written all are asked to.
   *
   * @throws StoreUnavailable, SyntaxError for a row that was spoiled
   */
  async follow(): Promise<void> {
    const end = stopwatch() + PATIENCE;
    let askedAt = Number.NEGATIVE_INFINITY;
    while ((await this.#areBehind()) && stopwatch() < end) {
      // One that wrote all of it may have fallen behind again.
      if (stopwatch() - askedAt > ASK_EVERY) {
        askedAt = stopwatch();
        await this.#store.journal.want();
      }
      await setTimeout(LOOK_EVERY);
    }
  }

  /** Takes over what is there. @returns whether one of them has more */
  async #areBehind(): Promise<boolean> {
    for (;;) {
      const { rows, cleared, behind } = await this.#store.journal.after(this.#row, FOLLOWED_AT_ONCE);
      this.#ring.keepAfter(cleared);
      if (rows.length > 0) this.#place(rows);
      if (rows.length < FOLLOWED_AT_ONCE) return behind.some((run) => run !== this.#run);
    }
  }

  #place(rows: readonly StoredJournalRow[]): void {
    this.#row = rows.at(-1)?.row ?? this.#row;
    const [start, now] = [stopwatchStart(), stopwatch()];
    const fitting = rows.filter(({ entry }) => entry.length <= LARGEST_ROW);
    const others = fitting.filter(({ id }) => !id.startsWith(`${this.#run}-`));
    this.#ring.place(readRows(others, (at) => Math.min(at - start, now)));
    for (const { entry } of fitting) this.#onRow(entry);
  }
}

/**
 * Rows of other processes.
 *
 * @param cameAt by the stopwatch, of one that was answered at a moment of real time
 * @throws SyntaxError
 */
export function readRows(rows: readonly StoredJournalRow[], cameAt: (at: number) => number): Kept[] {
  return rows.map(
    ({ row, id, at, entry }) =>
      new Kept({ id, json: entry, entry: JSON.parse(entry), row, cameAt: cameAt(at), answeredAt: at }),
  );
}
