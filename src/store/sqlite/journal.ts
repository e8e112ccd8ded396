/** The journal table: a bounded tail of what happened. */
import type { JournalRoom, JournalRow, JournalRows } from '../journal.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';

/** How many rows one append may delete beyond the number it adds. Rows that an older fauxforce wrote may have megabytes each. */
const MOST_DELETED = 50;

export class JournalTable implements Synchronous<JournalRows> {
  readonly kinds: Kinds<JournalRows> = { newest: 'read' };
  readonly #append;
  readonly #trim;
  readonly #newest;
  readonly #clear;

  constructor(db: Statements) {
    this.#append = db.prepare('insert into journal (entry_id, at, entry) values (?, ?, ?)');
    this.#trim = db.prepare(
      `delete from journal where id in (
         select id from journal where id <= (select max(id) from journal) - ? order by id limit ?
       )`,
    );
    this.#newest = db.prepare<[number, number], JournalRow & { bytes: number }>(
      // SQLite knows a value's length without reading the value.
      `select entry_id as id, at, entry, octet_length(entry) as bytes from journal
       where journal.id > (select max(id) from journal) - ? and octet_length(entry) <= ?
       order by journal.id desc`,
    );
    this.#clear = db.prepare('delete from journal');
  }

  append(rows: readonly JournalRow[], keep: number): void {
    for (const { id, at, entry } of rows) this.#append.run(id, at, entry);
    this.#trim.run(keep, rows.length + MOST_DELETED);
  }

  newest({ rows: most, bytes: room, bytesOfOne }: JournalRoom): JournalRow[] {
    const rows: JournalRow[] = [];
    let total = 0;
    for (const { bytes, ...row } of this.#newest.iterate(most, bytesOfOne)) {
      total += bytes;
      if (total > room) break;
      rows.push(row);
    }
    return rows;
  }

  clear(): void {
    this.#clear.run();
  }
}
