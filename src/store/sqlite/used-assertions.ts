/**
 * The table of used assertions, the only table found by a random value. Assertions are not forgotten by time, since a clock
 * moved back makes an old one valid again. The oldest rows go once there are so many that they must be older than some minutes.
 */
import type { UsedAssertions } from '../used-assertions.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';

/** {@link use} belongs inside a transaction. */
export class UsedAssertionTable implements Synchronous<UsedAssertions> {
  readonly kinds: Kinds<UsedAssertions> = {};
  readonly #use;
  readonly #forget;
  readonly #most;

  constructor(db: Statements, most = 1_000_000) {
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
