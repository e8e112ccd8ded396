/** The tables of browser sessions, and of the apps that each session logged in to. */
import type { Row } from '../rows.ts';
import type { Session, Sessions, StoredSession } from '../sessions.ts';
import type { Kinds, OnSql } from './grouped.ts';
import { isRow } from './rows.ts';
import type { Sql } from './sql.ts';

export class SessionTable implements OnSql<Sessions> {
  readonly kinds: Kinds<Sessions> = { find: 'read', apps: 'read' };

  async append(sql: Sql, { secretHash, orgId, userId, isHighAssurance, createdAt }: Session): Promise<Row> {
    const row =
      await sql.value<Row>`insert into session (secret_hash, org_id, user_id, is_high_assurance, created_at)
      values (${secretHash}, ${orgId}, ${userId}, ${isHighAssurance}, ${createdAt}) returning id`;
    return row as Row;
  }

  async find(sql: Sql, row: Row): Promise<StoredSession | undefined> {
    if (!isRow(row)) return undefined;
    return sql.one`select id as row, secret_hash, org_id, user_id, is_high_assurance, created_at, ended_at
      from session where id = ${row}`;
  }

  async end(sql: Sql, row: Row, at: number): Promise<void> {
    await sql.run`update session set ended_at = ${at} where id = ${row} and ended_at is null`;
  }

  async raise(sql: Sql, row: Row): Promise<void> {
    await sql.run`update session set is_high_assurance = true where id = ${row}`;
  }

  async appendApp(sql: Sql, row: Row, consumerKey: string): Promise<void> {
    await sql.run`insert into session_app (session_id, consumer_key) values (${row}, ${consumerKey}) on conflict do nothing`;
  }

  async apps(sql: Sql, row: Row): Promise<string[]> {
    if (!isRow(row)) return [];
    return sql.column`select consumer_key from session_app where session_id = ${row} order by place`;
  }
}
