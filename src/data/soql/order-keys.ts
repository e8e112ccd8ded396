/** What the rows of a query are sorted by, in columns: of an object for each row the garbage collector would copy hundreds of thousands. */
import type { DataRow } from '../definition.ts';
import type { Criterion, Order } from './order.ts';
import type { Pace } from './pace.ts';
import type { Comparable } from './value.ts';

export class OrderKeys {
  readonly #criteria: readonly (Criterion & { column: Comparable[] })[];
  #ties: string[] = [];

  constructor(order: Order) {
    this.#criteria = order.map(({ of, sign, nulls }) => ({ of, sign, nulls, column: [] }));
  }

  get length(): number {
    return this.#ties.length;
  }

  /** @param tie decides between two rows that are alike otherwise */
  add(row: DataRow, tie: string): void {
    for (const { column, of } of this.#criteria) column.push(of(row));
    this.#ties.push(tie);
  }

  removeLast(): void {
    for (const { column } of this.#criteria) column.pop();
    this.#ties.pop();
  }

  /** Keeps those that stood at these places, in this order. */
  keep(places: Iterable<number>): void {
    const kept = [...places];
    for (const own of this.#criteria) own.column = kept.map((place) => own.column[place] ?? null);
    this.#ties = kept.map((place) => this.#ties[place] ?? '');
  }

  /** Compares the rows at two places. Called millions of times: no iterator, nothing made anew, and no text compared more than twice. */
  compare(left: number, right: number): number {
    const criteria = this.#criteria;
    for (let i = 0; i < criteria.length; i++) {
      const { column, sign, nulls } = criteria[i] as (typeof criteria)[number];
      const a = column[left] as Comparable;
      const b = column[right] as Comparable;
      if (a === null || b === null) {
        if (a === b) continue;
        return a === null ? nulls : -nulls;
      }
      if (a < b) return -sign;
      if (a > b) return sign;
    }
    return (this.#ties[left] as string) < (this.#ties[right] as string) ? -1 : 1;
  }
}

/** Sorted in one go: some milliseconds. */
const RUN = 2_000;
/** Comparisons of a filter that sorting a run, and merging one row, take the time of. */
const COST_OF_RUN = 40_000;
const COST_OF_MERGING = 10;
/** Merged before it is asked whether it is time to rest. */
const STEP = 500;

/** As they were added. */
export function placesOf({ length }: { readonly length: number }): Uint32Array {
  return Uint32Array.from({ length }, (_, place) => place);
}

/** The places of the rows in order. Sorts a few at a time, so that others are served in between. */
export async function sortedPlaces(keys: OrderKeys, pace: Pace): Promise<Uint32Array> {
  const { length } = keys;
  let places = placesOf(keys);
  for (let at = 0; at < length; at += RUN) {
    places.subarray(at, at + RUN).sort((left, right) => keys.compare(left, right));
    if (pace.spend(Math.min(COST_OF_RUN, length * COST_OF_MERGING))) await pace.rest();
  }
  let merged: Uint32Array = new Uint32Array(length);
  for (let width = RUN; width < length; width *= 2) {
    for (let at = 0; at < length; at += 2 * width) {
      const middle = Math.min(at + width, length);
      const merge = { left: at, middle, right: middle, end: Math.min(at + 2 * width, length), to: at };
      while (merge.to < merge.end) {
        mergeSome(keys, places, merged, merge);
        if (pace.spend(STEP * COST_OF_MERGING)) await pace.rest();
      }
    }
    [places, merged] = [merged, places];
  }
  return places;
}

/** Two runs, side by side, and how far they are merged. */
interface Merge {
  left: number;
  readonly middle: number;
  right: number;
  readonly end: number;
  to: number;
}

function mergeSome(keys: OrderKeys, from: Uint32Array, to: Uint32Array, merge: Merge): void {
  const { middle, end } = merge;
  const until = Math.min(end, merge.to + STEP);
  let { left, right } = merge;
  for (let at = merge.to; at < until; at++) {
    const isLeft =
      left < middle && (right >= end || keys.compare(from[left] as number, from[right] as number) <= 0);
    to[at] = from[isLeft ? left++ : right++] as number;
  }
  merge.left = left;
  merge.right = right;
  merge.to = until;
}
