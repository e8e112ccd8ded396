import type { Database } from 'better-sqlite3';
import type { LogInCount, StoredLogInCount } from '../policy-records.ts';
import type { Row } from '../port.ts';

/** The table of log-ins by minute. {@link append} belongs inside a transaction. */
export class LogInCounts {
  readonly #append;
  readonly #forget;
  readonly #after;

  constructor(db: Database) {
    this.#append = db.prepare(
      'insert into log_in_count (user_id, minute, log_ins, writer) values (:userId, :minute, :logIns, :writer)',
    );
    this.#forget = db.prepare('delete from log_in_count where user_id = ? and minute <= ?');
    this.#after = db.prepare<[Row], StoredLogInCount>(
      `select id as row, user_id as userId, minute, log_ins as logIns, writer
       from log_in_count where id > ? order by id`,
    );
  }

  append(counts: readonly LogInCount[], window: number): void {
    for (const count of counts) {
      this.#forget.run(count.userId, count.minute - window);
      this.#append.run(count);
    }
  }

  after(row: Row): StoredLogInCount[] {
    return this.#after.all(row);
  }
}
