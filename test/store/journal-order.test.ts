/** What another process writes between the statements of a look at the journal, which SQLite runs one after the other. */
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { JournalTable } from '../../src/store/sqlite/journal.ts';
import { migrate, migrations } from '../../src/store/sqlite/migrations.ts';
import type { Statement, Statements } from '../../src/store/sqlite/statements.ts';

const ENTRY = { id: 'late', at: 1, entry: '{}' };

/** Statements before each of which something happens. */
function interrupted(db: Sqlite.Database, happen: () => void): Statements {
  return {
    prepare<Given extends unknown[], Row>(sql: string) {
      const statement = db.prepare(sql) as unknown as Statement<Given, Row>;
      return {
        run: (...given: Given) => statement.run(...given),
        get(...given: Given) {
          happen();
          return statement.get(...given);
        },
        all(...given: Given) {
          happen();
          return statement.all(...given);
        },
        iterate: (...given: Given) => statement.iterate(...given),
        pluck() {
          statement.pluck();
          return this;
        },
      };
    },
  };
}

/** What is found by a look while whose statement of that number begins another process does something. */
function lookWhile(number: number, others: (journal: JournalTable) => void) {
  const db = new Sqlite(':memory:');
  migrate(db, migrations);
  const other = new JournalTable(db);
  other.fallBehind('other', 60_000);
  let statements = 0;
  const journal = new JournalTable(
    interrupted(db, () => {
      statements += 1;
      if (statements === number) others(other);
    }),
  );
  const news = journal.after(0, 10);
  return { ...news, ids: news.rows.map(({ id }) => id), statements };
}

test.each([1, 2, 3])('a mark that goes before statement %i is still told, or its row is', (number) => {
  const { behind, ids, statements } = lookWhile(number, (other) => other.append([ENTRY], 10, 'other'));
  expect(statements).toBe(3);
  expect(behind.includes('other') || ids.includes('late')).toBe(true);
});

test.each([1, 2, 3])('what is cleared before statement %i is not among the rows', (number) => {
  const { ids, cleared } = lookWhile(number, (other) => {
    other.append([ENTRY], 10);
    other.clear();
  });
  expect(ids).toEqual([]);
  expect(cleared).toBe(number === 1 ? 1 : 0);
});

test('a process that marked itself before the clock was set back is not waited for', () => {
  const db = new Sqlite(':memory:');
  migrate(db, migrations);
  const journal = new JournalTable(db);
  const mark = db.prepare('insert into journal_behind (run, until) values (?, ?)');
  mark.run('an hour ahead', Date.now() + 3_600_000);
  journal.fallBehind('now', 2_000);
  expect(journal.after(0, 10).behind).toEqual(['now']);
});
