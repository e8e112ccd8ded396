/** Statements of the SQLite store are prepared when they are first used, and once. */
import Sqlite from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import { migrate, migrations } from '../../src/store/sqlite/migrations.ts';
import { openSqliteStore } from '../../src/store/sqlite/open-store.ts';
import { LateStatements, plannedOnce } from '../../src/store/sqlite/statements.ts';

function withTable() {
  const db = new Sqlite(':memory:');
  db.exec("create table pair (a integer, b text); insert into pair values (1, 'one'), (2, 'two')");
  return { db, prepare: vi.spyOn(db, 'prepare'), statements: new LateStatements(db) };
}

test('a statement is prepared at its first use, and not again', () => {
  const { prepare, statements } = withTable();
  const find = statements.prepare<[number], { a: number; b: string }>('select a, b from pair where a = ?');
  expect(prepare).not.toHaveBeenCalled();
  expect(find.get(1)).toEqual({ a: 1, b: 'one' });
  expect(find.get(3)).toBeUndefined();
  expect(prepare.mock.calls).toEqual([['select a, b from pair where a = ?']]);
});

test('it reads all rows, or one after the other, and writes', () => {
  const { statements } = withTable();
  const rows = [
    { a: 1, b: 'one' },
    { a: 2, b: 'two' },
  ];
  expect(statements.prepare('select a, b from pair order by a').all()).toEqual(rows);
  expect([...statements.prepare('select a, b from pair order by a').iterate()]).toEqual(rows);
  expect(statements.prepare('delete from pair where a > ?').run(0).changes).toBe(2);
  expect(statements.prepare('select a, b from pair').all()).toEqual([]);
});

test('plucked before its first use, it reads the first column', () => {
  const { statements } = withTable();
  const names = statements.prepare<[], string>('select b, a from pair order by a').pluck();
  expect(names.all()).toEqual(['one', 'two']);
  expect(names.get()).toBe('one');
});

test('a statement that SQLite refuses is tried again at its next use', () => {
  const { db, statements } = withTable();
  const count = statements.prepare<[], number>('select count(*) from later').pluck();
  expect(() => count.get()).toThrow('no such table: later');
  db.exec('create table later (a)');
  expect(count.get()).toBe(0);
});

test('a statement that is planned once finds what it found, by the same index', () => {
  const { db } = withTable();
  db.exec('create index pair_by_a on pair (a, b)');
  const sql = 'select b from pair where a > :least and a < :most order by a limit :limit';
  const given = { least: 0, most: 3, limit: 1 };
  const once = plannedOnce(sql);
  expect(once).toBe(
    'select b from pair where a > likely(:least) and a < likely(:most) order by a limit likely(:limit)',
  );
  expect(db.prepare(once).all(given)).toEqual([{ b: 'one' }]);
  for (const text of [sql, once]) {
    const plan = db.prepare<unknown[], { detail: string }>(`explain query plan ${text}`).all(given);
    expect(plan.map(({ detail }) => detail)).toEqual([
      'SEARCH pair USING COVERING INDEX pair_by_a (a>? AND a<?)',
    ]);
  }
});

test('SQLite takes every statement of a store', async () => {
  const texts: string[] = [];
  const { prepare } = LateStatements.prototype;
  vi.spyOn(LateStatements.prototype, 'prepare').mockImplementation(function (this: LateStatements, text) {
    texts.push(text);
    return prepare.call(this, text) as never;
  });
  const store = await openSqliteStore(':memory:');
  vi.restoreAllMocks();
  await store.close();
  const db = new Sqlite(':memory:');
  migrate(db, migrations);
  expect(texts.length).toBeGreaterThan(150);
  for (const text of texts) expect(() => db.prepare(text), text).not.toThrow();
});
