/** Runs a query: from its text to rows of cells. */

import { refuse } from '../../refusals/check.ts';
import type { DataRow } from '../definition.ts';
import { fill, fillJoins, MOST_ROWS, searchOf } from './fill.ts';
import { findRows, isInOrder, type Search } from './find-rows.ts';
import { Groups } from './grouping.ts';
import { type Ordered, type OrderKey, sorted } from './order.ts';
import { Pace } from './pace.ts';
import { type GroupsPlan, type Plan, planQuery, type RowsPlan } from './plan.ts';
import { readQuery } from './read-query.ts';
import { type Reading, unsupported } from './reading.ts';
import type { Column, QueryResult, ResultRow } from './result.ts';
import { columnsOf, narrowed } from './select.ts';
import type { QuerySource } from './source.ts';

const MOST_GROUPS = 2_000;
/** So few rows are kept of those that were found, where no more are wanted: others come behind the last of them. */
const FEW = 2_000;

/** A query whose text, names and types are right. @throws Refusal */
export function prepareQuery(reading: Reading, source: QuerySource): Plan {
  return planQuery(reading, source, readQuery(reading));
}

/** @throws Refusal */
export async function runQuery(plan: Plan): Promise<QueryResult> {
  const { object, reading } = plan.scope;
  const pace = new Pace(reading);
  await fillJoins(plan, pace);
  const columns = columnsOfPlan(plan);
  if (plan.kind === 'count') {
    const size = await count(plan, pace);
    return { object: object.name, columns, size, rows: async () => [] };
  }
  if (plan.kind === 'groups') {
    const rows = await runGroups(plan, pace);
    return {
      object: object.name,
      columns,
      size: rows.length,
      rows: async (from, end) => rows.slice(from, end),
    };
  }
  const found = await runRows(plan, searchOf(plan, pace));
  return {
    object: object.name,
    columns,
    size: found.length,
    rows: (from, end) => fill(plan, found.slice(from, end), new Pace(reading)),
  };
}

export function columnsOfPlan(plan: Plan): Column[] {
  if (plan.kind === 'count') return [];
  if (plan.kind === 'groups') return [...plan.grouping.columns];
  return columnsOf(plan.selection.members, (query) => {
    const child = plan.children.get(query);
    return child === undefined ? [] : columnsOfPlan(child);
  });
}

async function count(plan: Plan, pace: Pace): Promise<number> {
  const { limit = Number.POSITIVE_INFINITY, offset } = plan.query;
  let size = 0;
  if (limit > 0) {
    await findRows(searchOf(plan, pace), () => (++size >= limit + offset ? 'enough' : undefined));
  }
  return Math.max(0, Math.min(size - offset, limit));
}

async function runGroups(plan: GroupsPlan, pace: Pace): Promise<ResultRow[]> {
  const { grouping, query, scope } = plan;
  const groups = new Groups(grouping);
  await findRows(searchOf(plan, pace), (row) => {
    groups.add(row);
    if (groups.size > MOST_ROWS)
      refuse(scope.reading, 'query.too-many-groups', { groups: groups.size, most: MOST_GROUPS });
    return undefined;
  });
  const found: Ordered<DataRow>[] = [];
  for (const { row, key } of groups.rows()) {
    if (grouping.having.holds(row)) found.push({ keys: grouping.order.keysOf(row), tie: key, item: row });
  }
  const { limit = Number.POSITIVE_INFINITY, offset } = query;
  const rows = (await sorted(found, grouping.order, pace)).slice(offset, offset + limit);
  if (rows.length > MOST_GROUPS)
    refuse(scope.reading, 'query.too-many-groups', { groups: rows.length, most: MOST_GROUPS });
  return rows.map(({ item }) => ({
    type: 'AggregateResult',
    id: null,
    cells: grouping.cells.map((cell) => cell.get(item)),
  }));
}

/** The rows that a query selects, in order; only what their cells are made of is kept. */
async function runRows(plan: RowsPlan, search: Search): Promise<DataRow[]> {
  const { query, order, selection, scope } = plan;
  const { limit = Number.POSITIVE_INFINITY, offset } = query;
  const wanted = limit === 0 ? 0 : offset + limit;
  if (wanted === 0) return [];
  const comesInOrder = !order.isGiven && isInOrder(search.access);
  let found: Ordered<DataRow>[] = [];
  let last: OrderKey | undefined;
  await findRows(search, (row) => {
    const key = { keys: order.keysOf(row), tie: String(row.Id ?? '') };
    if (last !== undefined && order.compare(key, last) > 0) return undefined;
    found.push({ ...key, item: narrowed(row, selection.reads) });
    if (comesInOrder && found.length >= wanted) return 'enough';
    if (!comesInOrder && wanted <= FEW && found.length > 2 * FEW) {
      found = found.sort(order.compare).slice(0, wanted);
      last = found.at(-1);
    }
    if (found.length > MOST_ROWS) unsupported(scope.reading, `answers of more than ${MOST_ROWS} rows`);
    return undefined;
  });
  const inOrder = comesInOrder ? found : await sorted(found, order, search.pace);
  return inOrder.slice(offset, wanted).map(({ item }) => item);
}
