/** Numbers of rows. */
import type { Row } from '../rows.ts';

/** Whether a number can be that of a row: PostgreSQL refuses a statement with another one. */
export function isRow(row: number): boolean {
  return Number.isSafeInteger(row);
}

/**
 * Finds many rows in one statement.
 *
 * @param find those of these numbers, in any order
 * @returns each in the place of its number, undefined where there is none
 */
export async function inTheirPlaces<Found extends { readonly row: Row }>(
  wanted: readonly Row[],
  find: (rows: readonly Row[]) => Promise<readonly Found[]>,
): Promise<(Found | undefined)[]> {
  const rows = wanted.filter(isRow);
  const found = rows.length === 0 ? [] : await find(rows);
  const byRow = new Map(found.map((one) => [one.row, one]));
  return wanted.map((row) => byRow.get(row));
}
