import Sqlite from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { APPLICATION_ID, migrate, migrations, schemaVersion } from '../../src/store/sqlite/migrations.ts';

describe('migrations', () => {
  let db: Sqlite.Database;
  beforeEach(() => {
    db = new Sqlite(':memory:');
  });

  const schema = () => db.prepare('select sql from sqlite_schema order by name').pluck().all();

  it('bring an empty database up to date and mark it as ours', () => {
    expect(migrate(db, migrations)).toBe(true);
    expect(schemaVersion(db)).toBe(migrations.length);
    expect(db.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
  });

  it('leave alone what is up to date', () => {
    migrate(db, migrations);
    const before = schema();
    expect(migrate(db, migrations)).toBe(false);
    expect(schema()).toEqual(before);
  });

  it('run only the steps that are missing, in order', () => {
    const ran: number[] = [];
    const step = (number: number) => () => void ran.push(number);
    migrate(db, [step(1), step(2)]);
    migrate(db, [step(1), step(2), step(3), step(4)]);
    expect(ran).toEqual([1, 2, 3, 4]);
    expect(schemaVersion(db)).toBe(4);
  });

  it('happen whole or not at all', () => {
    migrate(db, migrations);
    const before = schema();
    const add = (target: Sqlite.Database) =>
      void target.exec('create table further (id integer primary key)');
    const fail = () => {
      throw new Error('disk full');
    };
    expect(() => migrate(db, [...migrations, add, fail])).toThrow('disk full');
    expect(schema()).toEqual(before);
    expect(schemaVersion(db)).toBe(migrations.length);
  });

  it('index nothing by a random value', () => {
    migrate(db, migrations);
    const indexes = db
      .prepare("select name from sqlite_schema where type = 'index' and sql is not null order by name")
      .pluck()
      .all();
    expect(indexes).toEqual([
      'approval_live',
      'device_code_waiting',
      'job_batch_of_job',
      'job_batch_open',
      'job_of_org',
      'message_of_org',
      'query_cursor_of_user',
      'record_deleted_with',
      'verification_of_user',
    ]);
  });
});
