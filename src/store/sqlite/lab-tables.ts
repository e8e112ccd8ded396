/** The tables of what all processes on a store share and no snapshot has, as migrations add them. */
import type { Database } from 'better-sqlite3';

/** What the processes on a store share of the lab. */
export function addLabState(db: Database): void {
  db.exec('create table lab_state (version integer not null, text text, journal_cleared integer not null)');
  giveLabState(db);
}

/** Its only row. */
export function giveLabState(db: Database): void {
  db.exec('insert into lab_state values (0, null, 0)');
}

/** Snapshots by name, and calls of the API: of the lab's and of the org's, no snapshot has them. */
export function addKeptSnapshotsAndApiUsage(db: Database): void {
  db.exec(`
    create table kept_snapshot (
      id integer primary key autoincrement,
      name text not null unique,
      taken_at integer not null,
      characters integer not null,
      document blob not null
    );
    create table api_usage (
      org_id text primary key,
      since integer not null,
      calls integer not null
    ) without rowid;
  `);
}

/** The processes that have written less of the journal than they have answered. */
export function addJournalBehind(db: Database): void {
  db.exec('create table journal_behind (run text primary key, until integer not null) without rowid');
}

/** Walks through flows, each held by whoever goes on with it. */
export function addWalks(db: Database): void {
  db.exec(`
    create table walk (
      number integer primary key autoincrement,
      id text not null unique,
      text text not null,
      holder text,
      held_until integer
    );
  `);
}
