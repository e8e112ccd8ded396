/** A store with very much in it: what the lab says of all of it is bounded or comes in slices. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startFauxforce } from '../../src/testing/index.ts';
import { withDatabase } from '../unavailable/database.ts';
import { lab, tokenOf } from './helpers.ts';

async function start() {
  const folder = await mkdtemp(join(tmpdir(), 'fauxforce-much-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const onBug = vi.fn();
  const { opened: sf, db } = await withDatabase(() =>
    startFauxforce({ store: join(folder, 'state.db'), onBug }),
  );
  onTestFinished(async () => {
    await sf[Symbol.asyncDispose]();
    expect(onBug).not.toHaveBeenCalled();
  });
  return { sf, db };
}

const ROWS = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
  insert into one_time_password (secret_hash, org_id, user_id, created_at) select x'00', 'o', 'u', i from n`;

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

test('usage is counted in slices, and the server answers between them', async () => {
  const { sf, db } = await start();
  await tokenOf(sf, sf.apps.Client_Credentials!);
  db.exec(`with recursive n(i) as (select 1 union all select i + 1 from n where i < 45000)
    insert into access_token (secret_hash, org_id, user_id, consumer_key, scopes, timeout, created_at, last_used_at)
    select secret_hash, org_id, user_id, consumer_key, scopes, timeout, created_at, last_used_at
    from access_token, n where id = 1`);
  const all = await sf.world.store.usage({});
  expect(all.map(({ useCount }) => useCount)).toEqual([45_001]);
  let turns = 0;
  const counting = sf.world.store.usage({});
  const done = counting.then(() => 'counted' as const);
  while ((await Promise.race([done, new Promise((next) => setImmediate(next))])) !== 'counted') turns += 1;
  expect(turns).toBeGreaterThanOrEqual(4);
});
