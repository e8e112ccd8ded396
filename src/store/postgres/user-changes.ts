/** The table of users that registered, and of changes of users. */
import type { Row } from '../rows.ts';
import type { StoredUserChange, UserChange, UserChanges } from '../user-changes.ts';
import { changed } from './followed.ts';
import type { Kinds, OnSql } from './grouped.ts';
import type { Sql } from './sql.ts';

export class UserChangeTable implements OnSql<UserChanges> {
  readonly kinds: Kinds<UserChanges> = { after: 'read' };

  /** @returns whether the username was free; true if the change has none */
  async append(sql: Sql, { orgId, userId, newUsername, changes, createdAt }: UserChange): Promise<boolean> {
    const appended =
      await sql.run`insert into user_change (org_id, user_id, new_username, changes, created_at)
      values (${orgId}, ${userId}, ${newUsername}, ${changes}, ${createdAt}) on conflict (new_username) do nothing`;
    if (appended === 1) await changed(sql);
    return appended === 1;
  }

  after(sql: Sql, row: Row): Promise<StoredUserChange[]> {
    return sql.all`select id as row, org_id, user_id, new_username, changes, created_at from user_change
      where id > ${row} order by id`;
  }
}
