/**
 * Dumps older than version 1 were SQLite's tables as they stood. A scratch database of the dump's schema takes the rows, is
 * migrated, and is dumped in today's form.
 */
import type BetterSqlite3 from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { isRecord } from '../../wire/json.ts';
import { rowProblem } from '../dump-rows.ts';
import { notWhole, otherVersion, StoreError } from '../port.ts';
import { everythingIn } from './dump-view.ts';
import { migrate, migrations } from './migrations.ts';
import { readSecret } from './secret.ts';

/** The last schema whose dumps were tables. */
const NEWEST = 13;

/** The table of orgs. A snapshot has orgs beside the dump. */
const ORGS = 'org_document';

/** Tables that were never in a dump. */
const LEFT_OUT = new Set([ORGS, 'journal', 'sqlite_stat1', 'sqlite_stat4']);

/** The table in which SQLite keeps the highest row numbers. */
const NUMBERS = 'sqlite_sequence';

interface OlderDump {
  /** The number of migrations the dumped database had. */
  readonly schema: number;
  readonly tables: Readonly<Record<string, readonly unknown[]>>;
}

export function isOlderDump(dump: unknown): boolean {
  return isRecord(dump) && !Object.hasOwn(dump, 'version') && Object.hasOwn(dump, 'schema');
}

/** @throws StoreError */
export function upToDate(Sqlite: typeof BetterSqlite3, dump: unknown): object {
  const { schema, tables } = readOlderDump(dump);
  const scratch = new Sqlite(':memory:');
  try {
    migrate(scratch, migrations.slice(0, schema));
    scratch.transaction(() => put(scratch, tables)).immediate();
    migrate(scratch, migrations);
    return everythingIn(scratch);
  } finally {
    scratch.close();
  }
}

function readOlderDump(dump: unknown): OlderDump {
  const { schema, tables } = isRecord(dump) ? dump : {};
  if (typeof schema !== 'number' || !isRecord(tables)) throw notWhole('store');
  if (!Number.isInteger(schema) || schema < 1 || schema > NEWEST) {
    throw otherVersion(`The snapshot is of schema ${schema}`, NEWEST);
  }
  const table = Object.entries(tables).find(([, rows]) => !Array.isArray(rows))?.[0];
  if (table !== undefined) throw notWhole(`store.tables.${table}`);
  return { schema, tables: tables as OlderDump['tables'] };
}

function put(scratch: Database, tables: OlderDump['tables']): void {
  const own = tablesIn(scratch);
  const missing = own.filter((table) => !Object.hasOwn(tables, table));
  const foreign = Object.keys(tables).filter((table) => !own.includes(table) && table !== ORGS);
  if (missing.length > 0) throw new StoreError(`The snapshot is not whole: it lacks ${missing.join(', ')}.`);
  if (foreign.length > 0) throw new StoreError(`The snapshot has unknown tables: ${foreign.join(', ')}.`);
  scratch.pragma('defer_foreign_keys = on');
  scratch.exec('delete from meta');
  // The highest row numbers are put in last, because inserting rows changes them.
  for (const table of own.filter((name) => name !== NUMBERS)) insert(scratch, table, tables[table] ?? []);
  scratch.exec(`delete from ${NUMBERS}`);
  insert(scratch, NUMBERS, tables[NUMBERS] ?? []);
  const secret: unknown = readSecret(scratch);
  if (!Buffer.isBuffer(secret))
    throw new StoreError('The snapshot is not whole: it lacks the secret of its store.');
}

function tablesIn(scratch: Database): string[] {
  return scratch
    .prepare<[], string>("select name from sqlite_schema where type = 'table'")
    .pluck()
    .all()
    .filter((name) => !LEFT_OUT.has(name));
}

/** Inserts rows without checking their values: they are checked when the dump is read again. */
function insert(scratch: Database, table: string, rows: readonly unknown[]): void {
  const columns = scratch
    .prepare<[string], string>('select name from pragma_table_info(?)')
    .pluck()
    .all(table);
  const marks = columns.map(() => '?').join(', ');
  const statement = scratch.prepare(`insert into ${table} (${columns.join(', ')}) values (${marks})`);
  for (const row of rows) {
    try {
      statement.run(...cellsOf(row, columns));
    } catch (error) {
      throw rowProblem(table, error as Error);
    }
  }
}

/** @throws StoreError when the row's fields are not exactly the columns */
function cellsOf(row: unknown, columns: readonly string[]): unknown[] {
  const cells = isRecord(row) ? row : {};
  const isFit = columns.length === Object.keys(cells).length;
  if (!isFit || columns.some((name) => !Object.hasOwn(cells, name)))
    throw new StoreError(`the columns are ${columns.join(', ')}`);
  return columns.map((name) => bytesIn(cells[name]));
}

function bytesIn(cell: unknown): unknown {
  return isRecord(cell) && typeof cell.base64 === 'string' ? Buffer.from(cell.base64, 'base64') : cell;
}
