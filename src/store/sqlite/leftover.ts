/** A transaction that a failing disk did not let end: the next one ends it before it begins. */
import type { Database } from 'better-sqlite3';
import type { FileAvailability } from './file-availability.ts';

/** A full disk makes SQLite roll back by itself. @throws what SQLite says when it still does not end */
export function endLeftover(db: Database): void {
  if (db.inTransaction) db.exec('rollback');
}

/** Where nothing catches: what fails is noted, and may be left over. */
export function endAsFarAsCan(end: () => void, availability: FileAvailability): void {
  try {
    end();
  } catch (error) {
    availability.explain(error);
  }
}
