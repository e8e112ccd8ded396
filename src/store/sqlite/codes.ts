/** The table of authorization codes. The methods that write belong inside a transaction. */
import type { Code, Codes, StoredCode } from '../codes.ts';
import type { Row } from '../rows.ts';
import type { FromSql } from './from-sql.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';

export class CodeTable implements Synchronous<Codes> {
  readonly kinds: Kinds<Codes> = { find: 'grouped read' };
  readonly #append;
  readonly #find;
  readonly #spend;

  constructor(db: Statements) {
    this.#append = db.prepare(
      `insert into code
         (secret_hash, approval_id, org_id, user_id, consumer_key, scopes,
          redirect_uri, code_challenge, nonce, issuer, created_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#find = db.prepare<[Row], FromSql<StoredCode>>(
      `select id as row, secret_hash as secretHash, approval_id as approval, org_id as orgId,
         user_id as userId, consumer_key as consumerKey, scopes, redirect_uri as redirectUri,
         code_challenge as codeChallenge, nonce, issuer, created_at as createdAt, spent_at as spentAt
       from code where id = ?`,
    );
    this.#spend = db
      .prepare<[number, Row], number | null>(
        `update code set spent_at = ? where id = ? and spent_at is null
         returning (select approval.revoked_at is not null from approval
                    where approval.id = code.approval_id)`,
      )
      .pluck();
  }

  append(code: Code): Row {
    const { lastInsertRowid } = this.#append.run(
      code.secretHash,
      code.approval ?? null,
      code.orgId,
      code.userId,
      code.consumerKey,
      code.scopes,
      code.redirectUri,
      code.codeChallenge ?? null,
      code.nonce ?? null,
      code.issuer,
      code.createdAt,
    );
    return Number(lastInsertRowid);
  }

  find(row: Row): StoredCode | undefined {
    const found = this.#find.get(row);
    return (
      found && {
        ...found,
        approval: found.approval ?? undefined,
        codeChallenge: found.codeChallenge ?? undefined,
        nonce: found.nonce ?? undefined,
        spentAt: found.spentAt ?? undefined,
      }
    );
  }

  /** @returns whether it could be redeemed: unspent, and its approval not revoked since */
  spend(row: Row, at: number): boolean {
    const isApprovalEnded = this.#spend.get(at, row);
    return isApprovalEnded !== undefined && isApprovalEnded !== 1;
  }
}
