/** Runs queries over an org in memory, and tells what they find or how they are refused. */
import { prepareQuery, runQuery } from '../../../src/data/soql/query.ts';
import type { QueryOptions } from '../../../src/data/soql/reading.ts';
import type { Column, ResultList, ResultRow } from '../../../src/data/soql/result.ts';
import type { QuerySource } from '../../../src/data/soql/source.ts';
import { Refusal } from '../../../src/refusals/catalogue.ts';
import { Trace } from '../../../src/refusals/trace.ts';
import { MemorySource } from './memory-source.ts';

/** A record as plain members: parents are records, children lists. */
export type Found = Readonly<Record<string, unknown>>;

export interface Asked extends Partial<QueryOptions> {
  readonly source?: QuerySource;
}

export async function ask(soql: string, asked: Asked = {}): Promise<Found[]> {
  const { columns, rows } = await answer(soql, asked);
  return rows.map((row) => recordOf(row, columns));
}

export async function answer(
  soql: string,
  { source = new MemorySource(), apiVersion = 60, includeDeleted = false }: Asked = {},
) {
  const trace = new Trace({ id: 'test', at: 0, method: 'GET', path: '/', startedAt: 0 });
  const plan = prepareQuery({ soql, options: { apiVersion, includeDeleted }, trace }, source);
  const result = await runQuery(plan);
  return { ...result, rows: await result.rows(0, result.size) };
}

/** The first column of what is found. */
export async function values(soql: string, asked?: Asked): Promise<unknown[]> {
  return (await ask(soql, asked)).map((record) => Object.values(record)[0]);
}

export async function refusal(soql: string, asked?: Asked): Promise<{ code: string; message: string }> {
  try {
    await answer(soql, asked);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { code: error.facts.error, message: error.description };
  }
  throw new Error(`not refused: ${soql}`);
}

function recordOf({ cells }: ResultRow, columns: readonly Column[]): Found {
  const members = columns.map((column, i) => {
    const cell = cells[i] ?? null;
    if (column.kind === 'value' || cell === null) return [column.name, cell];
    if (column.kind === 'children') {
      return [column.name, (cell as ResultList).rows.map((row) => recordOf(row, column.columns))];
    }
    const parent = cell as ResultRow;
    return [column.name, { type: parent.type, ...recordOf(parent, column.columns) }];
  });
  return Object.fromEntries(members);
}
