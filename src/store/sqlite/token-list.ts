/** Lists and revokes tokens of all users, for people who look at them. The methods that revoke belong inside a transaction. */
import type { ListedToken, TokenFilter, TokenList } from '../token-list.ts';
import type { FromSql } from './from-sql.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import { newestOf, type Slice } from './newest-of.ts';
import type { Statements } from './statements.ts';
import { ENDED_AT, WITH_WHAT_ENDS } from './token-end.ts';
import { type BoundFilter, bind, MATCHES } from './token-filter.ts';

export class TokenListing implements Synchronous<TokenList, 'newest'> {
  readonly kinds: Kinds<TokenList> = { newest: 'read' };
  readonly #accessTokens;
  readonly #refreshTokens;
  readonly #newestAccessToken;
  readonly #newestRefreshToken;
  readonly #revokeAccess;
  readonly #revokeApprovals;

  constructor(db: Statements) {
    this.#accessTokens = db.prepare<[BoundFilter & Slice & { limit: number }], FromSql<ListedToken>>(
      `select 'access' as kind, t.id as row, t.org_id as orgId, t.user_id as userId, t.consumer_key as consumerKey,
         t.scopes, t.created_at as createdAt, t.last_used_at as lastUsedAt, t.timeout,
         ${ENDED_AT} as endedAt
       from (select * from access_token where id > :after and id <= :upTo and ${MATCHES}
             order by id desc limit :limit) t ${WITH_WHAT_ENDS}
       order by t.id desc`,
    );
    this.#refreshTokens = db.prepare<[BoundFilter & Slice & { limit: number }], FromSql<ListedToken>>(
      `select 'refresh' as kind, t.id as row, org_id as orgId, user_id as userId, consumer_key as consumerKey,
         scopes, t.created_at as createdAt, t.last_used_at as lastUsedAt, null as timeout,
         coalesce(revoked_at, rotated_out_at) as endedAt
       from refresh_token t join approval on approval.id = t.approval_id
       where t.id > :after and t.id <= :upTo and ${MATCHES}
       order by t.id desc limit :limit`,
    );
    this.#newestAccessToken = db.prepare<[], number | null>('select max(id) from access_token').pluck();
    this.#newestRefreshToken = db.prepare<[], number | null>('select max(id) from refresh_token').pluck();
    this.#revokeAccess = db.prepare<[BoundFilter & { at: number }]>(
      `update access_token set revoked_at = :at where revoked_at is null and ${MATCHES}`,
    );
    this.#revokeApprovals = db.prepare<[BoundFilter & { at: number }]>(
      `update approval set revoked_at = :at where revoked_at is null and ${MATCHES}`,
    );
  }

  /** The newest first, at most `limit` of each kind. */
  async newest(filter: TokenFilter, limit: number): Promise<ListedToken[]> {
    const bound = bind(filter);
    const tables = [
      [this.#newestAccessToken.get(), this.#accessTokens],
      [this.#newestRefreshToken.get(), this.#refreshTokens],
    ] as const;
    const found: ListedToken[] = [];
    for (const [newest, tokens] of tables)
      found.push(
        ...(await newestOf(newest ?? 0, limit, (rows) => tokens.all({ ...bound, ...rows }).map(fromSql))),
      );
    return found;
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

function fromSql(found: FromSql<ListedToken>): ListedToken {
  return { ...found, timeout: found.timeout ?? undefined, endedAt: found.endedAt ?? undefined };
}
