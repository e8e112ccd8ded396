/** Lists and revokes tokens of all users, for people who look at them. */
import type { ListedToken, TokenFilter, TokenList } from '../token-list.ts';
import type { Kinds, OnSql } from './grouped.ts';
import type { Sql } from './sql.ts';
import { ENDED_AT, WITH_WHAT_ENDS } from './token-end.ts';
import { matches } from './token-filter.ts';

export class TokenListing implements OnSql<TokenList> {
  readonly kinds: Kinds<TokenList> = { newest: 'long read' };

  /** The newest first, at most `limit` of each kind. */
  async newest(sql: Sql, filter: TokenFilter, limit: number): Promise<ListedToken[]> {
    const [access, refresh] = await Promise.all([
      sql.all<ListedToken>`select 'access'::text as kind, t.id as row, t.org_id, t.user_id, t.consumer_key, t.scopes,
          t.created_at, t.last_used_at, t.timeout, ${ENDED_AT} as ended_at
        from (select * from access_token where ${matches(filter)} order by id desc limit ${limit}) t ${WITH_WHAT_ENDS}
        order by t.id desc`,
      sql.all<ListedToken>`select 'refresh'::text as kind, t.id as row, org_id, user_id, consumer_key, scopes, t.created_at,
          t.last_used_at, null::double precision as timeout, coalesce(revoked_at, rotated_out_at) as ended_at
        from refresh_token t join approval on approval.id = t.approval_id where ${matches(filter)}
        order by t.id desc limit ${limit}`,
    ]);
    return [...access, ...refresh];
  }

  async revoke(sql: Sql, filter: TokenFilter, at: number): Promise<void> {
    await sql.run`update approval set revoked_at = ${at} where revoked_at is null and ${matches(filter)}`;
    await this.revokeAccess(sql, filter, at);
  }

  async revokeAccess(sql: Sql, filter: TokenFilter, at: number): Promise<void> {
    await sql.run`update access_token set revoked_at = ${at} where revoked_at is null and ${matches(filter)}`;
  }
}
