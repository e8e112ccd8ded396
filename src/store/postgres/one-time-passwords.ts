/** The table of one-time passwords. */
import type { OneTimePassword, OneTimePasswords, StoredOneTimePassword } from '../one-time-passwords.ts';
import type { Row } from '../rows.ts';
import type { Kinds, OnSql } from './grouped.ts';
import { isRow } from './rows.ts';
import type { Sql } from './sql.ts';

export class OneTimePasswordTable implements OnSql<OneTimePasswords> {
  readonly kinds: Kinds<OneTimePasswords> = { find: 'read' };

  async append(sql: Sql, { secretHash, orgId, userId, createdAt }: OneTimePassword): Promise<Row> {
    const row = await sql.value<Row>`insert into one_time_password (secret_hash, org_id, user_id, created_at)
      values (${secretHash}, ${orgId}, ${userId}, ${createdAt}) returning id`;
    return row as Row;
  }

  async find(sql: Sql, row: Row): Promise<StoredOneTimePassword | undefined> {
    if (!isRow(row)) return undefined;
    return sql.one`select id as row, secret_hash, org_id, user_id, created_at, spent_at from one_time_password
      where id = ${row}`;
  }

  /** @returns whether it was unspent */
  async spend(sql: Sql, row: Row, at: number): Promise<boolean> {
    return (
      (await sql.run`update one_time_password set spent_at = ${at} where id = ${row} and spent_at is null`) ===
      1
    );
  }
}
