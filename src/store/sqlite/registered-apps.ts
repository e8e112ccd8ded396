import type { Database } from 'better-sqlite3';
import type { RegisteredApp } from '../port.ts';

/** The table of apps that other apps registered. */
export class RegisteredApps {
  readonly #append;
  readonly #all;

  constructor(db: Database) {
    this.#append = db.prepare(
      `insert into registered_app
         (consumer_key, parent_consumer_key, access_token_hash, registration, created_at)
       values (?, ?, ?, ?, ?)`,
    );
    this.#all = db.prepare<[], RegisteredApp>(
      `select consumer_key as consumerKey, parent_consumer_key as parentConsumerKey,
         access_token_hash as accessTokenHash, registration, created_at as createdAt
       from registered_app order by id`,
    );
  }

  append(app: RegisteredApp): void {
    const { consumerKey, parentConsumerKey, accessTokenHash, registration, createdAt } = app;
    this.#append.run(consumerKey, parentConsumerKey, accessTokenHash, registration, createdAt);
  }

  all(): RegisteredApp[] {
    return this.#all.all();
  }
}
