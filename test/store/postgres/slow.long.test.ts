/** A database that answers late or not at all: requests wait for a bounded time, are told why, and nothing is half-written. */
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import { type Store, StoreUnavailable } from '../../../src/store/port.ts';
import { anAccessToken } from '../records.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { type Relay, startRelay } from './relay.ts';
import { onDatabase } from './schemas.ts';

let cluster: Cluster;
let relay: Relay;
let store: Store;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(() => cluster.remove());
beforeEach(async () => {
  relay = await startRelay(cluster.port);
  store = await openStore(cluster.url().replace(`:${cluster.port}/`, `:${relay.port}/`));
});
afterEach(async () => {
  relay.release();
  await store.close();
  relay.close();
});

const sql = <Row>(text: string) =>
  onDatabase(async (client) => (await client.query(text)).rows as Row[], `${cluster.url()}?schema=fauxforce`);
const tokens = async () => (await sql<{ count: number }>('select count(*)::int from access_token'))[0]?.count;

async function worksAgain(): Promise<void> {
  await store.tokens.issue(anAccessToken());
  await expect.poll(() => store.availability.problem, { timeout: 3_000 }).toBeUndefined();
}

test('a lock that another session holds is waited for, and then told', async () => {
  const holder = new pg.Client(cluster.url());
  await holder.connect();
  await holder.query('begin; lock table fauxforce.access_token in access exclusive mode');
  await expect(store.tokens.issue(anAccessToken())).rejects.toThrow(
    'The database postgres at 127.0.0.1 is held by another replica or session for too long: look into pg_stat_activity.',
  );
  await holder.query('rollback');
  await holder.end();
  await worksAgain();
});

test('a statement that takes too long is ended and told', async () => {
  await sql(`create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(60); return new; end $$;
    create trigger slow before insert on access_token for each row execute function slow()`);
  const before = await tokens();
  await expect(store.tokens.issue(anAccessToken())).rejects.toThrow(
    'The database postgres at 127.0.0.1 takes too long to answer: look into its load.',
  );
  await sql('drop trigger slow on access_token');
  expect(await tokens()).toBe(before);
  await worksAgain();
});

test('a network that swallows everything is given up, and what is asked meanwhile is refused', async () => {
  await store.tokens.issue(anAccessToken());
  relay.hold();
  const asked = [store.tokens.issue(anAccessToken()), store.accessTokens.find(1)];
  for (const outcome of await Promise.allSettled(asked))
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) });
  relay.release();
  await worksAgain();
});
