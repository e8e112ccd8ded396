/** The tables of browser sessions, and of the apps that each session logged in to. */
import type { Row } from '../rows.ts';
import type { Session, Sessions, StoredSession } from '../sessions.ts';
import { type Flagged, type FromSql, flag } from './from-sql.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';

export class SessionTable implements Synchronous<Sessions> {
  readonly kinds: Kinds<Sessions> = { find: 'read', apps: 'read' };
  readonly #append;
  readonly #find;
  readonly #end;
  readonly #raise;
  readonly #appendApp;
  readonly #apps;

  constructor(db: Statements) {
    this.#append = db.prepare(
      `insert into session (secret_hash, org_id, user_id, is_high_assurance, created_at)
       values (?, ?, ?, ?, ?)`,
    );
    this.#find = db.prepare<[Row], FromSql<Flagged<StoredSession>>>(
      `select id as row, secret_hash as secretHash, org_id as orgId, user_id as userId,
         is_high_assurance as isHighAssurance, created_at as createdAt, ended_at as endedAt
       from session where id = ?`,
    );
    this.#end = db.prepare('update session set ended_at = ? where id = ? and ended_at is null');
    this.#raise = db.prepare('update session set is_high_assurance = 1 where id = ?');
    this.#appendApp = db.prepare(
      'insert into session_app (session_id, consumer_key) values (?, ?) on conflict do nothing',
    );
    this.#apps = db
      .prepare<[Row], string>('select consumer_key from session_app where session_id = ? order by rowid')
      .pluck();
  }

  append({ secretHash, orgId, userId, isHighAssurance, createdAt }: Session): Row {
    const level = Number(isHighAssurance ?? false);
    return Number(this.#append.run(secretHash, orgId, userId, level, createdAt).lastInsertRowid);
  }

  find(row: Row): StoredSession | undefined {
    const found = this.#find.get(row);
    return (
      found && {
        ...found,
        isHighAssurance: flag(found.isHighAssurance),
        endedAt: found.endedAt ?? undefined,
      }
    );
  }

  end(row: Row, at: number): void {
    this.#end.run(at, row);
  }

  raise(row: Row): void {
    this.#raise.run(row);
  }

  appendApp(row: Row, consumerKey: string): void {
    this.#appendApp.run(row, consumerKey);
  }

  apps(row: Row): string[] {
    return this.#apps.all(row);
  }
}
