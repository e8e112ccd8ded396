/** The tables of records and of what queries found of them, as migrations add them. */
import type { Database } from 'better-sqlite3';

/** Rows of an org's objects, and by what they are found. Ids order as their text does. */
export function addRecords(db: Database): void {
  db.exec(`
    create table record (
      org_id text not null,
      object text not null,
      record_id text not null,
      fields text not null,
      version integer not null,
      deleted_at integer,
      deleted_with text,
      unique (org_id, object, record_id)
    );
    create index record_deleted_with on record (org_id, deleted_with) where deleted_with is not null;
    create table record_key (
      org_id text not null,
      object text not null,
      field text not null,
      value text not null,
      record_id text not null,
      primary key (org_id, object, field, value, record_id)
    ) without rowid;
    create table record_number (
      org_id text not null,
      object text not null,
      field text not null,
      last integer not null,
      primary key (org_id, object, field)
    ) without rowid;
  `);
}

/** What queries found that are answered in pages. */
export function addQueryCursors(db: Database): void {
  db.exec(`
    create table query_cursor (
      number integer primary key autoincrement,
      id text not null unique,
      family text not null,
      org_id text not null,
      user_id text not null,
      head text not null,
      size integer not null,
      chunk integer not null,
      lifetime integer not null,
      expires_at integer not null
    );
    create index query_cursor_of_user on query_cursor (org_id, user_id);
    create table query_chunk (
      cursor_id text not null,
      number integer not null,
      rows text not null,
      unique (cursor_id, number)
    );
  `);
}

/** Bulk jobs. `job_hold` says who works on a batch, or uploads it: nothing of it outlives the process. */
export function addJobs(db: Database): void {
  db.exec(`
    create table job (
      id integer primary key autoincrement,
      job_id text not null unique,
      org_id text not null,
      user_id text not null,
      kind text not null,
      state text not null,
      facts text not null,
      message text,
      created_at integer not null,
      modified_at integer not null
    );
    create index job_of_org on job (org_id, id);
    create table job_batch (
      id integer primary key autoincrement,
      batch_id text not null unique,
      job_id text not null,
      org_id text not null,
      state text not null,
      message text,
      processed integer not null,
      failed integer not null,
      took integer not null,
      created_at integer not null,
      modified_at integer not null
    );
    create index job_batch_of_job on job_batch (job_id, id);
    create index job_batch_open on job_batch (state) where state in ('Queued', 'InProgress');
    create table job_data (
      batch_id text not null,
      number integer not null,
      org_id text not null,
      text text not null,
      unique (batch_id, number)
    );
    create table job_result (
      batch_id text not null,
      first integer not null,
      org_id text not null,
      results text not null,
      size integer not null,
      unique (batch_id, first)
    );
    create table job_hold (
      batch_id text not null primary key,
      holder text not null,
      until integer not null
    ) without rowid;
  `);
}
