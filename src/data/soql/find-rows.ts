/** The rows that a query looks at: by an index if a condition allows it, else all of them, in slices. */
import type { DataRow, ObjectDefinition } from '../definition.ts';
import type { Filter, Indexable } from './filter.ts';
import type { Pace } from './pace.ts';
import type { Parents, Steps } from './parents.ts';
import type { IndexedValues, QuerySource } from './source.ts';

/** Rows read in one go: a few milliseconds. */
const PAGE = 500;
/** Comparisons that reading one row takes the time of: a page is one slice. */
const COST_OF_READING = 80;
/** Values looked up at once. */
const VALUES = 200;
/** Where several values find more rows than this, looking at all rows is no slower: each page of them looks at all that is behind it. */
const MOST_FOUND = 20_000;
/** With more values than this, looking at all rows is no slower. */
const MOST_VALUES = 20_000;

export interface Access {
  /** Undefined: all rows are looked at. */
  readonly index: IndexedValues | undefined;
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
  for (const where of await requestsOf(source, object, access)) {
    let after: string | undefined;
    do {
      const page = await source.rows(object, {
        ...(where === undefined ? {} : { where }),
        ...(after === undefined ? {} : { after }),
        limit: PAGE,
        includeDeleted,
      });
      yield page.rows;
      after = page.next;
    } while (after !== undefined);
  }
}

/** Undefined: all rows. */
async function requestsOf(
  source: QuerySource,
  object: ObjectDefinition,
  { index }: Access,
): Promise<(IndexedValues | undefined)[]> {
  if (index === undefined) return [undefined];
  const { field, values } = index;
  const requests: IndexedValues[] = [];
  for (let at = 0; at < values.length; at += VALUES) {
    const request = { field, values: values.slice(at, at + VALUES) };
    const isSeveral = request.values.length > 1;
    if (isSeveral && (await source.countFound(object, request, MOST_FOUND)) >= MOST_FOUND) return [undefined];
    requests.push(request);
  }
  return requests;
}
