/** The table of access tokens. The methods that write belong inside a transaction. */
import type { Row } from '../rows.ts';
import type { AccessToken, AccessTokens, StoredAccessToken } from '../tokens.ts';
import { type Flagged, type FromSql, flag } from './from-sql.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';
import { ENDED_AT, WITH_WHAT_ENDS } from './token-end.ts';

export class AccessTokenTable implements Synchronous<AccessTokens> {
  readonly kinds: Kinds<AccessTokens> = { find: 'grouped read', touch: 'write behind' };
  readonly #append;
  readonly #find;
  readonly #touch;
  readonly #revoke;

  constructor(db: Statements) {
    this.#append = db.prepare(
      `insert into access_token
         (secret_hash, approval_id, session_id, org_id, user_id, consumer_key, scopes, timeout,
          is_high_assurance, by_password, created_at, last_used_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#find = db.prepare<[Row], FromSql<Flagged<StoredAccessToken>>>(
      `select t.id as row, t.secret_hash as secretHash, t.approval_id as approval, t.session_id as session,
         t.org_id as orgId, t.user_id as userId, t.consumer_key as consumerKey, t.scopes, t.timeout,
         t.is_high_assurance as isHighAssurance, t.by_password as byPassword,
         t.created_at as createdAt, t.last_used_at as lastUsedAt,
         ${ENDED_AT} as revokedAt
       from access_token t ${WITH_WHAT_ENDS}
       where t.id = +?`,
    );
    this.#touch = db.prepare('update access_token set last_used_at = ? where id = ?');
    this.#revoke = db.prepare('update access_token set revoked_at = ? where id = ? and revoked_at is null');
  }

  append(token: AccessToken, approval: Row | undefined): Row {
    const { secretHash, session, orgId, userId, consumerKey, scopes, timeout, createdAt } = token;
    const { isHighAssurance = false, byPassword = false } = token;
    const { lastInsertRowid } = this.#append.run(
      secretHash,
      approval ?? null,
      session ?? null,
      orgId,
      userId,
      consumerKey,
      scopes,
      timeout,
      Number(isHighAssurance),
      Number(byPassword),
      createdAt,
      createdAt,
    );
    return Number(lastInsertRowid);
  }

  find(row: Row): StoredAccessToken | undefined {
    const found = this.#find.get(row);
    return (
      found && {
        ...found,
        approval: found.approval ?? undefined,
        isHighAssurance: flag(found.isHighAssurance),
        byPassword: flag(found.byPassword),
        session: found.session ?? undefined,
        revokedAt: found.revokedAt ?? undefined,
      }
    );
  }

  touch(row: Row, at: number): void {
    this.#touch.run(at, row);
  }

  revoke(row: Row, at: number): void {
    this.#revoke.run(at, row);
  }

  end(rows: readonly Row[], at: number): Row[] {
    return [...new Set(rows)].filter((row) => {
      if (this.find(row)?.revokedAt !== undefined) return false;
      return this.#revoke.run(at, row).changes === 1;
    });
  }
}
