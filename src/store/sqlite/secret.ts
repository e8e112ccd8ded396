import type { Database } from 'better-sqlite3';

/** What every key that must outlive a restart is derived from. */
export function readSecret(db: Database): Buffer {
  return db.prepare<[], Buffer>("select value from meta where name = 'secret'").pluck().get() as Buffer;
}
