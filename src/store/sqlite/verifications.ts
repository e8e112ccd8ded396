/** The table of one-time codes that were sent to somebody. The methods that write belong inside a transaction. */
import type { Row } from '../rows.ts';
import type { StoredVerification, Verification, Verifications } from '../verifications.ts';
import type { FromSql } from './from-sql.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';

const COLUMNS = `id as row, secret_hash as secretHash, purpose, org_id as orgId, user_id as userId, details,
  created_at as createdAt, attempts, spent_at as spentAt`;

export class VerificationTable implements Synchronous<Verifications> {
  readonly kinds: Kinds<Verifications> = { find: 'read', newest: 'read' };
  readonly #append;
  readonly #find;
  readonly #newest;
  readonly #attempt;
  readonly #spend;

  constructor(db: Statements) {
    this.#append = db.prepare(
      `insert into verification (secret_hash, purpose, org_id, user_id, details, created_at)
       values (?, ?, ?, ?, ?, ?)`,
    );
    this.#find = db.prepare<[Row], FromSql<StoredVerification>>(
      `select ${COLUMNS} from verification where id = ?`,
    );
    this.#newest = db.prepare<[string, string], FromSql<StoredVerification>>(
      `select ${COLUMNS} from verification where user_id = ? and purpose = ? order by id desc limit 1`,
    );
    this.#attempt = db.prepare(
      'update verification set attempts = attempts + 1 where id = ? and attempts < ? and spent_at is null',
    );
    this.#spend = db.prepare('update verification set spent_at = ? where id = ? and secret_hash = ?');
  }

  append({ secretHash, purpose, orgId, userId, details, createdAt }: Verification): Row {
    return Number(this.#append.run(secretHash, purpose, orgId, userId, details, createdAt).lastInsertRowid);
  }

  find(row: Row): StoredVerification | undefined {
    return complete(this.#find.get(row));
  }

  newest(userId: string, purpose: string): StoredVerification | undefined {
    return complete(this.#newest.get(userId, purpose));
  }

  /** @returns whether the code was correct and unused */
  use(row: Row, secretHash: Buffer, at: number, mostAttempts: number): boolean {
    return (
      this.#attempt.run(row, mostAttempts).changes === 1 && this.#spend.run(at, row, secretHash).changes === 1
    );
  }
}

function complete(found: FromSql<StoredVerification> | undefined): StoredVerification | undefined {
  return found && { ...found, spentAt: found.spentAt ?? undefined };
}
