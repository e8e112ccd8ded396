/** Finds the newest rows that match where no index serves the condition. Reads in slices, between which token requests are served. */
import { setImmediate } from 'node:timers/promises';
import type { Row } from '../rows.ts';

/** How many rows one slice reads: some milliseconds. */
export const SLICE = 10_000;

export interface Slice {
  /** The rows with `after` < number <= `upTo`. */
  readonly after: Row;
  readonly upTo: Row;
}

/** @param read returns the matching rows of a slice, newest first, at most `limit` */
export async function newestOf<Found>(
  newest: Row,
  limit: number,
  read: (slice: Slice & { readonly limit: number }) => readonly Found[],
): Promise<Found[]> {
  const found: Found[] = [];
  for (let upTo = newest; upTo > 0 && found.length < limit; upTo -= SLICE) {
    if (upTo < newest) await setImmediate();
    found.push(...read({ after: upTo - SLICE, upTo, limit: limit - found.length }));
  }
  return found;
}
