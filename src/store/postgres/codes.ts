/** The table of authorization codes. */
import type { Code, Codes, StoredCode } from '../codes.ts';
import type { Row } from '../rows.ts';
import type { Given, Kinds, OnSql } from './grouped.ts';
import { inTheirPlaces } from './rows.ts';
import { type Spending, spendOnce } from './spend.ts';
import type { Sql } from './sql.ts';

export class CodeTable implements OnSql<Codes, keyof Codes> {
  readonly kinds: Kinds<Codes, keyof Codes> = { append: 'joint write', find: 'joint read' };

  async append(sql: Sql, given: Given<Codes, 'append'>): Promise<Row[]> {
    const of = <Key extends keyof Code>(key: Key) => given.map(([code]) => code[key]);
    const rows =
      await sql.column<Row>`insert into code (secret_hash, approval_id, org_id, user_id, consumer_key, scopes,
        redirect_uri, code_challenge, nonce, issuer, created_at)
      select secret_hash, approval_id, org_id, user_id, consumer_key, scopes, redirect_uri, code_challenge, nonce, issuer,
        created_at
      from unnest(${of('secretHash')}::bytea[], ${of('approval')}::bigint[], ${of('orgId')}::text[], ${of('userId')}::text[],
        ${of('consumerKey')}::text[], ${of('scopes')}::text[], ${of('redirectUri')}::text[], ${of('codeChallenge')}::text[],
        ${of('nonce')}::text[], ${of('issuer')}::text[], ${of('createdAt')}::double precision[])
        with ordinality as given (secret_hash, approval_id, org_id, user_id, consumer_key, scopes, redirect_uri,
          code_challenge, nonce, issuer, created_at, place)
      order by place returning id`;
    return rows.sort((a, b) => a - b);
  }

  find(sql: Sql, given: Given<Codes, 'find'>): Promise<(StoredCode | undefined)[]> {
    return inTheirPlaces(
      given.map(([row]) => row),
      (
        rows,
      ) => sql.all<StoredCode>`select id as row, secret_hash, approval_id as approval, org_id, user_id, consumer_key,
          scopes, redirect_uri, code_challenge, nonce, issuer, created_at, spent_at
        from code where id = any(${rows}::bigint[])`,
    );
  }
}

/** @returns of each whether it could be redeemed: unspent, and its approval not revoked since. It is spent in either case. */
export function spendCodes(sql: Sql, given: readonly Spending[]): Promise<boolean[]> {
  return spendOnce(
    given,
    (rows, ats) => sql.column<Row>`with spent as (
      update code set spent_at = given.at
      from unnest(${rows}::bigint[], ${ats}::double precision[]) as given (row, at)
      where code.id = given.row and code.id = any(${rows}::bigint[]) and spent_at is null
      returning code.id, code.approval_id)
    select id from spent where not exists (select 1 from approval where approval.id = spent.approval_id
      and revoked_at is not null)`,
  );
}
