/** Every row of every table but the journal, the orgs and the pages of queries. */
import type BetterSqlite3 from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import type { DumpReading } from '../dump.ts';
import { readDump, rowProblem, rowReader } from '../dump-rows.ts';
import type { DumpTable } from '../dump-tables.ts';
import { StoreError } from '../port.ts';
import { DUMP_TABLES } from './dump-tables.ts';
import { DumpView, rowsIn } from './dump-view.ts';
import { isOutage } from './file-availability.ts';
import { isOlderDump, upToDate } from './older-dump.ts';

/** The most rows of a dump: more cannot be sent back in one text, at about 260 bytes a token. */
const MOST_ROWS = 500_000;

/** {@link load} and {@link clear} belong inside a transaction. */
export class Dump {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * @param inFile whether a second connection can open the same database by its name
   * @throws StoreError when the dump would be too large for a document
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

  /** @throws StoreError; the caller must roll the transaction back */
  load(dump: unknown): void {
    const { secret, numbers, parts } = readDump(
      isOlderDump(dump) ? upToDate(this.#db.constructor as typeof BetterSqlite3, dump) : dump,
    );
    this.clear();
    for (const table of DUMP_TABLES) this.#insert(table, parts[table.part]);
    for (const { part, table } of DUMP_TABLES) this.#giveNumber(table, numbers[part]);
    const bytes = Buffer.from(secret, 'base64');
    this.#db.prepare("update meta set value = ? where name = 'secret'").run(bytes);
  }

  /** Forgets everything but the store's secret and the highest row numbers: no earlier token can be valid again. */
  clear(): void {
    this.#db.pragma('defer_foreign_keys = on');
    for (const { table } of DUMP_TABLES) this.#db.exec(`delete from ${table}`);
    this.#db.exec(
      'delete from org_document; delete from query_chunk; delete from query_cursor; delete from job_hold; delete from walk',
    );
  }

  #insert({ part, table, columns }: DumpTable, rows: readonly unknown[]): void {
    const marks = columns.map(() => '?').join(', ');
    const insert = this.#db.prepare(`insert into ${table} (${columns.join(', ')}) values (${marks})`);
    const read = rowReader(part);
    for (const row of rows) {
      try {
        insert.run(...read(row));
      } catch (error) {
        if (isOutage(error)) throw error;
        throw rowProblem(part, error as Error);
      }
    }
  }

  /** Makes the next row's number higher than `newest`, and than all numbers in the table. */
  #giveNumber(table: string, newest: number | undefined): void {
    this.#db.prepare('delete from sqlite_sequence where name = ?').run(table);
    if (newest !== undefined)
      this.#db.prepare('insert into sqlite_sequence (name, seq) values (?, ?)').run(table, newest);
  }
}
