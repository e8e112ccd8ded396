/** The table of authorization codes. */
import type { Code, Codes, StoredCode } from '../codes.ts';
import type { Row } from '../rows.ts';
import type { Kinds, OnSql } from './grouped.ts';
import { isRow } from './rows.ts';
import type { Sql } from './sql.ts';

export class CodeTable implements OnSql<Codes> {
  readonly kinds: Kinds<Codes> = { find: 'read' };

  async append(sql: Sql, code: Code): Promise<Row> {
    const { secretHash, approval, orgId, userId, consumerKey, scopes, redirectUri, codeChallenge, nonce } =
      code;
    const row =
      await sql.value<Row>`insert into code (secret_hash, approval_id, org_id, user_id, consumer_key, scopes,
        redirect_uri, code_challenge, nonce, issuer, created_at)
      values (${secretHash}, ${approval}, ${orgId}, ${userId}, ${consumerKey}, ${scopes}, ${redirectUri}, ${codeChallenge},
        ${nonce}, ${code.issuer}, ${code.createdAt})
      returning id`;
    return row as Row;
  }

  async find(sql: Sql, row: Row): Promise<StoredCode | undefined> {
    if (!isRow(row)) return undefined;
    return sql.one`select id as row, secret_hash, approval_id as approval, org_id, user_id, consumer_key, scopes,
        redirect_uri, code_challenge, nonce, issuer, created_at, spent_at
      from code where id = ${row}`;
  }
}

/** @returns whether it could be redeemed: unspent, and its approval not revoked since. It is spent in either case. */
export async function spendCode(sql: Sql, row: Row, at: number): Promise<boolean> {
  if (!isRow(row)) return false;
  const isLive =
    await sql.value<boolean>`update code set spent_at = ${at} where id = ${row} and spent_at is null
    returning not exists (select 1 from approval where approval.id = code.approval_id and revoked_at is not null)`;
  return isLive ?? false;
}
