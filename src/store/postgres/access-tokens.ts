/** The table of access tokens. */
import type { Row } from '../rows.ts';
import type { AccessToken, AccessTokens, StoredAccessToken } from '../tokens.ts';
import type { Given, Kinds, OnSql } from './grouped.ts';
import { inTheirPlaces, isRow } from './rows.ts';
import type { Sql } from './sql.ts';
import { ENDED_AT, WITH_WHAT_ENDS } from './token-end.ts';

/** The part, with a promise of what it does not have its caller wait for. */
export interface PromisedAccessTokens extends Omit<AccessTokens, 'touch'> {
  touch(row: Row, usedAt: number): Promise<void>;
}

type Joined = 'find' | 'touch';

export class AccessTokenTable implements OnSql<PromisedAccessTokens, Joined> {
  readonly kinds: Kinds<PromisedAccessTokens, Joined> = { find: 'joint read', touch: 'joint write' };

  async find(
    sql: Sql,
    given: Given<PromisedAccessTokens, 'find'>,
  ): Promise<(StoredAccessToken | undefined)[]> {
    return inTheirPlaces(
      given.map(([row]) => row),
      (rows) => sql.all<StoredAccessToken>`select t.id as row, t.secret_hash, t.approval_id as approval,
          t.session_id as session, t.org_id, t.user_id, t.consumer_key, t.scopes, t.timeout, t.is_high_assurance,
          t.by_password, t.created_at, t.last_used_at, ${ENDED_AT} as revoked_at
        from access_token t ${WITH_WHAT_ENDS} where t.id = any(${rows}::bigint[])`,
    );
  }

  async touch(sql: Sql, given: Given<PromisedAccessTokens, 'touch'>): Promise<undefined[]> {
    const newest = [...new Map(given.filter(([row]) => isRow(row)))];
    await sql.run`update access_token t set last_used_at = used.at
      from unnest(${newest.map(([row]) => row)}::bigint[], ${newest.map(([, at]) => at)}::double precision[]) used (row, at)
      where t.id = used.row and t.id = any(${newest.map(([row]) => row)}::bigint[])`;
    return given.map(() => undefined);
  }

  async revoke(sql: Sql, row: Row, at: number): Promise<void> {
    if (isRow(row))
      await sql.run`update access_token set revoked_at = ${at} where id = ${row} and revoked_at is null`;
  }

  async end(sql: Sql, rows: readonly Row[], at: number): Promise<Row[]> {
    const given = rows.filter(isRow);
    const ended = await sql.column<Row>`update access_token set revoked_at = ${at} where id in (
        select t.id from access_token t ${WITH_WHAT_ENDS} where t.id = any(${given}::bigint[]) and ${ENDED_AT} is null)
      returning id`;
    const isEnded = new Set(ended);
    return [...new Set(rows)].filter((row) => isEnded.has(row));
  }
}

/** An access token to append, with the approval that it hangs on. */
export interface NewAccessToken {
  readonly token: AccessToken;
  readonly approval: Row | undefined;
}

/** Appends access tokens. @returns their rows, in the order given */
export async function appendAccessTokens(sql: Sql, given: readonly NewAccessToken[]): Promise<Row[]> {
  const of = <Key extends keyof AccessToken>(key: Key) => given.map(({ token }) => token[key]);
  const rows =
    await sql.column<Row>`insert into access_token (secret_hash, approval_id, session_id, org_id, user_id,
      consumer_key, scopes, timeout, is_high_assurance, by_password, created_at, last_used_at)
    select secret_hash, approval_id, session_id, org_id, user_id, consumer_key, scopes, timeout, is_high_assurance,
      by_password, created_at, created_at
    from unnest(${of('secretHash')}::bytea[], ${given.map(({ approval }) => approval)}::bigint[],
      ${of('session')}::bigint[], ${of('orgId')}::text[], ${of('userId')}::text[], ${of('consumerKey')}::text[],
      ${of('scopes')}::text[], ${of('timeout')}::double precision[], ${of('isHighAssurance')}::boolean[],
      ${of('byPassword')}::boolean[], ${of('createdAt')}::double precision[])
      with ordinality as given (secret_hash, approval_id, session_id, org_id, user_id, consumer_key, scopes, timeout,
        is_high_assurance, by_password, created_at, place)
    order by place returning id`;
  return rows.sort((a, b) => a - b);
}
