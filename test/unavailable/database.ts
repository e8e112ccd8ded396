/** The database behind a store, for what only SQLite can be told. */
import Sqlite, { type Database } from 'better-sqlite3';
import { vi } from 'vitest';

/** @param open opens one store, and nothing else that does */
export async function withDatabase<Opened>(
  open: () => Promise<Opened>,
): Promise<{ opened: Opened; db: Database }> {
  const prepare = vi.spyOn(Sqlite.prototype, 'prepare');
  const opened = await open();
  const db = prepare.mock.contexts.at(-1) as Database;
  prepare.mockRestore();
  return { opened, db };
}

/** As a disk without room: nothing may grow any more. */
export function fill(db: Database): void {
  db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
}

export function makeRoom(db: Database): void {
  db.pragma('max_page_count = 1000000');
}
