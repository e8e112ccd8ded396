/** A failing disk can leave a transaction open: the next transaction ends it before it begins. */
import type { Database } from 'better-sqlite3';
import type { FileAvailability } from './file-availability.ts';

/** Ends an open transaction; on a full disk SQLite has already rolled it back. @throws what SQLite says when it cannot be ended */
export function endLeftover(db: Database): void {
  if (db.inTransaction) db.exec('rollback');
}

/** Ends a transaction where no caller catches errors: an error is recorded, and the transaction may stay open. */
export function endAsFarAsCan(end: () => void, availability: FileAvailability): void {
  try {
    end();
  } catch (error) {
    availability.explain(error);
  }
}
