import type { Database } from 'better-sqlite3';
import type {
  AccessToken,
  Issued,
  NewRefreshToken,
  RefreshToken,
  Row,
  StoredAccessToken,
  StoredApproval,
  StoredRefreshToken,
} from '../port.ts';
import type { Approvals } from './approvals.ts';
import { type FromSql, fromSql } from './rows.ts';

type RefreshTokenColumns = Omit<StoredRefreshToken, 'approval' | keyof StoredApproval> & {
  readonly row: Row;
  readonly createdAt: number;
  readonly lastUsedAt: number;
};

/** The tables of access and refresh tokens. The methods that write belong inside a transaction. */
export class Tokens {
  readonly #approvals: Approvals;
  readonly #appendAccess;
  readonly #access;
  readonly #touch;
  readonly #revokeAccess;
  readonly #appendRefresh;
  readonly #refresh;
  readonly #approvalOf;
  readonly #useRefresh;
  readonly #state;

  constructor(db: Database, approvals: Approvals) {
    this.#approvals = approvals;
    this.#appendAccess = db.prepare(
      `insert into access_token
         (secret_hash, approval_id, org_id, user_id, consumer_key, scopes, timeout, created_at, last_used_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#access = db.prepare<[Row], FromSql<StoredAccessToken>>(
      `select t.id as row, t.secret_hash as secretHash, t.approval_id as approval, t.org_id as orgId,
         t.user_id as userId, t.consumer_key as consumerKey, t.scopes, t.timeout, t.created_at as createdAt,
         t.last_used_at as lastUsedAt, coalesce(t.revoked_at, a.revoked_at) as revokedAt
       from access_token t left join approval a on a.id = t.approval_id where t.id = ?`,
    );
    this.#touch = db.prepare('update access_token set last_used_at = ? where id = ?');
    this.#revokeAccess = db.prepare(
      'update access_token set revoked_at = ? where id = ? and revoked_at is null',
    );
    this.#appendRefresh = db.prepare(
      `insert into refresh_token (secret_hash, approval_id, issuer, created_at, last_used_at)
       values (?, ?, ?, ?, ?)`,
    );
    this.#refresh = db.prepare<[Row], FromSql<RefreshTokenColumns>>(
      `select r.id as row, r.secret_hash as secretHash, r.issuer, r.created_at as createdAt,
         r.last_used_at as lastUsedAt, r.rotated_out_at as rotatedOutAt, a.revoked_at as revokedAt
       from refresh_token r join approval a on a.id = r.approval_id where r.id = ?`,
    );
    this.#approvalOf = db.prepare<[Row], StoredApproval>(
      `select a.id as row, a.org_id as orgId, a.user_id as userId, a.consumer_key as consumerKey, a.scopes,
         a.created_at as createdAt, a.last_used_at as lastUsedAt, a.use_count as useCount
       from refresh_token r join approval a on a.id = r.approval_id where r.id = ?`,
    );
    this.#useRefresh = db.prepare(
      'update refresh_token set last_used_at = ?, rotated_out_at = ? where id = ?',
    );
  }
}
