/** A store with very much in it: what the lab says of all of it is bounded or comes in slices. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { DumpSlice } from '../../src/store/port.ts';
import { startFauxforce } from '../../src/testing/index.ts';
import { aUserChange } from '../store/records.ts';
import { withDatabase } from '../unavailable/database.ts';
import { lab, tokenOf, userInfo } from './helpers.ts';

async function inFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fauxforce-much-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'state.db');
}

async function start(location?: string) {
  const onBug = vi.fn();
  const store = location ?? (await inFile());
  const { opened: sf, db } = await withDatabase(() => startFauxforce({ store, onBug }));
  onTestFinished(async () => {
    await sf[Symbol.asyncDispose]();
    expect(onBug).not.toHaveBeenCalled();
  });
  return { sf, db };
}

const ROWS = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
  insert into one_time_password (secret_hash, org_id, user_id, created_at) select zeroblob(32), 'o', 'u', i from n`;

test('a snapshot that would have too many rows is refused in a sentence', async () => {
  const { sf, db } = await start();
  db.prepare(ROWS).run(500_001);
  expect(await lab(sf, 'GET', '/snapshot')).toEqual({
    status: 400,
    body: {
      error: expect.stringMatching(
        /^The store has 5000\d\d rows, and a snapshot has room for 500000: stop the server and copy the store's file instead\.$/,
      ),
    },
  });
});

/** Turns of the event loop until it is done: others are served in each. */
async function turnsOf<Result>(doing: Promise<Result>): Promise<{ turns: number; result: Result }> {
  let turns = 0;
  let isDone = false;
  const done = doing.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await new Promise((next) => setImmediate(next));
    turns += 1;
  }
  return { turns, result: await done };
}

/** Beside a token that there is. */
const TOKENS = `with recursive n(i) as (select 1 union all select i + 1 from n where i < 45000)
  insert into access_token (secret_hash, org_id, user_id, consumer_key, scopes, timeout, created_at, last_used_at)
  select secret_hash, org_id, user_id, consumer_key, scopes, timeout, created_at, last_used_at
  from access_token, n where id = 1`;

const APPROVALS = `with recursive n(i) as (select 1 union all select i + 1 from n where i < 45000)
  insert into approval (org_id, user_id, consumer_key, scopes, created_at, last_used_at)
  select 'o', 'u', 'k', 'api', i, i from n`;

describe.each([
  ['in a file', undefined],
  ['in memory', ':memory:'],
])('a snapshot of a store %s', (_where, location) => {
  test('is read in slices, between which tokens are issued, and is of one moment', async () => {
    const { sf, db } = await start(location);
    // A table has a slice, however empty it is.
    const { turns: least } = await turnsOf(sf.snapshot());
    db.prepare(ROWS).run(20_000);
    const taking = turnsOf(sf.snapshot());
    const token = await tokenOf(sf, sf.apps.Client_Credentials!);
    const { turns, result } = await taking;
    expect(turns - least).toBeGreaterThanOrEqual(15);
    expect(result.store.parts.oneTimePasswords).toHaveLength(20_000);
    expect(result.store.parts.accessTokens).toEqual([]);
    await sf.restore(result);
    expect(await userInfo(sf, token)).toBe(403);
    expect((await sf.snapshot()).store).toEqual(result.store);
  });

  test('is of the moment when it was asked for, also in a part that is read late', async () => {
    const { sf } = await start(location);
    const reading = await sf.world.store.state.dump();
    await sf.world.store.userChanges.append(aUserChange());
    const slices: DumpSlice[] = [];
    for await (const slice of reading.slices) slices.push(slice);
    reading.close();
    expect(slices.slice(5).filter(({ part }) => part === 'userChanges')).toEqual([
      { part: 'userChanges', rows: [] },
    ]);
  });

  test('whose client leaves holds nothing any more', async () => {
    const { sf, db } = await start(location);
    db.prepare(ROWS).run(200_000);
    const close = vi.spyOn(Sqlite.prototype, 'close');
    const leaving = new AbortController();
    const { body, headers } = await fetch(`${sf.url}/_fauxforce/snapshot`, { signal: leaving.signal });
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    await body!.getReader().read();
    expect(close).not.toHaveBeenCalled();
    leaving.abort();
    await vi.waitFor(() => expect(close).toHaveBeenCalledOnce());
    close.mockRestore();
    if (!db.memory)
      expect(db.pragma('wal_checkpoint(truncate)')).toEqual([{ busy: 0, log: 0, checkpointed: 0 }]);
  });
});

test('tokens and approvals that a filter wants are looked for in slices', async () => {
  const { sf, db } = await start(':memory:');
  await tokenOf(sf, sf.apps.Client_Credentials!);
  db.exec(TOKENS);
  db.exec(APPROVALS);
  const { store } = sf.world;
  const tokens = await turnsOf(store.tokenList.newest({ orgId: 'elsewhere' }, 100));
  expect(tokens).toEqual({ turns: expect.any(Number), result: [] });
  expect(tokens.turns).toBeGreaterThanOrEqual(4);
  const approvals = await turnsOf(store.approvals.newest({ orgId: 'elsewhere' }, 100));
  expect(approvals.turns).toBeGreaterThanOrEqual(4);
  expect((await store.tokenList.newest({}, 3)).map(({ row }) => row)).toEqual([45_001, 45_000, 44_999]);
  const all = (await store.tokenList.newest({}, 20_001)).map(({ row }) => row);
  expect(all).toEqual(Array.from({ length: 20_001 }, (_, i) => 45_001 - i));
  expect((await store.approvals.newest({ consumerKey: 'k', row: 7 }, 9)).map(({ row }) => row)).toEqual([7]);
  expect((await store.approvals.newest({ consumerKey: 'k' }, 45_001)).map(({ row }) => row)).toEqual(
    Array.from({ length: 45_000 }, (_, i) => 45_000 - i),
  );
});

test('HEAD of a snapshot reads nothing further, and holds nothing', async () => {
  const { sf } = await start();
  const close = vi.spyOn(Sqlite.prototype, 'close');
  onTestFinished(() => close.mockRestore());
  expect((await fetch(`${sf.url}/_fauxforce/snapshot`, { method: 'HEAD' })).status).toBe(200);
  await vi.waitFor(() => expect(close).toHaveBeenCalledOnce());
});

test('usage is counted in slices, and the server answers between them', async () => {
  const { sf, db } = await start();
  await tokenOf(sf, sf.apps.Client_Credentials!);
  db.exec(TOKENS);
  const { turns, result } = await turnsOf(sf.world.store.usage.list({}));
  expect(result.map(({ useCount }) => useCount)).toEqual([45_001]);
  expect(turns).toBeGreaterThanOrEqual(4);
});
