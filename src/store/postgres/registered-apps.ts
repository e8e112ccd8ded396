/** The table of apps that other apps registered. */
import type { RegisteredApp, RegisteredApps, StoredRegisteredApp } from '../apps.ts';
import type { Row } from '../rows.ts';
import { changed } from './followed.ts';
import type { Kinds, OnSql } from './grouped.ts';
import { fragment, type Sql } from './sql.ts';

const SELECT = fragment`select id as row, consumer_key, parent_consumer_key, access_token_hash, registration, created_at
  from registered_app`;

export class RegisteredAppTable implements OnSql<RegisteredApps> {
  readonly kinds: Kinds<RegisteredApps> = { find: 'read', after: 'read' };

  async append(sql: Sql, app: RegisteredApp): Promise<void> {
    const { consumerKey, parentConsumerKey, accessTokenHash, registration, createdAt } = app;
    await sql.run`insert into registered_app (consumer_key, parent_consumer_key, access_token_hash, registration, created_at)
      values (${consumerKey}, ${parentConsumerKey}, ${accessTokenHash}, ${registration}, ${createdAt})`;
    await changed(sql);
  }

  find(sql: Sql, consumerKey: string): Promise<StoredRegisteredApp | undefined> {
    return sql.one`${SELECT} where consumer_key = ${consumerKey} order by id limit 1`;
  }

  after(sql: Sql, row: Row): Promise<StoredRegisteredApp[]> {
    return sql.all`${SELECT} where id > ${row} order by id`;
  }
}
