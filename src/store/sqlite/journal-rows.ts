import type { Database } from 'better-sqlite3';
import type { JournalRow } from '../port.ts';

/** The journal table: a bounded tail of what happened. */
export class JournalRows {
  readonly #append;
  readonly #trim;
  readonly #newest;
  readonly #clear;

  constructor(db: Database) {
    this.#append = db.prepare('insert into journal (entry_id, at, entry) values (?, ?, ?)');
    this.#trim = db.prepare('delete from journal where id <= (select max(id) from journal) - ?');
    this.#newest = db.prepare<[number], JournalRow>(
      'select entry_id as id, at, entry from journal order by journal.id desc limit ?',
    );
    this.#clear = db.prepare('delete from journal');
  }

  append(rows: readonly JournalRow[], keep: number): void {
    for (const { id, at, entry } of rows) this.#append.run(id, at, entry);
    this.#trim.run(keep);
  }

  newest(limit: number): JournalRow[] {
    return this.#newest.all(limit);
  }

  clear(): void {
    this.#clear.run();
  }
}
