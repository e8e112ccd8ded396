/** The table of access tokens. */
import type { Row } from '../rows.ts';
import type { AccessToken, AccessTokens, StoredAccessToken } from '../tokens.ts';
import type { Batches, Kinds, OnSql } from './grouped.ts';
import { isRow } from './rows.ts';
import type { Sql } from './sql.ts';
import { ENDED_AT, WITH_WHAT_ENDS } from './token-end.ts';

/** The part, with a promise of what it does not have its caller wait for. */
export interface PromisedAccessTokens extends Omit<AccessTokens, 'touch'> {
  touch(row: Row, usedAt: number): Promise<void>;
}

export class AccessTokenTable implements OnSql<PromisedAccessTokens> {
  readonly kinds: Kinds<PromisedAccessTokens> = { find: 'read' };
  readonly batches: Batches<PromisedAccessTokens> = {
    touch: { fits: () => true, run: (sql, given) => touchAll(sql, given as [Row, number][]) },
  };

  async find(sql: Sql, row: Row): Promise<StoredAccessToken | undefined> {
    if (!isRow(row)) return undefined;
    return sql.one<StoredAccessToken>`select t.id as row, t.secret_hash, t.approval_id as approval, t.session_id as session,
        t.org_id, t.user_id, t.consumer_key, t.scopes, t.timeout, t.is_high_assurance, t.by_password, t.created_at,
        t.last_used_at, ${ENDED_AT} as revoked_at
      from access_token t ${WITH_WHAT_ENDS} where t.id = ${row}`;
  }

  async touch(sql: Sql, row: Row, at: number): Promise<void> {
    await touchAll(sql, [[row, at]]);
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

async function touchAll(
  sql: Sql,
  touched: readonly (readonly [Row, number])[],
): Promise<readonly undefined[]> {
  const newest = [...new Map(touched.filter(([row]) => isRow(row)))];
  await sql.run`update access_token t set last_used_at = used.at
    from unnest(${newest.map(([row]) => row)}::bigint[], ${newest.map(([, at]) => at)}::double precision[]) used (row, at)
    where t.id = used.row`;
  return [];
}

/** Appends access tokens in one statement. @returns their rows, in the order given */
export async function appendAccessTokens(
  sql: Sql,
  tokens: readonly AccessToken[],
  approval?: Row,
): Promise<Row[]> {
  const of = <Key extends keyof AccessToken>(key: Key) => tokens.map((token) => token[key]);
  const rows =
    await sql.column<Row>`insert into access_token (secret_hash, approval_id, session_id, org_id, user_id,
      consumer_key, scopes, timeout, is_high_assurance, by_password, created_at, last_used_at)
    select secret_hash, ${approval}::bigint, session_id, org_id, user_id, consumer_key, scopes, timeout, is_high_assurance,
      by_password, created_at, created_at
    from unnest(${of('secretHash')}::bytea[], ${of('session')}::bigint[], ${of('orgId')}::text[], ${of('userId')}::text[],
      ${of('consumerKey')}::text[], ${of('scopes')}::text[], ${of('timeout')}::double precision[],
      ${of('isHighAssurance')}::boolean[], ${of('byPassword')}::boolean[], ${of('createdAt')}::double precision[])
      with ordinality as given (secret_hash, session_id, org_id, user_id, consumer_key, scopes, timeout, is_high_assurance,
        by_password, created_at, place)
    order by place returning id`;
  return rows.sort((a, b) => a - b);
}
