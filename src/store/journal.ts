/** What a store keeps of the journal. */
import type { Row } from './rows.ts';

export interface JournalRow {
  readonly id: string;
  /** When it was answered, in milliseconds of real time; an older fauxforce wrote when it came, by the lab's clock. */
  readonly at: number;
  /** The entry as JSON, secrets already fingerprinted. */
  readonly entry: string;
}

/** How much of the journal is wanted. */
export interface JournalRoom {
  readonly rows: number;
  /** Of all entries' JSON together. */
  readonly bytes: number;
  /** Larger entries are skipped. */
  readonly bytesOfOne: number;
}

export interface StoredJournalRow extends JournalRow {
  readonly row: Row;
}

/** What was written after a row. */
export interface JournalNews {
  /** Oldest first. */
  readonly rows: readonly StoredJournalRow[];
  /** The newest row of those that {@link JournalRows.clear} took: what had an older one is gone. */
  readonly cleared: Row;
  /** The processes that have entries which are not among the rows yet, by {@link JournalRows.fallBehind}. */
  readonly behind: readonly string[];
}

/** Milliseconds. A mark that would hold longer was made before the clock was set back: nobody waits for its process. */
export const LONGEST_BEHIND = 60_000;

export interface JournalRows {
  /**
   * Appends entries after their responses have left, and keeps the newest `keep` rows. It deletes in steps, so more may stay
   * for a while.
   *
   * @param run a process that has fallen behind no more: whoever no longer finds its mark finds the rows. They may be none
   * @returns the row of the last; those before it have the numbers before it
   */
  append(rows: readonly JournalRow[], keep: number, run?: string): Promise<Row>;
  /** Marks that a process has entries which it has not written, for so many milliseconds of real time from now, at most {@link LONGEST_BEHIND}. */
  fallBehind(run: string, milliseconds: number): Promise<void>;
  /** Asks every process to write what it has: `Orgs.version` and the version of the lab's state are other ones then. */
  want(): Promise<void>;
  /** Newest first. */
  newest(room: JournalRoom): Promise<StoredJournalRow[]>;
  /** The newest row that there is, or was. */
  end(): Promise<Row>;
  /** Rows newer than one, at most so many. */
  after(row: Row, most: number): Promise<JournalNews>;
  clear(): Promise<void>;
}
