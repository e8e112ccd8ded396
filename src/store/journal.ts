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
  /** Of the JSON of all. */
  readonly bytes: number;
  /** Larger ones are passed over. */
  readonly bytesOfOne: number;
}

export interface JournalRows {
  /** Persisted behind the response; keeps the newest `keep` rows, more only while there are very many to delete. */
  append(rows: readonly JournalRow[], keep: number): Promise<void>;
  /** Newest first. */
  newest(room: JournalRoom): Promise<JournalRow[]>;
  clear(): Promise<void>;
}
