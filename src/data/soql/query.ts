/** Runs a query: from its text to rows of cells. */

import { refuse } from '../../refusals/check.ts';
import type { DataRow } from '../definition.ts';
import { fill, fillJoins, MOST_ROWS, searchOf } from './fill.ts';
import { findRows, isInOrder, type Search } from './find-rows.ts';
import { Groups } from './grouping.ts';
import { KeptRows } from './kept-rows.ts';
import { OrderKeys, placesOf, sortedPlaces } from './order-keys.ts';
import { Pace } from './pace.ts';
import { type GroupsPlan, type Plan, planQuery, type RowsPlan } from './plan.ts';
import { readQuery } from './read-query.ts';
import { type Reading, unsupported } from './reading.ts';
import type { Column, QueryResult, ResultRow } from './result.ts';
import { columnsOf } from './select.ts';
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
  const { found, places } = await runRows(plan, searchOf(plan, pace));
  return {
    object: object.name,
    columns,
    size: places.length,
    rows: (from, end) => {
      const rows = Array.from(places.subarray(from, end), (place) => found.at(place));
      return fill(plan, rows, new Pace(reading));
    },
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
  const found: DataRow[] = [];
  const keys = new OrderKeys(grouping.order);
  for (const { row, key } of groups.rows()) {
    if (!grouping.having.holds(row)) continue;
    found.push(row);
    keys.add(row, key);
  }
  const { limit = Number.POSITIVE_INFINITY, offset } = query;
  const places = (await sortedPlaces(keys, pace)).subarray(offset, offset + limit);
  const rows = Array.from(places, (place) => found[place] as DataRow);
  if (rows.length > MOST_GROUPS)
    refuse(scope.reading, 'query.too-many-groups', { groups: rows.length, most: MOST_GROUPS });
  return rows.map((row) => ({
    type: 'AggregateResult',
    id: null,
    cells: grouping.cells.map((cell) => cell.get(row)),
  }));
}

/** The rows that a query selects, and their places in order. */
interface Found {
  readonly found: KeptRows;
  readonly places: Uint32Array;
}

async function runRows({ query, order, selection, scope }: RowsPlan, search: Search): Promise<Found> {
  const { limit = Number.POSITIVE_INFINITY, offset } = query;
  const wanted = limit === 0 ? 0 : offset + limit;
  const found = new KeptRows(selection.reads);
  const keys = new OrderKeys(order);
  if (wanted === 0) return { found, places: new Uint32Array() };
  const comesInOrder = order.length === 0 && isInOrder(search.access);
  let isCut = false;
  await findRows(search, (row) => {
    if (!comesInOrder) keys.add(row, String(row.Id ?? ''));
    if (isCut && keys.compare(keys.length - 1, wanted - 1) > 0) {
      keys.removeLast();
      return undefined;
    }
    found.add(row);
    if (comesInOrder && found.length >= wanted) return 'enough';
    if (!comesInOrder && wanted <= FEW && found.length > 2 * FEW) {
      const first = placesOf(found)
        .sort((left, right) => keys.compare(left, right))
        .subarray(0, wanted);
      found.keep(first);
      keys.keep(first);
      isCut = true;
    }
    if (found.length > MOST_ROWS) unsupported(scope.reading, `answers of more than ${MOST_ROWS} rows`);
    return undefined;
  });
  const places = comesInOrder ? placesOf(found) : await sortedPlaces(keys, search.pace);
  return { found, places: places.subarray(offset, wanted) };
}
