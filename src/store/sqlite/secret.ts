/** Reads the secret from which every key that must outlive a restart is derived. */
import type { Database } from 'better-sqlite3';

export function readSecret(db: Database): Buffer {
  return db.prepare<[], Buffer>("select value from meta where name = 'secret'").pluck().get() as Buffer;
}
