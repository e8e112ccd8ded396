/** Records as REST writes them: attributes, then what was selected, in that order (rest-data.md 4.1). */
import type { Cell, Column, ResultList, ResultRow } from '../../data/soql/result.ts';
import type { Value } from '../../data/soql/value.ts';
import { restValue } from './value.ts';

/** What stands in URLs for the id of a record that has none (recalled). */
const NO_ID = '000000000000000AAA';

interface Answer extends Omit<ResultList, 'next'> {
  readonly next?: string | undefined;
  readonly columns: readonly Column[];
}

/** @param root `/services/data/v58.0` */
export function answerOf({ size, rows, columns, next }: Answer, root: string): unknown {
  return {
    totalSize: size,
    done: next === undefined,
    ...(next === undefined ? {} : { nextRecordsUrl: `${root}/query/${next}` }),
    records: rows.map((row) => recordOf(row, columns, root)),
  };
}

function recordOf({ type, id, cells }: ResultRow, columns: readonly Column[], root: string): unknown {
  const url = type === 'AggregateResult' ? {} : { url: `${root}/sobjects/${type}/${id ?? NO_ID}` };
  const members = columns.map((column, i) => [column.name, cellOf(cells[i] ?? null, column, root)]);
  return { attributes: { type, ...url }, ...Object.fromEntries(members) };
}

function cellOf(cell: Cell, column: Column, root: string): unknown {
  if (column.kind === 'value') return restValue(cell as Value, column.type);
  if (cell === null) return null;
  if (column.kind === 'parent') return recordOf(cell as ResultRow, column.columns, root);
  return answerOf({ ...(cell as ResultList), columns: column.columns }, root);
}
