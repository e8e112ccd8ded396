/** ORDER BY: nulls first unless the query says otherwise, picklists in the order of their values, ties by id. */
import type { DataRow } from '../definition.ts';
import { type Operand, refuseUse, type Scope } from './operand.ts';
import type { OrderItem } from './syntax.ts';
import { type Comparable, comparableOf, type Value } from './value.ts';

export interface Criterion {
  of(row: DataRow): Comparable;
  readonly sign: 1 | -1;
  /** What a null is to a value: before it, or behind. */
  readonly nulls: 1 | -1;
}

/** Empty: in the order of ids. */
export type Order = readonly Criterion[];

/** @throws Refusal */
export function compileOrder(
  scope: Scope,
  items: readonly OrderItem[],
  bind: (item: OrderItem) => Operand,
): Order {
  return items.map((item) => {
    const operand = bind(item);
    if (operand.type === 'address' || operand.field?.isSortable === false) {
      refuseUse(scope, operand, 'can not be sorted in a query call');
    }
    const comparable = rankOf(operand);
    return {
      of: (row) => comparable(operand.get(row)),
      sign: item.isDescending ? -1 : 1,
      nulls: item.areNullsLast ? 1 : -1,
    };
  });
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
