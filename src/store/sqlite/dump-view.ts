/** Everything that is in a database at one moment, read slice by slice from a connection of its own: others write meanwhile. */
import type BetterSqlite3 from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import type { DumpReading, DumpSlice, StoreDump } from '../dump.ts';
import { type Cell, writeCell } from './cells.ts';
import { migrations } from './migrations.ts';

/** What happened is no state, and what SQLite keeps for itself is none of ours. */
const LEFT_OUT = new Set(['journal', 'sqlite_stat1', 'sqlite_stat4']);

/** Numbers that say only how often something was written. */
export const OF_STATE = "name not in ('journal', 'org_document')";

/** Rows that are read in one go: a few milliseconds. */
const SLICE = 1_000;

type SqlRow = Record<string, string | number | null | Buffer>;

export class DumpView implements DumpReading {
  readonly schema = migrations.length;
  readonly slices: Generator<DumpSlice>;
  readonly #view: Database;

  /**
   * @param db whose transactions have all ended
   * @param inFile whether another connection finds the same under its name
   * @param explain what is thrown while it is read
   */
  constructor(db: Database, inFile: boolean, explain: (error: unknown) => unknown) {
    this.#view = inFile ? readerOf(db) : copyOf(db);
    this.slices = explained(slicesIn(this.#view), explain);
  }

  close(): void {
    this.slices.return(undefined);
    this.#view.close();
  }
}

/** Tables by name: the same state is always written the same way. */
export function tablesIn(db: Database): string[] {
  return db
    .prepare<[], string>("select name from sqlite_schema where type = 'table' order by name")
    .pluck()
    .all()
    .filter((name) => !LEFT_OUT.has(name));
}

export function rowsIn(db: Database): number {
  const count = (table: string) => db.prepare<[], number>(`select count(*) from ${table}`).pluck().get() ?? 0;
  return tablesIn(db).reduce((sum, table) => sum + count(table), 0);
}

/** In one go. */
export function everythingIn(db: Database): StoreDump {
  const tables: Record<string, unknown[]> = {};
  for (const { table, rows } of slicesIn(db)) tables[table] = [...(tables[table] ?? []), ...rows];
  return { schema: migrations.length, tables };
}

/** A read transaction of a database in WAL mode goes on seeing what was there when it first read. */
function readerOf(db: Database): Database {
  const view = new (classOf(db))(db.name, { readonly: true, fileMustExist: true });
  try {
    view.exec('begin');
    view.prepare('select count(*) from sqlite_schema').get();
    return view;
  } catch (error) {
    view.close();
    throw error;
  }
}

/** The bytes as they are, which takes a moment of memory and none of the disk. */
function copyOf(db: Database): Database {
  const bytes = db.serialize();
  // No WAL goes with the copy: https://www.sqlite.org/fileformat.html 1.3, file format version numbers.
  bytes[18] = 1;
  bytes[19] = 1;
  return new (classOf(db))(bytes);
}

function classOf(db: Database): typeof BetterSqlite3 {
  return db.constructor as typeof BetterSqlite3;
}

function* slicesIn(db: Database): Generator<DumpSlice> {
  for (const table of tablesIn(db)) yield* slicesOf(db, table);
}

/** At least one, for a table without rows is there too. */
function* slicesOf(db: Database, table: string): Generator<DumpSlice> {
  const only = table === 'sqlite_sequence' ? `where ${OF_STATE}` : '';
  const found = db.prepare<[], SqlRow>(`select * from ${table} ${only} order by 1, 2`).iterate();
  let rows: Record<string, Cell>[] = [];
  let hasSlice = false;
  for (const row of found) {
    if (rows.length === SLICE) {
      yield { table, rows };
      hasSlice = true;
      rows = [];
    }
    rows.push(written(row));
  }
  if (rows.length > 0 || !hasSlice) yield { table, rows };
}

function* explained<Slice>(slices: Generator<Slice>, explain: (error: unknown) => unknown): Generator<Slice> {
  try {
    yield* slices;
  } catch (error) {
    throw explain(error);
  }
}

function written(row: SqlRow): Record<string, Cell> {
  return Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, writeCell(cell)]));
}
