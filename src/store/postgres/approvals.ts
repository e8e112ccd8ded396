/** The approval table. */
import type { Approval, ApprovalFilter, Approvals, StoredApproval } from '../approvals.ts';
import type { Row } from '../rows.ts';
import type { Kinds, OnSql } from './grouped.ts';
import { isRow } from './rows.ts';
import { endSharedWith } from './shared-access-tokens.ts';
import { fragment, type Sql } from './sql.ts';
import { matches } from './token-filter.ts';

/** Live approvals of one user and app; a further one revokes the least recently used (token.md 1.10, model.md 3.2). */
const LIMIT = 5;

const SELECT = fragment`select id as row, org_id, user_id, consumer_key, scopes, created_at, last_used_at, use_count,
  is_high_assurance from approval`;

export class ApprovalTable implements OnSql<Approvals> {
  readonly kinds: Kinds<Approvals> = { live: 'read', newest: 'long read' };

  append(sql: Sql, approval: Approval): Promise<Row> {
    return appendApproval(sql, approval);
  }

  live(sql: Sql, userId: string, consumerKey: string): Promise<StoredApproval[]> {
    return sql.all`${SELECT} where user_id = ${userId} and consumer_key = ${consumerKey} and revoked_at is null order by id`;
  }

  async newest(sql: Sql, { row, ...filter }: ApprovalFilter, limit: number): Promise<StoredApproval[]> {
    if (row !== undefined && !isRow(row)) return [];
    return sql.all`${SELECT} where (${row}::bigint is null or id = ${row}) and revoked_at is null and ${matches(filter)}
      order by id desc limit ${limit}`;
  }

  async hold(
    sql: Sql,
    { row, useCount }: Pick<StoredApproval, 'row' | 'useCount'>,
    now: number,
    until: number,
  ): Promise<boolean> {
    // A hold longer than the requested one comes from a clock that was set back since, and is ignored.
    const held =
      await sql.run`update approval set held_until = ${until} where id = ${row} and use_count = ${useCount}
      and (held_until is null or held_until <= ${now} or held_until > ${until})`;
    return held === 1;
  }

  async release(sql: Sql, row: Row, until: number, at: number): Promise<void> {
    await sql.run`update approval set held_until = ${at} where id = ${row} and held_until = ${until}`;
  }

  async revoke(sql: Sql, row: Row, at: number): Promise<void> {
    const revoked =
      await sql.run`update approval set revoked_at = ${at} where id = ${row} and revoked_at is null`;
    if (revoked === 1) await endSharedWith(sql, row, at);
  }
}

/** Revokes the oldest before the new one is there: the new one must stay even if the lab's clock was moved back. */
export async function appendApproval(
  sql: Sql,
  { orgId, userId, consumerKey, scopes, createdAt }: Approval,
  holds?: true,
): Promise<Row> {
  const [, row] = await Promise.all([
    sql.run`update approval set revoked_at = ${createdAt} where id in (
      select id from (select id, row_number() over (order by last_used_at desc, id desc) as place from approval
        where user_id = ${userId} and consumer_key = ${consumerKey} and revoked_at is null) live
      where place >= ${LIMIT})`,
    sql.value<Row>`insert into approval (org_id, user_id, consumer_key, scopes, created_at, last_used_at, holds_refresh_token,
        use_count)
      values (${orgId}, ${userId}, ${consumerKey}, ${scopes}, ${createdAt}, ${createdAt}, ${holds}, ${holds ? 1 : 0})
      returning id`,
  ]);
  return row as Row;
}

/** The approval for a new refresh token: `known`, if it is live and has no refresh token yet; otherwise a new one. */
export async function approvalForRefreshToken(
  sql: Sql,
  known: Row | undefined,
  further: Approval,
): Promise<Row> {
  const filled =
    known === undefined
      ? undefined
      : await sql.value<Row>`update approval set holds_refresh_token = true, use_count = use_count + 1,
          last_used_at = ${further.createdAt}
        where id = ${known} and holds_refresh_token is null and revoked_at is null returning id`;
  return filled ?? appendApproval(sql, further, true);
}
