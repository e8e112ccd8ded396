import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { DUMP_TABLES } from '../../src/store/sqlite/dump-tables.ts';
import { migrate, migrations } from '../../src/store/sqlite/migrations.ts';

/** Orgs are documents of a snapshot; what happened, and pages of answers, are no state. */
const LEFT_OUT = [
  'api_usage',
  'job_hold',
  'journal',
  'journal_behind',
  'kept_snapshot',
  'lab_state',
  'meta',
  'org_document',
  'query_chunk',
  'query_cursor',
  'sqlite_sequence',
  'sqlite_stat1',
  'sqlite_stat4',
  'walk',
];

it('a dump has every column of every table', () => {
  const db = new Sqlite(':memory:');
  migrate(db, migrations);
  const columns = db.prepare<[string], string>('select name from pragma_table_info(?)').pluck();
  const tables = db.prepare<[], string>("select name from sqlite_schema where type = 'table'").pluck().all();
  const own = tables.filter((table) => !LEFT_OUT.includes(table));
  const dumped = Object.fromEntries(DUMP_TABLES.map(({ table, columns }) => [table, [...columns].sort()]));
  // The number of a use says only which came first, as their order does.
  dumped.used_assertion?.push('id');
  expect(dumped).toEqual(Object.fromEntries(own.map((table) => [table, columns.all(table).sort()])));
});
