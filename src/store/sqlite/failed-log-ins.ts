import type { Database } from 'better-sqlite3';
import type { FailedLogIns } from '../port.ts';

/** The table of wrong passwords since the last right one. The methods that write belong inside a transaction. */
export class FailedLogInRows {
  readonly #find;
  readonly #append;
  readonly #forget;

  constructor(db: Database) {
    this.#find = db.prepare<[string], FailedLogIns>(
      'select failures, last_at as lastAt from failed_log_in where user_id = ?',
    );
    this.#append = db.prepare(
      `insert into failed_log_in (user_id, failures, last_at) values (?, 1, ?)
       on conflict (user_id) do update set
         failures = case when failures >= ? then 1 else failures + 1 end, last_at = excluded.last_at`,
    );
    this.#forget = db.prepare('delete from failed_log_in where user_id = ?');
  }

  find(userId: string): FailedLogIns | undefined {
    return this.#find.get(userId);
  }

  append(userId: string, at: number, most: number): void {
    this.#append.run(userId, at, most);
  }

  forget(userId: string): void {
    this.#forget.run(userId);
  }
}
