/** A file that cannot be the store: one sentence, and not a byte of it changed. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { StoreError } from '../../src/store/port.ts';
import { migrate, migrations } from '../../src/store/sqlite/migrations.ts';
import { anAccessToken } from './records.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
let folders = 0;

function freshPath(): string {
  folders += 1;
  const path = join(folder(), String(folders));
  mkdirSync(path);
  return join(path, 'state.db');
}

/** A store with some tokens, closed. */
async function usedStore(): Promise<string> {
  const file = freshPath();
  const store = await openStore(file);
  await Promise.all(Array.from({ length: 300 }, () => store.tokens.issue(anAccessToken())));
  await store.close();
  return file;
}

/** The same as a killed process leaves it: its last writes only in the side file. */
async function killedStore(): Promise<string> {
  const file = await usedStore();
  const store = await openStore(file);
  await store.tokens.issue(anAccessToken());
  const copy = freshPath();
  copyFileSync(file, copy);
  copyFileSync(`${file}-wal`, `${copy}-wal`);
  await store.close();
  return copy;
}

/** `-shm` is left out: an index of the side file that SQLite builds anew whenever it looks. */
function hashes(file: string): (string | undefined)[] {
  return [file, `${file}-wal`].map((path) =>
    existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : undefined,
  );
}

async function refusal(location: string): Promise<string> {
  const error = await openStore(location).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StoreError);
  return (error as StoreError).message;
}

async function expectRefusedUntouched(file: string, message: string | RegExp): Promise<void> {
  const before = hashes(file);
  const said = await refusal(file);
  if (typeof message === 'string') expect(said).toBe(message);
  else expect(said).toMatch(message);
  expect(hashes(file)).toEqual(before);
}

function overwrite(file: string, at: number, bytes: Buffer): void {
  const content = readFileSync(file);
  bytes.copy(content, at);
  writeFileSync(file, content);
}

describe('a file that is not ours', () => {
  it('a folder', async () => {
    const file = freshPath();
    expect(await refusal(dirname(file))).toBe(
      `The store ${dirname(file)} is a folder: name a file in it, such as ${file}.`,
    );
  });

  it('something that is no file', async () => {
    expect(await refusal('/dev/null')).toBe('The store /dev/null is not a file: name another one.');
  });

  it.each([
    ['text', 'orgs:\n  - name: Acme\n'.repeat(20)],
    ['one byte', 'S'],
  ])('%s', async (_, content) => {
    const file = freshPath();
    writeFileSync(file, content);
    await expectRefusedUntouched(
      file,
      `The store ${file} is not a database: name another file, or move this one away.`,
    );
  });

  it.each([0, 0x47504b47])('a database with application id %i', async (id) => {
    const file = freshPath();
    const db = new Sqlite(file);
    db.pragma(`application_id = ${id}`);
    db.exec('create table access_token (id integer primary key)');
    db.close();
    await expectRefusedUntouched(
      file,
      `The store ${file} is the database of another application: name another file.`,
    );
  });
});

describe('a file of ours that must not be opened', () => {
  const NEWER = migrations.length + 1;
  const newer = (file: string) =>
    `The store ${file} was written by a newer fauxforce (schema ${NEWER}; this one knows ${migrations.length}): upgrade fauxforce, or name another file.`;

  it('a newer schema', async () => {
    const file = await usedStore();
    overwrite(file, 60, Buffer.from([0, 0, 0, NEWER]));
    await expectRefusedUntouched(file, newer(file));
  });

  it('a newer schema that is still only in the side file', async () => {
    const file = await usedStore();
    const db = new Sqlite(file);
    db.pragma(`user_version = ${NEWER}`);
    const copy = freshPath();
    copyFileSync(file, copy);
    copyFileSync(`${file}-wal`, `${copy}-wal`);
    db.close();
    await expectRefusedUntouched(copy, newer(copy));
  });

  it('cut off', async () => {
    const file = await usedStore();
    truncateSync(file, 4096 * 3);
    await expectRefusedUntouched(
      file,
      /^The store .*state\.db is corrupt \(.+\): restore it from a copy, or move it away/,
    );
  });

  it('overwritten in the middle', async () => {
    const file = await usedStore();
    overwrite(file, 4096 * 15, Buffer.alloc(4096, 0xff));
    await expectRefusedUntouched(
      file,
      /is corrupt \(.+\): restore it from a copy, or move it away to start afresh\.$/,
    );
  });

  it('overwritten in the middle, with the side file of a killed process', async () => {
    const file = await killedStore();
    overwrite(file, 4096 * 15, Buffer.alloc(4096, 0xff));
    await expectRefusedUntouched(file, /is corrupt/);
  });

  it('with a broken schema', async () => {
    const file = await usedStore();
    overwrite(file, 112, Buffer.alloc(4096 - 112, 0xff));
    await expectRefusedUntouched(file, /is corrupt/);
  });
});

describe('a place that cannot be written', () => {
  const root = process.getuid?.() === 0;
  afterEach(() => {
    if (root) process.seteuid?.(0);
  });

  /** Permissions mean nothing to root, so that it steps down for a moment. */
  function asOrdinaryUser(): void {
    if (root) process.seteuid?.(65_534);
  }

  const readOnly =
    /^The store .* cannot be written \(.+\): allow this user to write the file and its folder, or name another file\.$/;

  async function expectReadOnly(file: string): Promise<void> {
    chmodSync(folder(), 0o755);
    const before = hashes(file);
    asOrdinaryUser();
    const said = await refusal(file);
    if (root) process.seteuid?.(0);
    expect(said).toMatch(readOnly);
    expect(said).toContain(basename(file));
    expect(hashes(file)).toEqual(before);
  }

  it('a read-only file', async () => {
    const file = await usedStore();
    chmodSync(file, 0o444);
    chmodSync(dirname(file), 0o777);
    await expectReadOnly(file);
  });

  it('a read-only folder', async () => {
    const file = await usedStore();
    chmodSync(file, 0o666);
    chmodSync(dirname(file), 0o555);
    onTestFinished(() => chmodSync(dirname(file), 0o755));
    await expectReadOnly(file);
  });

  it('a new file in a read-only folder', async () => {
    const file = freshPath();
    chmodSync(dirname(file), 0o555);
    onTestFinished(() => chmodSync(dirname(file), 0o755));
    await expectReadOnly(file);
    await expectReadOnly(join(dirname(file), 'deeper', 'state.db'));
    expect(existsSync(join(dirname(file), 'deeper'))).toBe(false);
  });

  it('below a file', async () => {
    const file = await usedStore();
    await expectReadOnly(join(file, 'state.db'));
  });
});

describe('a file that can be opened', () => {
  it('an empty one', async () => {
    const file = freshPath();
    writeFileSync(file, '');
    const store = await openStore(file);
    expect((await store.tokens.issue(anAccessToken())).accessToken).toBe(1);
    await store.close();
  });

  it('a new one is made for its owner alone', async () => {
    const folder = freshPath();
    const file = join(folder, 'state.db');
    const store = await openStore(file);
    await store.tokens.issue(anAccessToken());
    const modes = ['', '-wal', '-shm'].map((side) => statSync(file + side).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600, 0o600]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    await store.close();
  });

  it('one that a killed process left', async () => {
    const store = await openStore(await killedStore());
    expect(await store.accessTokens.find(301)).toBeDefined();
    await store.close();
  });

  it('one of before processes told that they are behind with the journal', async () => {
    const file = freshPath();
    const db = new Sqlite(file);
    migrate(db, migrations.slice(0, 19));
    db.exec("insert into journal (entry_id, at, entry) values ('a', 1, '{}')");
    db.close();
    const store = await openStore(file);
    await store.journal.fallBehind('run', 60_000);
    expect(await store.journal.after(0, 10)).toMatchObject({ rows: [{ id: 'a' }], behind: ['run'] });
    await store.close();
  });

  it('one of before walks were kept', async () => {
    const file = freshPath();
    const db = new Sqlite(file);
    migrate(db, migrations.slice(0, 20));
    db.close();
    const store = await openStore(file);
    await store.walks.add('a', 'begun', 1);
    expect(await store.walks.find('a')).toBe('begun');
    await store.close();
  });

  it('one whose folder does not exist yet', async () => {
    const file = join(dirname(freshPath()), 'a', 'b', 'state.db');
    await (await openStore(file)).close();
    expect(existsSync(file)).toBe(true);
  });

  it('locked by another program: says so', async () => {
    const file = await usedStore();
    const db = new Sqlite(file);
    db.pragma('locking_mode = exclusive');
    db.exec('begin immediate; update meta set value = value; commit');
    await expectRefusedUntouched(
      file,
      `The store ${file} is locked by another process: end that one, or name another file.`,
    );
    db.close();
  }, 20_000);
});

it('a location that is no file is refused, and none is made of it', async () => {
  expect(await refusal('mysql://db/x')).toBe(
    'State is kept in SQLite or PostgreSQL: give a file, :memory: or postgres://…, not mysql://.',
  );
  expect(await refusal(' ')).toBe('Give a file, :memory: or postgres://….');
  expect(existsSync('mysql:')).toBe(false);
});
