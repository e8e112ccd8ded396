/** What records an org has, in plain objects: for tests that look at what a client has done. */
import type { Trace } from '../../refusals/trace.ts';
import type { Session } from '../data.ts';
import type { ObjectDefinition } from '../definition.ts';
import { SessionSource } from '../query-source.ts';
import type { Cell, Column, ResultList, ResultRow } from '../soql/result.ts';

/** A record by its fields; a parent is a record too, children are a list of them. */
export type PlainRecord = Readonly<Record<string, unknown>>;

export interface PlainRecords {
  /** Of all that were found. */
  readonly totalSize: number;
  /** Of those the first. */
  readonly records: readonly PlainRecord[];
}

/** SOQL here is that of this version of the API. */
const API_VERSION = 60;

/**
 * The records that a query finds.
 *
 * @param most how many of them are wanted
 * @throws Refusal
 */
export async function queryRecords(
  session: Session,
  soql: string,
  { trace, most }: { readonly trace: Trace; readonly most: number },
): Promise<PlainRecords> {
  // Loaded with the first query, as the REST API does.
  const { prepareQuery, runQuery } = await import('../soql/query.ts');
  const options = { apiVersion: API_VERSION, includeDeleted: false };
  const result = await runQuery(prepareQuery({ soql, options, trace }, new SessionSource(session)));
  const rows = await result.rows(0, Math.min(result.size, most));
  return { totalSize: result.size, records: rows.map((row) => plainRecord(row, result.columns)) };
}

/** The records of an object, each with the fields that have a value. */
export async function recordsOf(
  session: Session,
  object: ObjectDefinition,
  options: { readonly trace: Trace; readonly most: number },
): Promise<PlainRecords> {
  const fields = object.fields.filter(({ type }) => type !== 'address').map(({ name }) => name);
  const { totalSize, records } = await queryRecords(
    session,
    `SELECT ${fields.join(', ')} FROM ${object.name}`,
    options,
  );
  return { totalSize, records: records.map(withoutNulls) };
}

function withoutNulls(record: PlainRecord): PlainRecord {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
}

function plainRecord({ cells }: ResultRow, columns: readonly Column[]): PlainRecord {
  return Object.fromEntries(columns.map((column, i) => [column.name, plainCell(cells[i] ?? null, column)]));
}

function plainCell(cell: Cell, column: Column): unknown {
  if (column.kind === 'value' || cell === null) return cell;
  if (column.kind === 'parent') return plainRecord(cell as ResultRow, column.columns);
  const { size, rows } = cell as ResultList;
  return { totalSize: size, records: rows.map((row) => plainRecord(row, column.columns)) };
}
