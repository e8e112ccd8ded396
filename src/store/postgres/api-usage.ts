/** The table of calls of the API. */
import type { ApiCalls, ApiUsage, CountedCalls } from '../api-usage.ts';
import type { Kinds, OnSql } from './grouped.ts';
import type { Sql } from './sql.ts';

export class ApiUsageTable implements OnSql<ApiUsage> {
  readonly kinds: Kinds<ApiUsage> = { of: 'read' };

  async add(sql: Sql, { orgId, calls, at }: ApiCalls, period: number): Promise<CountedCalls> {
    const counted = await sql.one<CountedCalls>`insert into api_usage as old (org_id, since, calls)
      values (${orgId}, ${at}, ${calls})
      on conflict (org_id) do update set
        calls = case when excluded.since - old.since < ${period}::double precision
          then old.calls + excluded.calls else excluded.calls end,
        since = case when excluded.since - old.since < ${period}::double precision then old.since else excluded.since end
      returning calls, since`;
    return counted as CountedCalls;
  }

  of(sql: Sql, orgId: string): Promise<CountedCalls | undefined> {
    return sql.one`select calls, since from api_usage where org_id = ${orgId}`;
  }
}
