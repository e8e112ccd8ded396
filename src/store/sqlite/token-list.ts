import type { Database } from 'better-sqlite3';
import type { ListedToken, TokenFilter } from '../lab-records.ts';
import type { FromSql } from './from-sql.ts';

const MATCHES =
  '(:orgId is null or org_id = :orgId) and (:userId is null or user_id = :userId) and (:consumerKey is null or consumer_key = :consumerKey)';

interface Bound {
  readonly orgId: string | null;
  readonly userId: string | null;
  readonly consumerKey: string | null;
}

/** All tokens at once, as a person looks at them. {@link revoke} belongs inside a transaction. */
export class TokenList {
  readonly #accessTokens;
  readonly #refreshTokens;
  readonly #revokeAccess;
  readonly #revokeApprovals;

  constructor(db: Database) {
    this.#accessTokens = db.prepare<[Bound & { limit: number }], FromSql<ListedToken>>(
      `select 'access' as kind, t.id as row, t.org_id as orgId, t.user_id as userId, t.consumer_key as consumerKey,
         t.scopes, t.created_at as createdAt, t.last_used_at as lastUsedAt, t.timeout,
         coalesce(t.revoked_at, approval.revoked_at, session.ended_at,
           case when t.id <= app.last_ended_token then t.created_at end) as endedAt
       from (select * from access_token where ${MATCHES} order by id desc limit :limit) t
         left join approval on approval.id = t.approval_id
         left join session on session.id = t.session_id
         left join app_record app on app.consumer_key = t.consumer_key
       order by t.id desc`,
    );
    this.#refreshTokens = db.prepare<[Bound & { limit: number }], FromSql<ListedToken>>(
      `select 'refresh' as kind, t.id as row, org_id as orgId, user_id as userId, consumer_key as consumerKey,
         scopes, t.created_at as createdAt, t.last_used_at as lastUsedAt, null as timeout,
         coalesce(revoked_at, rotated_out_at) as endedAt
       from refresh_token t join approval on approval.id = t.approval_id where ${MATCHES}
       order by t.id desc limit :limit`,
    );
    this.#revokeAccess = db.prepare<[Bound & { at: number }]>(
      `update access_token set revoked_at = :at where revoked_at is null and ${MATCHES}`,
    );
    this.#revokeApprovals = db.prepare<[Bound & { at: number }]>(
      `update approval set revoked_at = :at where revoked_at is null and ${MATCHES}`,
    );
  }

  /** Newest first, at most so many of each kind. */
  newest(filter: TokenFilter, limit: number): ListedToken[] {
    const bound = { ...bind(filter), limit };
    return [...this.#accessTokens.all(bound), ...this.#refreshTokens.all(bound)].map((found) => ({
      ...found,
      timeout: found.timeout ?? undefined,
      endedAt: found.endedAt ?? undefined,
    }));
  }

  revoke(filter: TokenFilter, at: number): void {
    const bound = { ...bind(filter), at };
    this.#revokeApprovals.run(bound);
    this.#revokeAccess.run(bound);
  }
}

function bind({ orgId, userId, consumerKey }: TokenFilter): Bound {
  return { orgId: orgId ?? null, userId: userId ?? null, consumerKey: consumerKey ?? null };
}
