/** What a store keeps of the journal. */

export interface JournalRow {
  readonly id: string;
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

export interface JournalRows {
  /**
   * Appends entries after their responses have left, and keeps the newest `keep` rows. It deletes in steps, so more may stay
   * for a while.
   */
  append(rows: readonly JournalRow[], keep: number): Promise<void>;
  /** Newest first. */
  newest(room: JournalRoom): Promise<JournalRow[]>;
  clear(): Promise<void>;
}
