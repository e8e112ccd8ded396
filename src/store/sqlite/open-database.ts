/**
 * Opens a database file only if it is a sound one of fauxforce's; otherwise says so and leaves its bytes as they were.
 *
 * The header is read before SQLite may touch the file. It can be trusted because a file is switched to WAL only after its
 * schema is complete, and an upgrade is checkpointed at once.
 */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type BetterSqlite3 from 'better-sqlite3';
import { makeFolder } from '../../ground/folder.ts';
import { StoreError } from '../port.ts';
import { giveLabState } from './lab-tables.ts';
import { APPLICATION_ID, giveSecret, migrate, migrations, schemaVersion } from './migrations.ts';

/** Milliseconds that a write waits for another process to finish its group. */
const BUSY_TIMEOUT = 5000;

/**
 * Pages of the side file, 16 MB, after which they go into the file. The journal writes the same pages every few thousand requests, and the
 * newest tokens share one: each goes over once, however often it was written meanwhile.
 */
const CHECKPOINT_AFTER = 4_000;

/** How often opening is tried again. While several processes make the same file, SQLite refuses some steps without waiting. */
const ATTEMPTS = { timeout: 50, pause: 10, count: 30 };

/**
 * Bytes: a file up to this size has every page checked at start, which takes about 15 ms. A truncated file is noticed at any
 * size.
 */
const LARGEST_CHECKED = 8 * 1024 * 1024;

type Sqlite = typeof BetterSqlite3;

/**
 * @param location a path, whose folder is made if it is missing, or `:memory:`
 * @throws StoreError
 */
export async function openDatabase(Sqlite: Sqlite, location: string): Promise<BetterSqlite3.Database> {
  if (location === ':memory:') return openInMemory(Sqlite);
  const file = resolve(location.trim());
  for (let attempt = 1; ; attempt += 1) {
    try {
      return openFile(Sqlite, file);
    } catch (error) {
      if (attempt === ATTEMPTS.count || !isBusy(error)) throw explain(file, error);
      await setTimeout(ATTEMPTS.pause);
    }
  }
}

let schema: string | undefined;

/**
 * Opens a store in memory. The first one is migrated; the next ones run the schema that came of it, which is four times faster:
 * each test may open a store of its own.
 */
function openInMemory(Sqlite: Sqlite): BetterSqlite3.Database {
  const db = new Sqlite(':memory:');
  if (schema === undefined) {
    migrate(db, migrations);
    schema = schemaOf(db);
  } else {
    db.exec(schema);
    giveSecret(db);
    giveLabState(db);
  }
  return db;
}

function schemaOf(db: BetterSqlite3.Database): string {
  const statements = db.prepare("select sql from sqlite_schema where name not like 'sqlite_%'").pluck().all();
  return ['begin', ...statements, 'commit'].join(';\n');
}

function openFile(Sqlite: Sqlite, file: string): BetterSqlite3.Database {
  if (isPresent(file)) verify(Sqlite, file);
  else makeFile(file);
  const db = new Sqlite(file, { timeout: ATTEMPTS.timeout });
  try {
    const migrated = migrate(db, migrations);
    db.pragma('journal_mode = wal');
    if (migrated) db.pragma('wal_checkpoint(full)');
    db.pragma('synchronous = normal'); // docs/decisions/0001
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_AFTER}`);
    db.pragma(`busy_timeout = ${BUSY_TIMEOUT}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Makes the file and its folder for their owner alone: passwords and keys of orgs are in them. SQLite gives its side files the
 * same mode.
 */
function makeFile(file: string): void {
  makeFolder(dirname(file));
  closeSync(openSync(file, 'a', 0o600));
}

/** Whether there is a database to open, judged from its first 100 bytes alone (https://www.sqlite.org/fileformat.html 1.3). */
function isPresent(file: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined || (stat.isFile() && stat.size === 0)) return false;
  if (stat.isDirectory()) {
    throw new StoreError(
      `The store ${file} is a folder: name a file in it, such as ${join(file, 'state.db')}.`,
    );
  }
  if (!stat.isFile()) throw new StoreError(`The store ${file} is not a file: name another one.`);
  const header = readHeader(file);
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0') {
    throw new StoreError(`The store ${file} is not a database: name another file, or move this one away.`);
  }
  if (header.readUInt32BE(68) !== APPLICATION_ID) {
    throw new StoreError(`The store ${file} is the database of another application: name another file.`);
  }
  refuseNewer(file, header.readUInt32BE(60));
  return true;
}

function readHeader(file: string): Buffer {
  const header = Buffer.alloc(100);
  const descriptor = openSync(file, 'r+');
  try {
    readSync(descriptor, header);
  } finally {
    closeSync(descriptor);
  }
  return header;
}

function refuseNewer(file: string, version: number): void {
  if (version <= migrations.length) return;
  throw new StoreError(
    `The store ${file} was written by a newer fauxforce (schema ${version}; this one knows ${migrations.length}): ` +
      'upgrade fauxforce, or name another file.',
  );
}

/**
 * Opens `readonly`, so that SQLite does not touch what a killed process left in the side file until the file is known to be
 * sound.
 */
function verify(Sqlite: Sqlite, file: string): void {
  const db = new Sqlite(file, { readonly: existsSync(`${file}-wal`), timeout: ATTEMPTS.timeout });
  try {
    refuseNewer(file, schemaVersion(db));
    if (statSync(file).size > LARGEST_CHECKED) return;
    const problem = db.pragma('quick_check(1)', { simple: true });
    if (problem !== 'ok') throw corrupt(file, String(problem));
  } finally {
    db.close();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}

function corrupt(file: string, problem: string): StoreError {
  return new StoreError(
    `The store ${file} is corrupt (${problem.replaceAll(/\s+/g, ' ')}): restore it from a copy, or move it away to start afresh.`,
  );
}

function explain(file: string, error: unknown): unknown {
  if (error instanceof StoreError || !(error instanceof Error && 'code' in error)) return error;
  const code = String(error.code);
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return corrupt(file, error.message);
  if (isBusy(error)) {
    return new StoreError(
      `The store ${file} is locked by another process: end that one, or name another file.`,
    );
  }
  if (/^(SQLITE_(READONLY|CANTOPEN|PERM)|EACCES|EPERM|EROFS|ENOTDIR|EEXIST|ENOENT)/.test(code)) {
    return new StoreError(
      `The store ${file} cannot be written (${error.message}): allow this user to write the file and its folder, or name another file.`,
    );
  }
  return new StoreError(
    `The store ${file} cannot be opened (${error.message}): is there room on its disk? Else name another file.`,
  );
}
