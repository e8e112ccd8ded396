import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate, migrations } from '../../src/store/sqlite/migrations.ts';
import { UsedAssertionTable } from '../../src/store/sqlite/used-assertions.ts';

it('keeps the newest uses, and forgets the oldest beyond their number', () => {
  const db = new Database(':memory:');
  migrate(db, migrations);
  const used = new UsedAssertionTable(db, 3);
  const use = (name: string) => used.use(Buffer.from(name));
  expect(['a', 'b', 'c'].map(use)).toEqual([true, true, true]);
  expect(['a', 'b', 'c'].map(use)).toEqual([false, false, false]);
  expect(use('d')).toBe(true);
  expect(['b', 'c', 'd'].map(use)).toEqual([false, false, false]);
  expect(use('a')).toBe(true);
});
