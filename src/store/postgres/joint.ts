/** What operations for many at once share. */
import type { Sql } from './sql.ts';

/** An operation for many at once. @returns what became of each, in their order */
export type Joint = (sql: Sql, given: readonly (readonly unknown[])[]) => Promise<readonly unknown[]>;

/**
 * Runs something for those of a list that are there, if any is.
 *
 * @returns the results in the places of the list, undefined where nothing was
 */
export async function forThose<Given, Result>(
  list: readonly (Given | undefined)[],
  run: (those: readonly Given[]) => Promise<readonly Result[]>,
): Promise<(Result | undefined)[]> {
  const results = list.map((): Result | undefined => undefined);
  const places = [...list.keys()].filter((place) => list[place] !== undefined);
  if (places.length === 0) return results;
  const found = await run(places.map((place) => list[place] as Given));
  for (const [i, place] of places.entries()) results[place] = found[i];
  return results;
}

/** Whether each of a list is the first of its kind: of those that want one thing at once, one may have it. */
export function firsts(list: readonly unknown[]): boolean[] {
  const seen = new Set();
  return list.map((one) => !seen.has(one) && seen.add(one) !== undefined);
}
