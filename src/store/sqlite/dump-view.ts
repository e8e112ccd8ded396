/**
 * Reads everything in a database as of one moment, slice by slice, from a connection of its own. Other connections write
 * meanwhile.
 */
import type BetterSqlite3 from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { DUMP_VERSION, type DumpReading, type DumpSlice } from '../dump.ts';
import { DUMP_PARTS, type DumpPart, type FieldKind } from '../dump-parts.ts';
import type { Cell } from '../dump-rows.ts';
import type { DumpTable } from '../dump-tables.ts';
import { DUMP_TABLES } from './dump-tables.ts';
import { readSecret } from './secret.ts';

/** Rows that are read in one go: a few milliseconds. */
const SLICE = 1_000;

export class DumpView implements DumpReading {
  readonly version = DUMP_VERSION;
  readonly secret: string;
  readonly numbers: DumpReading['numbers'];
  readonly slices: Generator<DumpSlice>;
  readonly #view: Database;

  /**
   * @param db a database without an open transaction
   * @param inFile whether a second connection can open the same database by its name
   * @param explain turns what was thrown while reading into what is thrown on
   */
  constructor(db: Database, inFile: boolean, explain: (error: unknown) => unknown) {
    this.#view = inFile ? readerOf(db) : copyOf(db);
    try {
      // A read transaction of a database in WAL mode goes on seeing what was there when it first read.
      this.#view.exec('begin');
      const { secret, numbers } = factsIn(this.#view);
      this.secret = secret;
      this.numbers = numbers;
    } catch (error) {
      this.#view.close();
      throw error;
    }
    this.slices = explained(slicesIn(this.#view), explain);
  }

  close(): void {
    this.slices.return(undefined);
    this.#view.close();
  }
}

export function rowsIn(db: Database): number {
  const count = (table: string) => db.prepare<[], number>(`select count(*) from ${table}`).pluck().get() ?? 0;
  return DUMP_TABLES.reduce((sum, { table }) => sum + count(table), 0);
}

/** A whole dump, read at once. */
export function everythingIn(db: Database): object {
  const slices = [...slicesIn(db)];
  const rowsOf = (wanted: DumpPart) =>
    slices.filter(({ part }) => part === wanted).flatMap(({ rows }) => rows);
  const parts = Object.fromEntries(DUMP_TABLES.map(({ part }) => [part, rowsOf(part)]));
  return { ...factsIn(db), parts };
}

function factsIn(db: Database): Pick<DumpReading, 'version' | 'secret' | 'numbers'> {
  return { version: DUMP_VERSION, secret: readSecret(db).toString('base64'), numbers: numbersIn(db) };
}

function numbersIn(db: Database): DumpReading['numbers'] {
  const newest = db.prepare<[string], number>('select seq from sqlite_sequence where name = ?').pluck();
  return Object.fromEntries(
    DUMP_TABLES.flatMap(({ part, table }) => {
      const number = newest.get(table);
      return number === undefined ? [] : [[part, number]];
    }),
  );
}

function readerOf(db: Database): Database {
  return new (classOf(db))(db.name, { readonly: true, fileMustExist: true });
}

/** A copy of the database in memory; it needs no disk. */
function copyOf(db: Database): Database {
  const bytes = db.serialize();
  // The copy has no WAL, so its header says so: https://www.sqlite.org/fileformat.html 1.3, file format version numbers.
  bytes[18] = 1;
  bytes[19] = 1;
  return new (classOf(db))(bytes);
}

function classOf(db: Database): typeof BetterSqlite3 {
  return db.constructor as typeof BetterSqlite3;
}

function* slicesIn(db: Database): Generator<DumpSlice> {
  for (const table of DUMP_TABLES) yield* slicesOf(db, table);
}

/** Yields at least one slice, so that a part without rows is in the dump too. */
function* slicesOf(db: Database, { part, table, columns, order }: DumpTable): Generator<DumpSlice> {
  const fields = Object.entries<FieldKind>(DUMP_PARTS[part]);
  const found = db
    .prepare<[], Cell[]>(`select ${columns.join(', ')} from ${table} order by ${order}`)
    .raw()
    .iterate();
  let rows: object[] = [];
  let hasSlice = false;
  for (const cells of found) {
    if (rows.length === SLICE) {
      yield { part, rows };
      hasSlice = true;
      rows = [];
    }
    rows.push(Object.fromEntries(fields.map(([name, kind], i) => [name, written(cells[i], kind)])));
  }
  if (rows.length > 0 || !hasSlice) yield { part, rows };
}

/** A dump leaves out undefined fields: a flag that is not set, and null. */
function written(cell: Cell | undefined, kind: FieldKind): string | number | true | undefined {
  if (kind === 'flag') return cell === 1 ? true : undefined;
  return Buffer.isBuffer(cell) ? cell.toString('base64') : (cell ?? undefined);
}

function* explained<Slice>(slices: Generator<Slice>, explain: (error: unknown) => unknown): Generator<Slice> {
  try {
    yield* slices;
  } catch (error) {
    throw explain(error);
  }
}
