/** The rows that a query looks at: by an index if a condition allows it, else all of them, in slices. */
import type { DataRow, FieldDefinition, FieldValue, ObjectDefinition } from '../definition.ts';
import type { Filter, Indexable } from './filter.ts';
import type { Pace } from './pace.ts';
import type { Parents, Steps } from './parents.ts';
import type { QuerySource, RowRequest } from './source.ts';

/** Rows read in one go: a few milliseconds. */
const PAGE = 500;
/** Comparisons that reading one row takes the time of: a page is one slice. */
const COST_OF_READING = 80;
/** Values looked up at once. */
const VALUES = 200;
/** With more values than this, looking at all rows is no slower. */
const MOST_VALUES = 20_000;

export interface Access {
  /** Undefined: all rows are looked at. */
  readonly index: { readonly field: FieldDefinition; readonly values: readonly FieldValue[] } | undefined;
}

/** The index with the fewest values. */
export function accessOf(
  source: QuerySource,
  object: ObjectDefinition,
  indexable: readonly Indexable[],
): Access {
  let index: Access['index'];
  for (const { operand, values } of indexable) {
    const { field, steps, key } = operand;
    if (field === undefined || steps.length > 0 || key !== field.name || !source.isIndexed(object, field))
      continue;
    const wanted = values();
    // An index has no nulls.
    if (wanted.includes(null) || wanted.length > MOST_VALUES) continue;
    if (index === undefined || wanted.length < index.values.length) index = { field, values: wanted };
  }
  return { index };
}

/** Whether the rows come in the order of their ids. */
export function isInOrder({ index }: Access): boolean {
  return index === undefined || index.values.length <= VALUES;
}

export interface Search {
  readonly source: QuerySource;
  readonly object: ObjectDefinition;
  readonly access: Access;
  readonly filter: Filter;
  readonly parents: Parents;
  /** The parents that the filter and the visitor ask for. */
  readonly steps: Steps;
  readonly includeDeleted: boolean;
  readonly pace: Pace;
}

/** Calls back with each row that fulfils the filter, until it is told `enough`. */
export async function findRows(search: Search, visit: (row: DataRow) => 'enough' | undefined): Promise<void> {
  for await (const rows of pagesOf(search)) {
    await search.parents.load(rows, search.steps);
    for (const row of rows) {
      if (search.pace.spend(search.filter.cost)) await search.pace.rest();
      if (search.filter.holds(row) && visit(row) === 'enough') return;
    }
    if (search.pace.spend(rows.length * COST_OF_READING)) await search.pace.rest();
  }
}

async function* pagesOf({
  source,
  object,
  access,
  includeDeleted,
}: Search): AsyncIterable<readonly DataRow[]> {
  for (const where of requestsOf(access)) {
    let after: string | undefined;
    do {
      const page = await source.rows(object, {
        ...where,
        ...(after === undefined ? {} : { after }),
        limit: PAGE,
        includeDeleted,
      });
      yield page.rows;
      after = page.next;
    } while (after !== undefined);
  }
}

function* requestsOf({ index }: Access): Iterable<Pick<RowRequest, 'where'>> {
  if (index === undefined) {
    yield {};
    return;
  }
  const { field, values } = index;
  for (let at = 0; at < values.length; at += VALUES) {
    yield { where: { field, values: values.slice(at, at + VALUES) } };
  }
}
