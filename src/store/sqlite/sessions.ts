import type { Database } from 'better-sqlite3';
import type { Row, Session, StoredSession } from '../port.ts';
import type { FromSql } from './from-sql.ts';

/** The table of browser sessions. */
export class Sessions {
  readonly #append;
  readonly #find;
  readonly #end;

  constructor(db: Database) {
    this.#append = db.prepare(
      'insert into session (secret_hash, org_id, user_id, created_at) values (?, ?, ?, ?)',
    );
    this.#find = db.prepare<[Row], FromSql<StoredSession>>(
      `select id as row, secret_hash as secretHash, org_id as orgId, user_id as userId,
         created_at as createdAt, ended_at as endedAt
       from session where id = ?`,
    );
    this.#end = db.prepare('update session set ended_at = ? where id = ? and ended_at is null');
  }

  append({ secretHash, orgId, userId, createdAt }: Session): Row {
    return Number(this.#append.run(secretHash, orgId, userId, createdAt).lastInsertRowid);
  }

  find(row: Row): StoredSession | undefined {
    const found = this.#find.get(row);
    return found && { ...found, endedAt: found.endedAt ?? undefined };
  }

  end(row: Row, at: number): void {
    this.#end.run(at, row);
  }
}
