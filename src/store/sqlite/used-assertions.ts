import type { Database } from 'better-sqlite3';

/**
 * The table of assertions that were used: the one table found by a random value. A clock that is moved back makes one valid
 * again, so time forgets none; the oldest are forgotten once there are so many that they cannot be of the last minutes.
 * {@link use} belongs inside a transaction.
 */
export class UsedAssertionTable {
  readonly #use;
  readonly #forget;
  readonly #most;

  constructor(db: Database, most = 1_000_000) {
    this.#use = db.prepare('insert or ignore into used_assertion (hash) values (?)');
    this.#forget = db.prepare('delete from used_assertion where id <= ?');
    this.#most = most;
  }

  /** @returns whether it was the first time */
  use(hash: Buffer): boolean {
    const { changes, lastInsertRowid } = this.#use.run(hash);
    if (changes !== 1) return false;
    this.#forget.run(Number(lastInsertRowid) - this.#most);
    return true;
  }
}
