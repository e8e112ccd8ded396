/**
 * The schema, as numbered steps. `user_version` counts the steps a file has been through; a released step never changes.
 *
 * Plain types, and names that PostgreSQL takes unquoted, so that a store there can have the same tables. Instants are milliseconds.
 * AUTOINCREMENT: a token carries its row's number, so a number must never come back. Nothing is indexed by
 * a random value (design.md 4.7); what hangs on an approval learns of its end by joining it, not by being updated.
 */
import type { Database } from 'better-sqlite3';
import { SystemEntropy } from '../../ground/entropy.ts';
import { addJobs, addQueryCursors, addRecords } from './data-tables.ts';
import { addJournalBehind, addKeptSnapshotsAndApiUsage, addLabState, addWalks } from './lab-tables.ts';

type Migration = (db: Database) => void;

export const migrations: readonly Migration[] = [
  createTables,
  addSigningKeys,
  addDeviceCodesAndUsedAssertions,
  addRegisteredAppsAndOneTimePasswords,
  addVerificationsAndUserChanges,
  addWhatPoliciesKeep,
  addOrgDocuments,
  addLogInCounts,
  addReadings,
  addUsedCodesAndCountLogInsByMinute,
  addHoldsOfApprovals,
  addSharedAccessTokens,
  rememberUsedAssertions,
  addRecords,
  addQueryCursors,
  addJobs,
  addMessages,
  addLabState,
  addKeptSnapshotsAndApiUsage,
  addJournalBehind,
  addWalks,
];

function createTables(db: Database): void {
  db.exec(`
    create table meta (
      name text primary key,
      value blob not null
    );

    create table approval (
      id integer primary key autoincrement,
      org_id text not null,
      user_id text not null,
      consumer_key text not null,
      scopes text not null,
      holds_refresh_token integer not null default 0,
      use_count integer not null default 0,
      created_at integer not null,
      last_used_at integer not null,
      revoked_at integer
    );
    create index approval_live on approval (user_id, consumer_key) where revoked_at is null;

    create table refresh_token (
      id integer primary key autoincrement,
      secret_hash blob not null,
      approval_id integer not null references approval (id),
      issuer text not null,
      created_at integer not null,
      last_used_at integer not null,
      rotated_out_at integer
    );

    create table access_token (
      id integer primary key autoincrement,
      secret_hash blob not null,
      approval_id integer references approval (id),
      org_id text not null,
      user_id text not null,
      consumer_key text not null,
      scopes text not null,
      timeout integer not null,
      created_at integer not null,
      last_used_at integer not null,
      revoked_at integer
    );

    create table code (
      id integer primary key autoincrement,
      secret_hash blob not null,
      approval_id integer references approval (id),
      org_id text not null,
      user_id text not null,
      consumer_key text not null,
      scopes text not null,
      redirect_uri text not null,
      code_challenge text,
      nonce text,
      issuer text not null,
      created_at integer not null,
      spent_at integer
    );

    create table session (
      id integer primary key autoincrement,
      secret_hash blob not null,
      org_id text not null,
      user_id text not null,
      created_at integer not null,
      ended_at integer
    );

    create table journal (
      id integer primary key autoincrement,
      entry_id text not null,
      at integer not null,
      entry text not null
    );
  `);
  giveSecret(db);
}

/** Draws the store's secret. Every key is derived from it, also the one that permutes row numbers in tokens. */
export function giveSecret(db: Database): void {
  db.prepare("insert into meta (name, value) values ('secret', ?)").run(new SystemEntropy().bytes(32));
}

function addSigningKeys(db: Database): void {
  db.exec(`
    create table signing_key (
      id integer primary key autoincrement,
      owner text not null,
      kid text not null,
      private_key text not null,
      created_at integer not null,
      unique (owner, kid)
    );
  `);
}

function addDeviceCodesAndUsedAssertions(db: Database): void {
  db.exec(`
    create table device_code (
      id integer primary key autoincrement,
      consumer_key text not null,
      scopes text not null,
      ip text not null,
      created_at integer not null,
      last_polled_at integer,
      decided_at integer,
      org_id text,
      user_id text,
      issuer text,
      approval_id integer references approval (id),
      spent_at integer
    );
    create index device_code_waiting on device_code (consumer_key, created_at) where decided_at is null;

    create table used_assertion (
      hash blob primary key,
      expires_at integer not null
    );
    create index used_assertion_expiry on used_assertion (expires_at);
  `);
}

function addRegisteredAppsAndOneTimePasswords(db: Database): void {
  db.exec(`
    create table registered_app (
      id integer primary key autoincrement,
      consumer_key text not null,
      parent_consumer_key text not null,
      access_token_hash blob not null,
      registration text not null,
      created_at integer not null
    );

    create table one_time_password (
      id integer primary key autoincrement,
      secret_hash blob not null,
      org_id text not null,
      user_id text not null,
      created_at integer not null,
      spent_at integer
    );

    create table session_app (
      session_id integer not null references session (id),
      consumer_key text not null,
      primary key (session_id, consumer_key)
    );

    alter table access_token add column session_id integer references session (id);
  `);
}

function addVerificationsAndUserChanges(db: Database): void {
  db.exec(`
    create table verification (
      id integer primary key autoincrement,
      secret_hash blob not null,
      purpose text not null,
      org_id text not null,
      user_id text not null,
      details text not null,
      created_at integer not null,
      attempts integer not null default 0,
      spent_at integer
    );
    create index verification_of_user on verification (user_id);

    create table user_change (
      id integer primary key autoincrement,
      org_id text not null,
      user_id text not null,
      new_username text unique,
      changes text not null,
      created_at integer not null
    );
  `);
}

function addWhatPoliciesKeep(db: Database): void {
  db.exec(`
    create table app_record (
      consumer_key text primary key,
      secret_hash blob not null,
      first_seen_at integer not null,
      last_ended_token integer not null default 0
    );

    create table failed_log_in (
      user_id text primary key,
      failures integer not null,
      last_at integer not null
    );

    alter table session add column is_high_assurance integer not null default 0;
    alter table approval add column is_high_assurance integer not null default 0;
    alter table access_token add column is_high_assurance integer not null default 0;
    alter table access_token add column by_password integer not null default 0;
  `);
}

function addOrgDocuments(db: Database): void {
  db.exec(`
    create table org_document (
      id integer primary key autoincrement,
      org_id text not null unique,
      document text,
      expires_at integer,
      created_at integer not null
    );

    alter table used_assertion add column org_id text not null default '';
  `);
}

function addLogInCounts(db: Database): void {
  db.exec(`
    create table log_in_count (
      id integer primary key autoincrement,
      user_id text not null,
      minute integer not null,
      log_ins integer not null,
      writer text not null
    );
    create index log_in_count_of_user on log_in_count (user_id);

    alter table org_document add column seed text;
    alter table org_document add column user_change integer not null default 0;
  `);
}

/**
 * Before this step every deleted org kept its row; now only orgs of a seed do. The old rows do not say which kind they are, so
 * all go.
 */
function addReadings(db: Database): void {
  db.exec(`
    alter table org_document add column reading text;
    alter table org_document add column reader text;
    delete from org_document where document is null;
  `);
}

function addUsedCodesAndCountLogInsByMinute(db: Database): void {
  db.exec(`
    create table used_code (
      user_id text not null,
      step integer not null,
      primary key (user_id, step)
    );

    create table log_ins_of_minute (
      user_id text not null,
      minute integer not null,
      log_ins integer not null,
      primary key (user_id, minute)
    );
    insert into log_ins_of_minute (user_id, minute, log_ins)
      select user_id, minute, sum(log_ins) from log_in_count group by user_id, minute;
    drop table log_in_count;
  `);
}

function addHoldsOfApprovals(db: Database): void {
  db.exec('alter table approval add column held_until integer');
}

function addSharedAccessTokens(db: Database): void {
  db.exec(`
    create table shared_access_token (
      user_id text not null,
      consumer_key text not null,
      scopes text not null,
      access_token_id integer not null references access_token (id),
      nonce blob not null,
      primary key (user_id, consumer_key, scopes)
    );
  `);
}

/**
 * Before this step assertions were forgotten by time, which fails when the clock is moved back. The rows here are minutes old
 * and go.
 */
function rememberUsedAssertions(db: Database): void {
  db.exec(`
    drop table used_assertion;
    create table used_assertion (id integer primary key, hash blob not null unique);
  `);
}

function addMessages(db: Database): void {
  db.exec(`
    create table message (
      id integer primary key autoincrement,
      org_id text not null,
      user_id text not null,
      recipient text not null,
      channel text not null,
      kind text not null,
      subject text not null,
      text text not null,
      code text,
      created_at integer not null
    );
    create index message_of_org on message (org_id, id);
  `);
}

/** 'FXFC': marks a database file as ours. */
export const APPLICATION_ID = 0x46584643;

export function schemaVersion(db: Database): number {
  return db.pragma('user_version', { simple: true }) as number;
}

/**
 * Brings a database up to date, completely or not at all. If several processes try, one does it.
 *
 * @returns whether this process did it
 */
export function migrate(db: Database, steps: readonly Migration[]): boolean {
  if (schemaVersion(db) >= steps.length) return false;
  const transaction = db.transaction(() => {
    const missing = steps.slice(schemaVersion(db));
    for (const step of missing) step(db);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${steps.length}`);
    return missing.length > 0;
  });
  return transaction.immediate();
}
