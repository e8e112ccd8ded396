import type { Database } from 'better-sqlite3';
import type { UsedAssertion } from '../port.ts';

/**
 * The table of assertions that were used and could be used again: the one table found by a random value, and as it forgets
 * what has expired by its org's clock it stays as small as the log-ins of a few minutes. {@link use} belongs inside a transaction.
 */
export class UsedAssertions {
  readonly #forget;
  readonly #use;

  constructor(db: Database) {
    this.#forget = db.prepare('delete from used_assertion where expires_at <= ? and org_id = ?');
    this.#use = db.prepare(
      'insert or ignore into used_assertion (hash, expires_at, org_id) values (?, ?, ?)',
    );
  }

  /** @returns whether it was the first time */
  use({ hash, expiresAt }: UsedAssertion, orgId: string, at: number): boolean {
    this.#forget.run(at, orgId);
    return this.#use.run(hash, expiresAt, orgId).changes === 1;
  }
}
