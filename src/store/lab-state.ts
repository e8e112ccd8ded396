/** What a store keeps of the lab: its clocks and armed failures, which all processes share. */

export interface StoredLabState {
  /** From 0. Each change raises it, and so does each process that wants the journals of all (`JournalRows.want`). */
  readonly version: number;
  /** JSON, which the store does not look into; undefined while nothing was ever put. */
  readonly text: string | undefined;
}

export interface LabState {
  read(): Promise<StoredLabState>;
  /**
   * Replaces it, if its version is still `seen`.
   *
   * @returns its new version; undefined, and nothing was changed, if another process was faster
   */
  put(text: string, seen: number): Promise<number | undefined>;
}
