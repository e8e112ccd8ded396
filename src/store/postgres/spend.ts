/** Spends codes: of those that come at once with one code, the first may have it. */
import type { Row } from '../rows.ts';
import { firsts } from './joint.ts';
import { isRow } from './rows.ts';

/** A code to spend, and the instant. */
export interface Spending {
  readonly row: Row;
  readonly at: number;
}

/**
 * @param spend spends rows, none of them twice, and finds which could be redeemed
 * @returns of each whether it could be redeemed
 */
export async function spendOnce(
  given: readonly Spending[],
  spend: (rows: readonly Row[], ats: readonly number[]) => Promise<readonly Row[]>,
): Promise<boolean[]> {
  const isFirst = firsts(given.map(({ row }) => row));
  const those = given.filter(({ row }, i) => isFirst[i] && isRow(row));
  const redeemed = new Set(
    await spend(
      those.map(({ row }) => row),
      those.map(({ at }) => at),
    ),
  );
  return given.map(({ row }, i) => isFirst[i] === true && redeemed.has(row));
}
