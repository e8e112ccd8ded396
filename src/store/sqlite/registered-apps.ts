/** The table of apps that other apps registered. */
import type { RegisteredApp, RegisteredApps, StoredRegisteredApp } from '../apps.ts';
import type { Row } from '../rows.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';

const SELECT = `select id as row, consumer_key as consumerKey, parent_consumer_key as parentConsumerKey,
    access_token_hash as accessTokenHash, registration, created_at as createdAt
  from registered_app`;

export class RegisteredAppTable implements Synchronous<RegisteredApps> {
  readonly kinds: Kinds<RegisteredApps> = { find: 'read', after: 'read' };
  readonly #append;
  readonly #find;
  readonly #after;

  constructor(db: Statements) {
    this.#append = db.prepare(
      `insert into registered_app
         (consumer_key, parent_consumer_key, access_token_hash, registration, created_at)
       values (?, ?, ?, ?, ?)`,
    );
    this.#find = db.prepare<[string], StoredRegisteredApp>(
      `${SELECT} where consumer_key = ? order by id limit 1`,
    );
    this.#after = db.prepare<[Row], StoredRegisteredApp>(`${SELECT} where id > ? order by id`);
  }

  append(app: RegisteredApp): void {
    const { consumerKey, parentConsumerKey, accessTokenHash, registration, createdAt } = app;
    this.#append.run(consumerKey, parentConsumerKey, accessTokenHash, registration, createdAt);
  }

  find(consumerKey: string): StoredRegisteredApp | undefined {
    return this.#find.get(consumerKey);
  }

  after(row: Row): StoredRegisteredApp[] {
    return this.#after.all(row);
  }
}
