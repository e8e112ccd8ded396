/** The newest rows of a table that match, where no index finds them: read in slices, so that who waits for a token need not wait for all. */
import { setImmediate } from 'node:timers/promises';
import type { Row } from '../rows.ts';

/** Rows of a table that are read in one go: some milliseconds. */
export const SLICE = 10_000;

export interface Slice {
  /** A row and the last one that is meant, both by number. */
  readonly after: Row;
  readonly upTo: Row;
}

/** @param read newest first, at most so many */
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
