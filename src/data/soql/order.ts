/** ORDER BY: nulls first unless the query says otherwise, picklists in the order of their values, ties by id. */
import type { DataRow } from '../definition.ts';
import { type Operand, refuseUse, type Scope } from './operand.ts';
import type { Pace } from './pace.ts';
import type { OrderItem } from './syntax.ts';
import { type Comparable, comparableOf, compare, type Value } from './value.ts';

/** What a row is sorted by. */
export interface OrderKey {
  readonly keys: readonly Comparable[];
  readonly tie: string;
}

export interface Ordered<Item> extends OrderKey {
  readonly item: Item;
}

export interface Order {
  keysOf(row: DataRow): Comparable[];
  compare(left: OrderKey, right: OrderKey): number;
  /** Undefined: in the order of ids. */
  readonly isGiven: boolean;
}

/** @throws Refusal */
export function compileOrder(
  scope: Scope,
  items: readonly OrderItem[],
  bind: (item: OrderItem) => Operand,
): Order {
  const criteria = items.map((item) => {
    const operand = bind(item);
    if (operand.type === 'address' || operand.field?.isSortable === false) {
      refuseUse(scope, operand, 'can not be sorted in a query call');
    }
    return {
      operand,
      comparable: rankOf(operand),
      sign: item.isDescending ? -1 : 1,
      nulls: item.areNullsLast ? 1 : -1,
    };
  });
  return {
    isGiven: criteria.length > 0,
    keysOf: (row) => criteria.map(({ operand, comparable }) => comparable(operand.get(row))),
    compare(left, right) {
      // Called millions of times: no iterator, and nothing made anew.
      for (let i = 0; i < criteria.length; i++) {
        const a = left.keys[i] ?? null;
        const b = right.keys[i] ?? null;
        if (a === b) continue;
        const { sign, nulls } = criteria[i] as (typeof criteria)[number];
        if (a === null) return nulls;
        if (b === null) return -nulls;
        return sign * compare(a, b);
      }
      return compare(left.tie, right.tie);
    },
  };
}

/** Values that the picklist does not have come behind those that it has. */
function rankOf({ type, field }: Operand): (value: Value) => Comparable {
  const comparable = comparableOf(type, field);
  if (type !== 'picklist' || field === undefined || field.picklistValues.length === 0) return comparable;
  const ranks = new Map(field.picklistValues.map(({ value }, i) => [value.toLowerCase(), i]));
  return (value) => {
    const folded = comparable(value);
    if (folded === null) return null;
    const rank = ranks.get(String(folded));
    return rank === undefined ? `~${folded}` : String(rank).padStart(6, '0');
  };
}

/** Sorted in one go: some milliseconds. */
const RUN = 4_000;

/** Sorts a few at a time, so that others are served in between. */
export async function sorted<Item>(
  items: readonly Ordered<Item>[],
  order: Order,
  pace: Pace,
): Promise<Ordered<Item>[]> {
  let runs: Ordered<Item>[][] = [];
  for (let at = 0; at < items.length; at += RUN) {
    runs.push(items.slice(at, at + RUN).sort(order.compare));
    if (pace.spend(10 * RUN)) await pace.rest();
  }
  while (runs.length > 1) {
    const merged: Ordered<Item>[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      merged.push(await merge(runs[i] as Ordered<Item>[], runs[i + 1] ?? [], order, pace));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge<Item>(
  left: readonly Ordered<Item>[],
  right: readonly Ordered<Item>[],
  order: Order,
  pace: Pace,
): Promise<Ordered<Item>[]> {
  const merged: Ordered<Item>[] = [];
  let [l, r] = [0, 0];
  while (l < left.length && r < right.length) {
    const a = left[l] as Ordered<Item>;
    const b = right[r] as Ordered<Item>;
    const isLeft = order.compare(a, b) <= 0;
    merged.push(isLeft ? a : b);
    if (isLeft) l++;
    else r++;
    if (pace.spend(5)) await pace.rest();
  }
  return merged.concat(left.slice(l), right.slice(r));
}
