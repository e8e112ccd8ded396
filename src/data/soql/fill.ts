/** Fills the cells of the rows that a query found: fields, parents, and children by queries of their own. */
import type { DataRow } from '../definition.ts';
import type { Filter } from './filter.ts';
import { accessOf, findRows, type Search } from './find-rows.ts';
import { KeptRows } from './kept-rows.ts';
import { OrderKeys, sortedPlaces } from './order-keys.ts';
import type { Pace } from './pace.ts';
import type { ChildPlan, JoinPlan, Plan, RowsPlan } from './plan.ts';
import { unsupported } from './reading.ts';
import type { Cell, ResultRow } from './result.ts';
import type { Selected } from './select.ts';

/** Rows that a query may find. */
export const MOST_ROWS = 250_000;

/** Fills the cells of rows. */
export async function fill(plan: RowsPlan, rows: readonly DataRow[], pace: Pace): Promise<ResultRow[]> {
  const { scope, selection } = plan;
  await scope.parents.load(rows, selection.steps);
  const children = new Map<unknown, ReadonlyMap<string, ResultRow[]>>();
  for (const [query, child] of plan.children) children.set(query, await fillChildren(child, rows, pace));
  await scope.parents.load(rows, selection.steps);
  return rows.map((row) => ({
    type: scope.object.name,
    id: typeof row.Id === 'string' ? row.Id : null,
    cells: selection.members.map((member) => cellOf(plan, member, row, children)),
  }));
}

function cellOf(
  plan: RowsPlan,
  member: Selected,
  row: DataRow,
  children: ReadonlyMap<unknown, ReadonlyMap<string, readonly ResultRow[]>>,
): Cell {
  if (member.kind === 'value') return member.operand.get(row);
  if (member.kind === 'children') {
    const list = children.get(member.query)?.get(String(row.Id).slice(0, 15)) ?? [];
    return list.length === 0 ? null : { size: list.length, rows: list };
  }
  const known = plan.scope.parents.follow(row, member.steps);
  if (known === undefined) return null;
  const cells = member.members.map((inner) => cellOf(plan, inner, row, children));
  return { type: known.object.name, id: typeof known.row.Id === 'string' ? known.row.Id : null, cells };
}

/** The children of many rows at once, by their parents' ids; LIMIT and OFFSET count for each parent. */
async function fillChildren(
  plan: ChildPlan,
  parents: readonly DataRow[],
  pace: Pace,
): Promise<Map<string, ResultRow[]>> {
  const { link, query, order, selection, scope } = plan;
  const ids = parents.flatMap(({ Id }) => (typeof Id === 'string' ? [Id.slice(0, 15)] : []));
  const wanted = new Set(ids);
  await fillJoins(plan, pace);
  const linked: Filter = {
    ...plan.filter,
    holds: (row) => wanted.has(String(link.get(row)).slice(0, 15)) && plan.filter.holds(row),
    indexable: [{ operand: link, values: () => ids }],
  };
  const found = new KeptRows(selection.reads);
  const keys = new OrderKeys(order);
  const parentOf: string[] = [];
  await findRows(searchOf({ ...plan, filter: linked }, pace), (row) => {
    found.add(row);
    keys.add(row, String(row.Id));
    parentOf.push(String(link.get(row)).slice(0, 15));
    if (found.length > MOST_ROWS) unsupported(scope.reading, `answers of more than ${MOST_ROWS} rows`);
    return undefined;
  });
  const byParent = Map.groupBy(await sortedPlaces(keys, pace), (place) => String(parentOf[place]));
  const { limit = Number.POSITIVE_INFINITY, offset } = query;
  const lists = [...byParent].map(
    ([parent, places]) => [parent, places.slice(offset, offset + limit)] as const,
  );
  const filled = await fill(
    plan,
    lists.flatMap(([, places]) => places.map((place) => found.at(place))),
    pace,
  );
  let at = 0;
  return new Map(
    lists.map(([parent, { length }]) => {
      at += length;
      return [parent, filled.slice(at - length, at)];
    }),
  );
}

export function searchOf({ scope, filter, steps }: Plan | JoinPlan, pace: Pace): Search {
  const { source, object, parents, reading } = scope;
  const access = accessOf(source, object, filter.indexable);
  return {
    source,
    object,
    access,
    filter,
    parents,
    steps,
    includeDeleted: reading.options.includeDeleted,
    pace,
  };
}

/** Semi-joins: the ids that the inner queries find. */
export async function fillJoins({ filter, joins, scope }: Plan, pace: Pace): Promise<void> {
  for (const [i, join] of joins.entries()) {
    const ids = filter.joins[i]?.ids;
    await findRows(searchOf(join, pace), (row) => {
      const id = join.selected.get(row);
      if (typeof id === 'string') ids?.add(id.slice(0, 15));
      if ((ids?.size ?? 0) > MOST_ROWS)
        unsupported(scope.reading, `semi joins of more than ${MOST_ROWS} rows`);
      return undefined;
    });
  }
}
