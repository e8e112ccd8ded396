import Sqlite from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { FileAvailability } from '../../src/store/sqlite/file-availability.ts';
import { GroupRead } from '../../src/store/sqlite/group-read.ts';
import { failCommit } from './failing-once.ts';

describe('grouped reads', () => {
  let db: Sqlite.Database;
  let reads: GroupRead;
  let statements: string[];

  beforeEach(() => {
    statements = [];
    db = new Sqlite(':memory:', { verbose: (sql) => statements.push(String(sql)) });
    reads = new GroupRead(db, new FileAvailability(db));
  });

  const read = (value: number) => () => db.prepare(`select ${value}`).pluck().get();
  const fail = () => {
    throw new Error('cannot');
  };

  it('share one transaction in a turn', async () => {
    expect(await Promise.all([1, 2, 3].map((value) => reads.run(read(value))))).toEqual([1, 2, 3]);
    expect(await reads.run(read(4))).toBe(4);
    expect(statements).toEqual([
      'begin',
      'select 1',
      'select 2',
      'select 3',
      'commit',
      'begin',
      'select 4',
      'commit',
    ]);
  });

  it('fail alone', async () => {
    const [before, failed, after] = await Promise.allSettled([
      reads.run(read(1)),
      reads.run(fail),
      reads.run(read(2)),
    ]);
    expect([before, failed, after]).toMatchObject([
      { value: 1 },
      { reason: { message: 'cannot' } },
      { value: 2 },
    ]);
    expect(db.inTransaction).toBe(false);
  });

  it('go on after SQLite ended the transaction by itself', async () => {
    const ended = reads.run(() => db.exec('rollback'));
    const beside = reads.run(read(1));
    await ended;
    expect(await beside).toBe(1);
    expect(await reads.run(read(2))).toBe(2);
  });

  it('go on after a look that the disk did not let end', async () => {
    reads = failCommit(db, () => new GroupRead(db, new FileAvailability(db)));
    expect(await reads.run(read(1))).toBe(1);
    expect(await reads.run(read(2))).toBe(2);
    expect(db.inTransaction).toBe(false);
  });
});
