/** The table of one-time passwords. The methods that write belong inside a transaction. */
import type { OneTimePassword, OneTimePasswords, StoredOneTimePassword } from '../one-time-passwords.ts';
import type { Row } from '../rows.ts';
import type { FromSql } from './from-sql.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';

export class OneTimePasswordTable implements Synchronous<OneTimePasswords> {
  readonly kinds: Kinds<OneTimePasswords> = { find: 'read' };
  readonly #append;
  readonly #find;
  readonly #spend;

  constructor(db: Statements) {
    this.#append = db.prepare(
      'insert into one_time_password (secret_hash, org_id, user_id, created_at) values (?, ?, ?, ?)',
    );
    this.#find = db.prepare<[Row], FromSql<StoredOneTimePassword>>(
      `select id as row, secret_hash as secretHash, org_id as orgId, user_id as userId,
         created_at as createdAt, spent_at as spentAt
       from one_time_password where id = ?`,
    );
    this.#spend = db.prepare('update one_time_password set spent_at = ? where id = ? and spent_at is null');
  }

  append({ secretHash, orgId, userId, createdAt }: OneTimePassword): Row {
    return Number(this.#append.run(secretHash, orgId, userId, createdAt).lastInsertRowid);
  }

  find(row: Row): StoredOneTimePassword | undefined {
    const found = this.#find.get(row);
    return found && { ...found, spentAt: found.spentAt ?? undefined };
  }

  /** @returns whether it was unspent */
  spend(row: Row, at: number): boolean {
    return this.#spend.run(at, row).changes === 1;
  }
}
