/** Two servers, of which the second takes over when the first is gone: what was answered is there, and what was under way is done once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/port.ts';
import { anAccessToken } from '../records.ts';
import { type Cluster, startCluster, startStandby } from './cluster.ts';
import { type Relay, startRelay } from './relay.ts';
import { onDatabase } from './schemas.ts';

let first: Cluster;
let second: Cluster;
let relay: Relay;
let store: Store;
beforeAll(async () => {
  first = await startCluster();
  second = await startStandby(first);
  // A commit is answered once the standby has it: only then nothing that was answered can be lost.
  await sql("alter system set synchronous_standby_names = '*'", first);
  await sql('select pg_reload_conf()', first);
  relay = await startRelay(first.port);
  store = await openStore(first.url().replace(`:${first.port}/`, `:${relay.port}/`));
});
afterAll(async () => {
  await store?.close();
  relay?.close();
  await Promise.all([first?.remove(), second?.remove()]);
});

const sql = <Row>(text: string, on: Cluster) =>
  onDatabase(async (client) => (await client.query(text)).rows as Row[], `${on.url()}?schema=fauxforce`);

test('a fail-over costs requests nothing but time', async () => {
  const told: (string | undefined)[] = [];
  store.availability.listen((problem) => told.push(problem));
  const before = await Promise.all(Array.from({ length: 40 }, () => store.tokens.issue(anAccessToken())));
  const underWay = Array.from({ length: 40 }, () => store.tokens.issue(anAccessToken()));
  await first.stop();
  // It only reads until it is promoted, and is not taken for a database.
  relay.leadTo(second.port);
  await sql('select pg_promote()', second);
  const issued = [...before, ...(await Promise.all(underWay))].map(({ accessToken }) => accessToken);
  expect(new Set(issued).size).toBe(80);
  for (const token of issued) expect(await store.accessTokens.find(token)).toBeDefined();
  expect(await sql('select count(*)::int as count from access_token', second)).toEqual([{ count: 80 }]);
  await expect.poll(() => store.availability.check(), { timeout: 3_000 }).toBeUndefined();
  expect(told.at(-1)).toBeUndefined();
});
