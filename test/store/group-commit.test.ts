import Sqlite from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { FileAvailability } from '../../src/store/sqlite/file-availability.ts';
import { GroupCommit } from '../../src/store/sqlite/group-commit.ts';
import { failRollback } from './failing-once.ts';

describe('grouped commits', () => {
  let db: Sqlite.Database;
  let writes: GroupCommit;
  let statements: string[];

  beforeEach(() => {
    statements = [];
    db = new Sqlite(':memory:', { verbose: (sql) => statements.push(String(sql)) });
    db.exec('create table word (word text primary key)');
    writes = new GroupCommit(db, new FileAvailability(db));
    statements.length = 0;
  });

  const insert = (word: string) => () => db.prepare('insert into word values (?)').run(word).changes;
  const words = () => db.prepare('select word from word order by word').pluck().all();
  const commits = () => statements.filter((sql) => sql === 'commit').length;

  it('put the writes of one turn into one transaction', async () => {
    expect(await Promise.all(['a', 'b', 'c'].map((word) => writes.run(insert(word))))).toEqual([1, 1, 1]);
    expect(statements.map((sql) => sql.split(' ')[0])).toEqual([
      'begin',
      'insert',
      'insert',
      'insert',
      'commit',
    ]);
  });

  it('settle only after the commit', async () => {
    const seen = writes.run(insert('a')).then(() => commits());
    expect(statements).toEqual([]);
    expect(await seen).toBe(1);
  });

  it('are bounded: a flood is committed in several groups', async () => {
    await Promise.all(Array.from({ length: 1025 }, (_, i) => writes.run(insert(`word ${i}`))));
    expect(commits()).toBe(3);
    expect(words()).toHaveLength(1025);
  });

  it('reject only the culprit, and keep nothing of it', async () => {
    const halfDone = () => {
      insert('half')();
      throw new Error('culprit');
    };
    const outcomes = await Promise.allSettled([
      writes.run(insert('a')),
      writes.run(halfDone),
      writes.run(insert('b')),
    ]);
    expect(outcomes).toEqual([
      { status: 'fulfilled', value: 1 },
      { status: 'rejected', reason: new Error('culprit') },
      { status: 'fulfilled', value: 1 },
    ]);
    expect(words()).toEqual(['a', 'b']);
  });

  it('reject all when no transaction can begin', async () => {
    const pending = Promise.allSettled([writes.run(insert('a')), writes.run(insert('b'))]);
    db.close();
    expect((await pending).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('survive a rollback that the disk refuses: the writes fail, and the next ones go on', async () => {
    const spoiled = () => {
      insert('half')();
      throw new Error('culprit');
    };
    failRollback(db);
    await expect(writes.run(spoiled)).rejects.toThrow('culprit');
    expect(db.inTransaction).toBe(true);
    expect(await writes.run(insert('a'))).toBe(1);
    expect(words()).toEqual(['a']);
  });
});
