import type BetterSqlite3 from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { isRecord } from '../../wire/json.ts';
import type { DumpReading, StoreDump } from '../dump.ts';
import { StoreError } from '../port.ts';
import { type Column, readCell } from './cells.ts';
import { DumpView, everythingIn, OF_STATE, rowsIn, tablesIn } from './dump-view.ts';
import { isOutage } from './file-availability.ts';
import { migrate, migrations } from './migrations.ts';
import { readSecret } from './secret.ts';

/** What can still be sent back whole, in one text: about 350 bytes a row. */
const MOST_ROWS = 500_000;

/** Every row of every table, to be put into another store. {@link load} and {@link clear} belong inside a transaction. */
export class Dump {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * @param inFile whether another connection finds the same under the name of the database
   * @throws StoreError when it would be too large for a document
   */
  open(inFile: boolean, explain: (error: unknown) => unknown): DumpReading {
    const rows = rowsIn(this.#db);
    if (rows > MOST_ROWS) {
      throw new StoreError(
        `The store has ${rows} rows, and a snapshot has room for ${MOST_ROWS}: stop the server and copy the store's file instead.`,
      );
    }
    return new DumpView(this.#db, inFile, explain);
  }

  /** @throws StoreError, after which the transaction is to be rolled back */
  load(dump: StoreDump): void {
    const { schema } = dump;
    if (!Number.isInteger(schema) || schema < 1 || schema > migrations.length) {
      throw new StoreError(
        `The snapshot is of schema ${schema}, and this fauxforce knows ${migrations.length}: restore it with the version that made it.`,
      );
    }
    this.#put(schema === migrations.length ? dump : this.#upToDate(dump));
  }

  /** What an older fauxforce wrote, brought through the steps of the schema that came since. */
  #upToDate(dump: StoreDump): StoreDump {
    const scratch = new (this.#db.constructor as typeof BetterSqlite3)(':memory:');
    try {
      migrate(scratch, migrations.slice(0, dump.schema));
      scratch.transaction(() => new Dump(scratch).#put(dump)).immediate();
      migrate(scratch, migrations);
      return everythingIn(scratch);
    } finally {
      scratch.close();
    }
  }

  #put({ tables }: StoreDump): void {
    const own = tablesIn(this.#db);
    const missing = own.filter((table) => !Array.isArray(tables[table]));
    const foreign = Object.keys(tables).filter((table) => !own.includes(table));
    if (missing.length > 0)
      throw new StoreError(`The snapshot is not whole: it lacks ${missing.join(', ')}.`);
    if (foreign.length > 0) throw new StoreError(`The snapshot has unknown tables: ${foreign.join(', ')}.`);
    this.#db.pragma('defer_foreign_keys = on');
    for (const table of own) if (table !== 'sqlite_sequence') this.#db.exec(`delete from ${table}`);
    // The numbers that were given last come at the end: rows move them themselves.
    for (const table of [...own.filter((name) => name !== 'sqlite_sequence'), 'sqlite_sequence']) {
      if (table === 'sqlite_sequence') this.#db.exec(`delete from sqlite_sequence where ${OF_STATE}`);
      this.#insert(table, tables[table] ?? []);
    }
    const secret: unknown = readSecret(this.#db);
    if (!Buffer.isBuffer(secret) || secret.length !== 32) {
      throw new StoreError('The snapshot is not whole: it lacks the secret of its store.');
    }
  }

  /** Forgets everything but the store's secret and the numbers that were given: no token of before can come back. */
  clear(): void {
    this.#db.pragma('defer_foreign_keys = on');
    for (const table of tablesIn(this.#db)) {
      if (table !== 'meta' && table !== 'sqlite_sequence') this.#db.exec(`delete from ${table}`);
    }
  }

  #insert(table: string, rows: readonly unknown[]): void {
    const columns = this.#columnsOf(table);
    const names = columns.map(({ name }) => name).join(', ');
    const marks = columns.map(() => '?').join(', ');
    const insert = this.#db.prepare(`insert into ${table} (${names}) values (${marks})`);
    for (const row of rows) {
      try {
        insert.run(...cellsOf(row, columns));
      } catch (error) {
        if (isOutage(error)) throw error;
        throw new StoreError(
          `The snapshot has a row of ${table} that does not fit: ${(error as Error).message}.`,
        );
      }
    }
  }

  #columnsOf(table: string): Column[] {
    return this.#db
      .prepare<[string], Column>('select name, upper(type) as type from pragma_table_info(?)')
      .all(table);
  }
}

/** @throws StoreError when it has others than the columns, or what they do not take */
function cellsOf(row: unknown, columns: readonly Column[]): unknown[] {
  const cells = isRecord(row) ? row : {};
  const isFit = columns.length === Object.keys(cells).length;
  if (!isFit || columns.some(({ name }) => !Object.hasOwn(cells, name))) {
    throw new StoreError(`the columns are ${columns.map(({ name }) => name).join(', ')}`);
  }
  return columns.map((column) => readCell(column, cells[column.name]));
}
