/** The journal table: a bounded tail of what happened. */
import { realTime } from '../../ground/clock.ts';
import {
  type JournalNews,
  type JournalRoom,
  type JournalRow,
  type JournalRows,
  LONGEST_BEHIND,
  type StoredJournalRow,
} from '../journal.ts';
import type { Row } from '../rows.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';

/** How many rows one append may delete beyond the number it adds. Rows that an older fauxforce wrote may have megabytes each. */
const MOST_DELETED = 50;

export class JournalTable implements Synchronous<JournalRows> {
  readonly kinds: Kinds<JournalRows> = { newest: 'read', end: 'read', after: 'read' };
  readonly #append;
  readonly #trim;
  readonly #newest;
  readonly #end;
  readonly #after;
  readonly #cleared;
  readonly #markCleared;
  readonly #clear;
  readonly #behind;
  readonly #fallBehind;
  readonly #catchUp;
  readonly #forgetExpired;
  readonly #want;

  constructor(db: Statements) {
    this.#append = db.prepare('insert into journal (entry_id, at, entry) values (?, ?, ?)');
    this.#trim = db.prepare(
      `delete from journal where id in (
         select id from journal where id <= (select max(id) from journal) - ? order by id limit ?
       )`,
    );
    this.#newest = db.prepare<[number, number], StoredJournalRow & { bytes: number }>(
      // SQLite knows a value's length without reading the value.
      `select id as row, entry_id as id, at, entry, octet_length(entry) as bytes from journal
       where journal.id > (select max(id) from journal) - ? and octet_length(entry) <= ?
       order by journal.id desc`,
    );
    this.#end = db.prepare<[], Row>("select seq from sqlite_sequence where name = 'journal'").pluck();
    this.#after = db.prepare<[Row, number], StoredJournalRow>(
      'select id as row, entry_id as id, at, entry from journal where journal.id > ? order by journal.id limit ?',
    );
    this.#cleared = db.prepare<[], Row>('select journal_cleared from lab_state').pluck();
    this.#markCleared = db.prepare('update lab_state set journal_cleared = ?');
    this.#clear = db.prepare('delete from journal');
    this.#behind = db
      .prepare<[number, number], string>(
        'select run from journal_behind where until > ? and until <= ? order by run',
      )
      .pluck();
    this.#fallBehind = db.prepare('insert or replace into journal_behind (run, until) values (?, ?)');
    this.#catchUp = db.prepare('delete from journal_behind where run = ?');
    this.#forgetExpired = db.prepare('delete from journal_behind where until <= ?');
    this.#want = db.prepare('update lab_state set version = version + 1');
  }

  append(rows: readonly JournalRow[], keep: number, run?: string): Row {
    let last: Row = 0;
    for (const { id, at, entry } of rows) last = Number(this.#append.run(id, at, entry).lastInsertRowid);
    this.#trim.run(keep, rows.length + MOST_DELETED);
    if (run !== undefined) this.#catchUp.run(run);
    return last;
  }

  fallBehind(run: string, milliseconds: number): void {
    const now = realTime();
    this.#forgetExpired.run(now);
    this.#fallBehind.run(run, now + Math.min(milliseconds, LONGEST_BEHIND));
  }

  want(): void {
    this.#want.run();
  }

  newest({ rows: most, bytes: room, bytesOfOne }: JournalRoom): StoredJournalRow[] {
    const rows: StoredJournalRow[] = [];
    let total = 0;
    for (const { bytes, ...row } of this.#newest.iterate(most, bytesOfOne)) {
      total += bytes;
      if (total > room) break;
      rows.push(row);
    }
    return rows;
  }

  end(): Row {
    return this.#end.get() ?? 0;
  }

  after(row: Row, most: number): JournalNews {
    // The rows last: what another process clears meanwhile is not among them any more, and what it writes as its mark goes is.
    const cleared = this.#cleared.get() ?? 0;
    const now = realTime();
    const behind = this.#behind.all(now, now + LONGEST_BEHIND);
    return { rows: this.#after.all(row, most), cleared, behind };
  }

  clear(): void {
    this.#markCleared.run(this.end());
    this.#clear.run();
  }
}
