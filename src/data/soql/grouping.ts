/** GROUP BY, HAVING and functions of many rows: what is grouped, summed and shown. */
import type { DataRow, FieldValue } from '../definition.ts';
import { type Aggregate, bindAggregate, isAggregate, type Total } from './aggregates.ts';
import { compileFilter, type Filter } from './filter.ts';
import { bindOperand, type Operand, refuseUse, type Scope } from './operand.ts';
import { compileOrder, type Order } from './order.ts';
import { Steps } from './parents.ts';
import { malformed } from './reading.ts';
import type { Column } from './result.ts';
import type { Expression, Query, SelectItem } from './syntax.ts';
import { comparableOf } from './value.ts';

export interface Grouping {
  readonly keys: readonly Operand[];
  readonly aggregates: readonly Aggregate[];
  /** Of rows that groups are turned into by {@link groupRow}. */
  readonly having: Filter;
  readonly order: Order;
  readonly columns: readonly Column[];
  /** One for each column, of such rows. */
  readonly cells: readonly Operand[];
}

/** @param needed learns which parents must be loaded before rows are grouped; @throws Refusal */
export function bindGrouping(scope: Scope, query: Query, needed: Steps): Grouping {
  const binder = new GroupBinder(scope, query, needed);
  const shown = query.select.map((item) => binder.shown(item));
  const bind = (expression: Expression) =>
    binder.operand(expression, 'Ordered field must be grouped or aggregated');
  const order = compileOrder(scope, query.orderBy, ({ expression }) => bind(expression));
  const having = compileFilter(scope, query.having, (expression) =>
    binder.operand(expression, 'Having field must be grouped or aggregated'),
  );
  if (query.groupBy.length === 0 && query.limit !== undefined) {
    malformed(
      scope.reading,
      'Non-grouped query that uses overall aggregate functions cannot also use LIMIT',
      query.at,
    );
  }
  return {
    keys: binder.keys,
    aggregates: binder.aggregates,
    having,
    order,
    columns: shown.map(({ column }) => column),
    cells: shown.map(({ operand }) => operand),
  };
}

class GroupBinder {
  readonly #scope: Scope;
  readonly #needed: Steps;
  readonly keys: readonly Operand[];
  readonly aggregates: Aggregate[] = [];
  readonly #names = new Set<string>();
  #unnamed = 0;

  constructor(scope: Scope, query: Query, needed: Steps) {
    this.#scope = scope;
    this.#needed = needed;
    this.keys = query.groupBy.map((expression) => this.#key(expression));
  }

  #key(expression: Expression): Operand {
    const operand = bindOperand(this.#scope, expression, this.#needed);
    if (operand.field?.isGroupable === false || operand.type === 'address') {
      refuseUse(this.#scope, operand, 'can not be grouped in a query call');
    }
    return operand;
  }

  /** @throws Refusal */
  shown(item: SelectItem): { readonly column: Column; readonly operand: Operand } {
    const { reading } = this.#scope;
    if (item.kind !== 'expression')
      malformed(reading, 'Grouped query can only select fields and aggregate functions', itemAt(item));
    const { expression, alias } = item;
    const operand = this.operand(expression, 'Field must be grouped or aggregated');
    const ownName = expression.kind === 'path' ? operand.name : `expr${this.#unnamed}`;
    if (expression.kind === 'call' && !alias) this.#unnamed++;
    const name = alias?.text ?? ownName;
    if (this.#names.has(name.toLowerCase()))
      malformed(reading, `duplicate alias: ${name}`, (alias ?? expression).at);
    this.#names.add(name.toLowerCase());
    const { field, type } = operand;
    return { operand, column: { kind: 'value', name, type, field, isAggregate: isAggregate(expression) } };
  }

  /** What stands for a key or an aggregate in the row that a group becomes. @throws Refusal */
  operand(expression: Expression, otherwise: string): Operand {
    if (isAggregate(expression))
      return this.#total(bindAggregate(this.#scope, expression, this.#needed), expression.at);
    const operand = bindOperand(this.#scope, expression, new Steps());
    const at = this.keys.findIndex(({ key }) => key === operand.key);
    if (at < 0) malformed(this.#scope.reading, `${otherwise}: ${operand.name}`, expression.at);
    return { ...operand, get: (row) => row[`key${at}`] ?? null };
  }

  #total(aggregate: Aggregate, at: number): Operand {
    const known = this.aggregates.findIndex(({ key }) => key === aggregate.key);
    const index = known < 0 ? this.aggregates.push(aggregate) - 1 : known;
    const { operand, type, key } = aggregate;
    return {
      name: operand.name,
      at,
      type,
      field: undefined,
      steps: [],
      reads: [],
      key,
      get: (row) => row[`total${index}`] ?? null,
    };
  }
}

function itemAt(item: Exclude<SelectItem, { kind: 'expression' }>): number {
  return item.kind === 'children' ? item.query.at : item.at;
}

/** Rows of one group. */
export interface Group {
  readonly keys: readonly FieldValue[];
  readonly totals: readonly Total[];
}

/** Puts rows into groups, by what their keys are compared by. */
export class Groups {
  readonly #grouping: Grouping;
  readonly #comparables: readonly ReturnType<typeof comparableOf>[];
  readonly #groups = new Map<string, Group>();

  constructor(grouping: Grouping) {
    this.#grouping = grouping;
    this.#comparables = grouping.keys.map(({ type, field }) => comparableOf(type, field));
    // Without GROUP BY there is one group, of no rows too.
    if (grouping.keys.length === 0) this.#group('[]', []);
  }

  get size(): number {
    return this.#groups.size;
  }

  add(row: DataRow): void {
    const keys = this.#grouping.keys.map((key) => key.get(row) as FieldValue);
    const text = JSON.stringify(keys.map((key, i) => this.#comparables[i]?.(key) ?? null));
    for (const total of this.#group(text, keys).totals) total.add(row);
  }

  #group(text: string, keys: readonly FieldValue[]): Group {
    const known = this.#groups.get(text);
    if (known !== undefined) return known;
    const group = { keys, totals: this.#grouping.aggregates.map((aggregate) => aggregate.start()) };
    this.#groups.set(text, group);
    return group;
  }

  /** A row for each group, with what having, order and cells read. */
  *rows(): Iterable<{ readonly row: DataRow; readonly key: string }> {
    for (const [key, group] of this.#groups) yield { row: groupRow(group), key };
  }
}

function groupRow({ keys, totals }: Group): DataRow {
  return Object.fromEntries([
    ...keys.map((key, i) => [`key${i}`, key] as const),
    ...totals.map((total, i) => [`total${i}`, total.result()] as const),
  ]);
}
