/** A disk that fails the end of a transaction, once. */
import type Sqlite from 'better-sqlite3';
import { vi } from 'vitest';

const IO_ERROR = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' });

export function failRollback(db: Sqlite.Database): void {
  vi.spyOn(db, 'exec').mockImplementationOnce(() => {
    throw IO_ERROR;
  });
}

/** @param make what prepares its statements while it is made */
export function failCommit<Made>(db: Sqlite.Database, make: () => Made): Made {
  const prepare = db.prepare.bind(db);
  const prepared = vi.spyOn(db, 'prepare').mockImplementation((sql: string) => {
    const statement = prepare(sql);
    if (sql !== 'commit') return statement;
    vi.spyOn(statement, 'run').mockImplementationOnce(() => {
      throw IO_ERROR;
    });
    return statement;
  });
  const made = make();
  prepared.mockRestore();
  return made;
}
