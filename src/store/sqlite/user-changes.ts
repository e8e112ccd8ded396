/** The table of users that registered, and of changes of users. The methods that write belong inside a transaction. */
import type { Row } from '../rows.ts';
import type { StoredUserChange, UserChange, UserChanges } from '../user-changes.ts';
import type { FromSql } from './from-sql.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';

export class UserChangeTable implements Synchronous<UserChanges> {
  readonly kinds: Kinds<UserChanges> = { after: 'read' };
  readonly #append;
  readonly #after;

  constructor(db: Statements) {
    this.#append = db.prepare(
      `insert into user_change (org_id, user_id, new_username, changes, created_at)
       values (?, ?, ?, ?, ?) on conflict (new_username) do nothing`,
    );
    this.#after = db.prepare<[Row], FromSql<StoredUserChange>>(
      `select id as row, org_id as orgId, user_id as userId, new_username as newUsername, changes, created_at as createdAt
       from user_change where id > ? order by id`,
    );
  }

  /** @returns whether the username was free; true if the change has none */
  append({ orgId, userId, newUsername, changes, createdAt }: UserChange): boolean {
    return this.#append.run(orgId, userId, newUsername ?? null, changes, createdAt).changes === 1;
  }

  after(row: Row): StoredUserChange[] {
    return this.#after.all(row).map((found) => ({ ...found, newUsername: found.newUsername ?? undefined }));
  }
}
