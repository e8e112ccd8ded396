import type { Database } from 'better-sqlite3';
import type { AppUsage, ListedToken, TokenFilter } from '../lab-records.ts';
import type { FromSql } from './from-sql.ts';
import { ENDED_AT, WITH_WHAT_ENDS } from './token-end.ts';
import { type BoundFilter, bind, MATCHES } from './token-filter.ts';

/** All tokens at once, as a person looks at them. The methods that revoke belong inside a transaction. */
export class TokenList {
  readonly #accessTokens;
  readonly #refreshTokens;
  readonly #usage;
  readonly #revokeAccess;
  readonly #revokeApprovals;

  constructor(db: Database) {
    this.#accessTokens = db.prepare<[BoundFilter & { limit: number }], FromSql<ListedToken>>(
      `select 'access' as kind, t.id as row, t.org_id as orgId, t.user_id as userId, t.consumer_key as consumerKey,
         t.scopes, t.created_at as createdAt, t.last_used_at as lastUsedAt, t.timeout,
         ${ENDED_AT} as endedAt
       from (select * from access_token where ${MATCHES} order by id desc limit :limit) t ${WITH_WHAT_ENDS}
       order by t.id desc`,
    );
    this.#refreshTokens = db.prepare<[BoundFilter & { limit: number }], FromSql<ListedToken>>(
      `select 'refresh' as kind, t.id as row, org_id as orgId, user_id as userId, consumer_key as consumerKey,
         scopes, t.created_at as createdAt, t.last_used_at as lastUsedAt, null as timeout,
         coalesce(revoked_at, rotated_out_at) as endedAt
       from refresh_token t join approval on approval.id = t.approval_id where ${MATCHES}
       order by t.id desc limit :limit`,
    );
    this.#usage = db.prepare<[BoundFilter], AppUsage>(
      `select orgId, userId, consumerKey, min(firstUsedAt) as firstUsedAt, max(lastUsedAt) as lastUsedAt,
         sum(useCount) as useCount
       from (
         select org_id as orgId, user_id as userId, consumer_key as consumerKey, created_at as firstUsedAt,
           last_used_at as lastUsedAt, use_count as useCount
         from approval where revoked_at is null and ${MATCHES}
         union all
         select t.org_id, t.user_id, t.consumer_key, min(t.created_at), max(t.created_at), count(*)
         from (select * from access_token where approval_id is null and revoked_at is null and ${MATCHES}) t
           ${WITH_WHAT_ENDS}
         where ${ENDED_AT} is null
         group by t.org_id, t.user_id, t.consumer_key
       )
       group by orgId, userId, consumerKey order by max(lastUsedAt) desc, userId, consumerKey`,
    );
    this.#revokeAccess = db.prepare<[BoundFilter & { at: number }]>(
      `update access_token set revoked_at = :at where revoked_at is null and ${MATCHES}`,
    );
    this.#revokeApprovals = db.prepare<[BoundFilter & { at: number }]>(
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

  /** An approval counts the tokens that came with it; the others are counted here. */
  usage(filter: TokenFilter): AppUsage[] {
    return this.#usage.all(bind(filter));
  }

  revoke(filter: TokenFilter, at: number): void {
    const bound = { ...bind(filter), at };
    this.#revokeApprovals.run(bound);
    this.#revokeAccess.run(bound);
  }

  revokeAccess(filter: TokenFilter, at: number): void {
    this.#revokeAccess.run({ ...bind(filter), at });
  }
}
