/** What a store keeps of the lab: its clocks and armed failures, which all processes share. */

export interface StoredLabState {
  /** Counts the changes, from 0: nothing was ever put. */
  readonly version: number;
  /** JSON, which the store does not look into; undefined at version 0. */
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
