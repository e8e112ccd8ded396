/** Whether a store can be used: a disk may be full, a file may be deleted under it. */

/** A store that cannot do what it was asked at the moment: one sentence for the user. What was asked did not happen. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

export interface Availability {
  /** Why the store cannot be used, in a sentence; undefined while it can. */
  readonly problem: string | undefined;
  /** Looks again. @returns the problem there is now */
  check(): Promise<string | undefined>;
  /** Told once of each problem, and with undefined once there is none any more. */
  listen(heard: (problem: string | undefined) => void): void;
}
