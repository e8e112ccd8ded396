/** The approval table. */
import type { Approval, ApprovalFilter, Approvals, StoredApproval } from '../approvals.ts';
import type { Row } from '../rows.ts';
import type { Given, Kinds, OnSql } from './grouped.ts';
import { firsts, forThose } from './joint.ts';
import { isRow } from './rows.ts';
import { endSharedWith } from './shared-access-tokens.ts';
import { fragment, type Sql } from './sql.ts';
import { matches } from './token-filter.ts';

/** Live approvals of one user and app; a further one revokes the least recently used (token.md 1.10, model.md 3.2). */
const LIMIT = 5;

const SELECT = fragment`select id as row, org_id, user_id, consumer_key, scopes, created_at, last_used_at, use_count,
  is_high_assurance from approval`;

type Joined = 'append' | 'live' | 'hold' | 'release';

export class ApprovalTable implements OnSql<Approvals, Joined> {
  readonly kinds: Kinds<Approvals, Joined> = {
    append: 'joint write',
    live: 'joint read',
    newest: 'long read',
    hold: 'joint write',
    release: 'joint write',
  };

  append(sql: Sql, given: Given<Approvals, 'append'>): Promise<Row[]> {
    return appendApprovals(
      sql,
      given.map(([approval]) => approval),
    );
  }

  async live(sql: Sql, given: Given<Approvals, 'live'>): Promise<StoredApproval[][]> {
    const wanted = new Map(
      given.map(([userId, consumerKey]) => [`${userId} ${consumerKey}`, { userId, consumerKey }]),
    );
    const whose = [...wanted.values()];
    // A subquery with `offset 0` is one that the planner runs for each row, by the whole index.
    const found =
      await sql.all<StoredApproval>`select a.* from unnest(${whose.map(({ userId }) => userId)}::text[],
        ${whose.map(({ consumerKey }) => consumerKey)}::text[]) as wanted (user_id, consumer_key)
      cross join lateral (${SELECT} where user_id = wanted.user_id and consumer_key = wanted.consumer_key
        and revoked_at is null offset 0) a
      order by a.row`;
    const live = Map.groupBy(found, ({ userId, consumerKey }) => `${userId} ${consumerKey}`);
    return given.map(([userId, consumerKey]) => live.get(`${userId} ${consumerKey}`) ?? []);
  }

  async newest(sql: Sql, { row, ...filter }: ApprovalFilter, limit: number): Promise<StoredApproval[]> {
    if (row !== undefined && !isRow(row)) return [];
    return sql.all`${SELECT} where (${row}::bigint is null or id = ${row}) and revoked_at is null and ${matches(filter)}
      order by id desc limit ${limit}`;
  }

  async hold(sql: Sql, given: Given<Approvals, 'hold'>): Promise<boolean[]> {
    const isFirst = firsts(given.map(([{ row, useCount }]) => `${row} ${useCount}`));
    const those = given.filter((_, i) => isFirst[i]);
    const rows = those.map(([{ row }]) => row);
    // A hold longer than the requested one comes from a clock that was set back since, and is ignored.
    const held = await sql.all<
      Pick<StoredApproval, 'row' | 'useCount'>
    >`update approval a set held_until = given.until
      from unnest(${rows}::bigint[], ${those.map(([{ useCount }]) => useCount)}::bigint[],
        ${those.map(([, now]) => now)}::double precision[], ${those.map(([, , until]) => until)}::double precision[])
        as given (row, use_count, now, until)
      where a.id = given.row and a.id = any(${rows}::bigint[]) and a.use_count = given.use_count
        and (a.held_until is null or a.held_until <= given.now or a.held_until > given.until)
      returning a.id as row, a.use_count`;
    const isHeld = new Set(held.map(({ row, useCount }) => `${row} ${useCount}`));
    return given.map(([{ row, useCount }], i) => isFirst[i] === true && isHeld.has(`${row} ${useCount}`));
  }

  async release(sql: Sql, given: Given<Approvals, 'release'>): Promise<undefined[]> {
    const rows = given.map(([row]) => row);
    await sql.run`update approval a set held_until = given.at
      from unnest(${rows}::bigint[], ${given.map(([, until]) => until)}::double precision[],
        ${given.map(([, , at]) => at)}::double precision[]) as given (row, until, at)
      where a.id = given.row and a.id = any(${rows}::bigint[]) and a.held_until = given.until`;
    return given.map(() => undefined);
  }

  async revoke(sql: Sql, row: Row, at: number): Promise<void> {
    const revoked =
      await sql.run`update approval set revoked_at = ${at} where id = ${row} and revoked_at is null`;
    if (revoked === 1) await endSharedWith(sql, row, at);
  }
}

interface Kept {
  readonly row: Row;
  readonly at: number;
}

/**
 * Appends approvals and revokes the least recently used beyond the limit. A new one stays even if the lab's clock was moved back, unless
 * more newer ones of the same moment than the limit take its place.
 *
 * @returns their rows, in the order given
 */
export async function appendApprovals(sql: Sql, given: readonly Approval[], holds?: true): Promise<Row[]> {
  const of = <Key extends keyof Approval>(key: Key) => given.map((approval) => approval[key]);
  const whose = [...Map.groupBy(given, ({ userId, consumerKey }) => `${userId} ${consumerKey}`).values()].map(
    (news) => ({ ...(news[0] as Approval), at: (news.at(-1) as Approval).createdAt, news: news.length }),
  );
  const [rows, due] = await Promise.all([
    sql.column<Row>`insert into approval (org_id, user_id, consumer_key, scopes, created_at, last_used_at,
        holds_refresh_token, use_count)
      select org_id, user_id, consumer_key, scopes, created_at, created_at, ${holds}::boolean, ${holds ? 1 : 0}::bigint
      from unnest(${of('orgId')}::text[], ${of('userId')}::text[], ${of('consumerKey')}::text[], ${of('scopes')}::text[],
        ${of('createdAt')}::double precision[])
        with ordinality as given (org_id, user_id, consumer_key, scopes, created_at, place)
      order by place returning id`,
    sql.all<Kept>`select live.row, given.at
      from unnest(${whose.map(({ userId }) => userId)}::text[], ${whose.map(({ consumerKey }) => consumerKey)}::text[],
        ${whose.map(({ at }) => at)}::double precision[], ${whose.map(({ news }) => news)}::bigint[])
        as given (user_id, consumer_key, at, news)
      cross join lateral (
        select row, row_number() over (order by case when age <= given.news then age end, last_used_at desc, row desc) as place
        from (select id as row, last_used_at, row_number() over (order by id desc) as age from approval
          where user_id = given.user_id and consumer_key = given.consumer_key and revoked_at is null offset 0) own) live
      where live.place > ${LIMIT}`,
  ]);
  if (due.length > 0)
    await sql.run`update approval set revoked_at = due.at
      from unnest(${due.map(({ row }) => row)}::bigint[], ${due.map(({ at }) => at)}::double precision[]) as due (row, at)
      where approval.id = due.row and approval.id = any(${due.map(({ row }) => row)}::bigint[])`;
  return rows.sort((a, b) => a - b);
}

/** An approval for a new refresh token: `known`, if it is live and has no refresh token yet; otherwise a new one. */
export interface WantedApproval extends Approval {
  readonly known: Row | undefined;
}

/** @returns their rows, in the order given */
export async function approvalsForRefreshTokens(
  sql: Sql,
  wanted: readonly WantedApproval[],
): Promise<(Row | undefined)[]> {
  const isFirst = firsts(wanted.map(({ known }) => known));
  const filled = await forThose(
    wanted.map(({ known, createdAt }, i) =>
      known !== undefined && isFirst[i] ? { row: known, at: createdAt } : undefined,
    ),
    (those) => fill(sql, those),
  );
  const further = await forThose(
    wanted.map((approval, i) => (filled[i] === undefined ? approval : undefined)),
    (those) => appendApprovals(sql, those, true),
  );
  return wanted.map((_, i) => filled[i] ?? further[i]);
}

/** @returns the rows that could be filled, undefined in the places of the others */
async function fill(sql: Sql, known: readonly Kept[]): Promise<(Row | undefined)[]> {
  const rows = known.map(({ row }) => row);
  const filled =
    await sql.column<Row>`update approval a set holds_refresh_token = true, use_count = use_count + 1,
      last_used_at = known.at
    from unnest(${rows}::bigint[], ${known.map(({ at }) => at)}::double precision[]) as known (row, at)
    where a.id = known.row and a.id = any(${rows}::bigint[]) and holds_refresh_token is null and revoked_at is null
    returning a.id`;
  const isFilled = new Set(filled);
  return rows.map((row) => (isFilled.has(row) ? row : undefined));
}

/** Counts uses of approvals, several of the same one perhaps. */
export async function useApprovals(sql: Sql, used: readonly Kept[]): Promise<void> {
  const uses = [...Map.groupBy(used, ({ row }) => row)];
  const rows = uses.map(([row]) => row);
  await sql.run`update approval a set use_count = use_count + used.times, last_used_at = used.at
    from unnest(${rows}::bigint[], ${uses.map(([, own]) => own.length)}::bigint[],
      ${uses.map(([, own]) => own.at(-1)?.at)}::double precision[]) as used (row, times, at)
    where a.id = used.row and a.id = any(${rows}::bigint[])`;
}

/** Notes that what hangs on approvals came from a log-in with a second factor. */
export async function raiseApprovals(sql: Sql, rows: readonly Row[]): Promise<void> {
  if (rows.length > 0)
    await sql.run`update approval set is_high_assurance = true where id = any(${rows}::bigint[])`;
}
