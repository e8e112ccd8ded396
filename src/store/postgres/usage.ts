/** Counts from the tables of approvals and access tokens how often apps were used. */
import type { TokenFilter } from '../token-list.ts';
import type { AppUsage, Usage } from '../usage.ts';
import type { Kinds, OnSql } from './grouped.ts';
import type { Sql } from './sql.ts';
import { ENDED_AT, WITH_WHAT_ENDS } from './token-end.ts';
import { matches } from './token-filter.ts';

export class UsageCount implements OnSql<Usage> {
  readonly kinds: Kinds<Usage> = { list: 'long read' };

  /** An approval's row counts its own tokens; access tokens without an approval are counted one by one. */
  list(sql: Sql, filter: TokenFilter): Promise<AppUsage[]> {
    return sql.all`select org_id, user_id, consumer_key, min(first_used_at) as first_used_at,
        max(last_used_at) as last_used_at, sum(use_count)::bigint as use_count
      from (
        select org_id, user_id, consumer_key, created_at as first_used_at, last_used_at, use_count
        from approval where revoked_at is null and ${matches(filter)}
        union all
        select t.org_id, t.user_id, t.consumer_key, min(t.created_at), max(t.created_at), count(*)
        from (select * from access_token where approval_id is null and revoked_at is null and ${matches(filter)}) t
          ${WITH_WHAT_ENDS}
        where ${ENDED_AT} is null group by t.org_id, t.user_id, t.consumer_key) used
      group by org_id, user_id, consumer_key order by max(last_used_at) desc, user_id, consumer_key`;
  }
}
