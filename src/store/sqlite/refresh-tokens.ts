/** The table of refresh tokens. The methods that write belong inside a transaction. */
import type { Approval } from '../approvals.ts';
import type { Row } from '../rows.ts';
import type { RefreshToken, RefreshTokens, StoredRefreshToken } from '../tokens.ts';
import { type FromSql, flag } from './from-sql.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';

/** A refresh token joined with its approval. The approval's fields have a prefix where both have a field of that name. */
interface RefreshTokenAndApproval extends Omit<StoredRefreshToken, 'approval'>, Approval {
  readonly approvalRow: Row;
  readonly approvalCreatedAt: number;
  readonly approvalLastUsedAt: number;
  readonly useCount: number;
  readonly isHighAssurance: number;
}

/** What decides whether a refresh token can be used, and what goes on to its successor. */
type CurrentRefreshToken = Pick<StoredRefreshToken, 'issuer' | 'rotatedOutAt' | 'revokedAt'> & {
  readonly approval: Row;
};

export class RefreshTokenTable implements Synchronous<RefreshTokens> {
  readonly kinds: Kinds<RefreshTokens> = { find: 'grouped read' };
  readonly #append;
  readonly #find;
  readonly #current;
  readonly #use;

  constructor(db: Statements) {
    this.#append = db.prepare(
      `insert into refresh_token (secret_hash, approval_id, issuer, created_at, last_used_at)
       values (?, ?, ?, ?, ?)`,
    );
    this.#find = db.prepare<[Row], FromSql<RefreshTokenAndApproval>>(
      `select t.id as row, t.secret_hash as secretHash, t.issuer, t.created_at as createdAt,
         t.last_used_at as lastUsedAt, t.rotated_out_at as rotatedOutAt, approval.revoked_at as revokedAt,
         approval.id as approvalRow, approval.org_id as orgId, approval.user_id as userId,
         approval.consumer_key as consumerKey, approval.scopes, approval.use_count as useCount,
         approval.held_until as heldUntil,
         approval.is_high_assurance as isHighAssurance,
         approval.created_at as approvalCreatedAt, approval.last_used_at as approvalLastUsedAt
       from refresh_token t join approval on approval.id = t.approval_id where t.id = +?`,
    );
    this.#current = db.prepare<[Row], FromSql<CurrentRefreshToken>>(
      `select t.approval_id as approval, t.issuer, t.rotated_out_at as rotatedOutAt, approval.revoked_at as revokedAt
       from refresh_token t join approval on approval.id = t.approval_id where t.id = +?`,
    );
    this.#use = db.prepare('update refresh_token set last_used_at = ?, rotated_out_at = ? where id = ?');
  }

  append(token: RefreshToken, approval: Row, issuer: string): Row {
    const { secretHash, createdAt } = token;
    const { lastInsertRowid } = this.#append.run(secretHash, approval, issuer, createdAt, createdAt);
    return Number(lastInsertRowid);
  }

  /** What has no value is null. */
  current(row: Row): FromSql<CurrentRefreshToken> | undefined {
    return this.#current.get(row);
  }

  use(row: Row, at: number, rotatedOutAt: number | undefined): void {
    this.#use.run(at, rotatedOutAt ?? null, row);
  }

  find(row: Row): StoredRefreshToken | undefined {
    const found = this.#find.get(row);
    return (
      found && {
        row: found.row,
        secretHash: found.secretHash,
        issuer: found.issuer,
        createdAt: found.createdAt,
        lastUsedAt: found.lastUsedAt,
        rotatedOutAt: found.rotatedOutAt ?? undefined,
        revokedAt: found.revokedAt ?? undefined,
        heldUntil: found.heldUntil ?? undefined,
        approval: {
          row: found.approvalRow,
          orgId: found.orgId,
          userId: found.userId,
          consumerKey: found.consumerKey,
          scopes: found.scopes,
          createdAt: found.approvalCreatedAt,
          lastUsedAt: found.approvalLastUsedAt,
          useCount: found.useCount,
          isHighAssurance: flag(found.isHighAssurance),
        },
      }
    );
  }
}
