/** The table of one-time codes that were sent to somebody. */
import type { Row } from '../rows.ts';
import type { StoredVerification, Verification, Verifications } from '../verifications.ts';
import type { Kinds, OnSql } from './grouped.ts';
import { isRow } from './rows.ts';
import { fragment, type Sql } from './sql.ts';

const SELECT = fragment`select id as row, secret_hash, purpose, org_id, user_id, details, created_at, attempts, spent_at
  from verification`;

export class VerificationTable implements OnSql<Verifications> {
  readonly kinds: Kinds<Verifications> = { find: 'read', newest: 'read' };

  async append(
    sql: Sql,
    { secretHash, purpose, orgId, userId, details, createdAt }: Verification,
  ): Promise<Row> {
    const row =
      await sql.value<Row>`insert into verification (secret_hash, purpose, org_id, user_id, details, created_at)
      values (${secretHash}, ${purpose}, ${orgId}, ${userId}, ${details}, ${createdAt}) returning id`;
    return row as Row;
  }

  async find(sql: Sql, row: Row): Promise<StoredVerification | undefined> {
    return isRow(row) ? sql.one`${SELECT} where id = ${row}` : undefined;
  }

  newest(sql: Sql, userId: string, purpose: string): Promise<StoredVerification | undefined> {
    return sql.one`${SELECT} where user_id = ${userId} and purpose = ${purpose} order by id desc limit 1`;
  }

  /** @returns whether the code was correct and unused */
  async use(sql: Sql, row: Row, secretHash: Buffer, at: number, mostAttempts: number): Promise<boolean> {
    const isRight = await sql.value<boolean>`update verification set attempts = attempts + 1,
        spent_at = case when secret_hash = ${secretHash} then ${at}::double precision end
      where id = ${row} and attempts < ${mostAttempts} and spent_at is null returning spent_at is not null`;
    return isRight ?? false;
  }
}
