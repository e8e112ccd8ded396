/** A process that serves one port with others: `start --workers`. */
export interface Worker {
  /** From 1. */
  readonly number: number;
  /** How many there are. */
  readonly of: number;
  /** What all of them have counted, in the form of Prometheus. */
  counts(): Promise<string>;
}
