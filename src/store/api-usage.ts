/** What a store keeps of how often the API of each org was called. */

export interface ApiCalls {
  readonly orgId: string;
  readonly calls: number;
  /** By the clock of the org. */
  readonly at: number;
}

/** Calls since the first of them, for one period. */
export interface CountedCalls {
  readonly calls: number;
  readonly since: number;
}

/** No snapshot holds them, and neither restoring one nor a reset touches them. They go with the org. */
export interface ApiUsage {
  /**
   * Counts calls: as the first of a new period, if the one that runs is over.
   *
   * @param period in milliseconds
   * @returns what is counted then
   */
  add(calls: ApiCalls, period: number): Promise<CountedCalls>;
  /** Undefined if there were none. */
  of(orgId: string): Promise<CountedCalls | undefined>;
}
