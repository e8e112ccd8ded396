/** Whether a store can be used: a disk may be full, a file may be deleted under it. */

/** The store cannot do the operation now; the operation changed nothing. The message is one sentence for the user. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

export interface Availability {
  /** Why the store cannot be used, in a sentence; undefined while it can. */
  readonly problem: string | undefined;
  /** Checks the store now. @returns the problem it has at this moment */
  check(): Promise<string | undefined>;
  /** Calls the listener when a problem begins, and with undefined when it is over. A database has one at a time, whatever its reasons are. */
  listen(heard: (problem: string | undefined) => void): void;
}
