/** What happens to a store whose database goes away: requests wait for a bounded time, nothing is half-written, and it comes back by itself. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import { type Store, StoreError, StoreUnavailable } from '../../../src/store/port.ts';
import { lockSql } from '../../../src/store/postgres/locks.ts';
import { aCode, anAccessToken, aRefreshToken, NEW_YEAR } from '../records.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { startRelay } from './relay.ts';
import { onDatabase } from './schemas.ts';

let cluster: Cluster;
let store: Store;
let url: string;
let schemas = 0;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(() => cluster.remove());
beforeEach(async () => {
  schemas += 1;
  url = `${cluster.url()}?schema=faults_${schemas}`;
  store = await openStore(url);
});
afterEach(() => store.close());

const sql = <Row>(text: string, on = url) =>
  onDatabase(async (client) => (await client.query(text)).rows as Row[], on);
const cutAll = () =>
  sql(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'fauxforce'`);
/** By itself, also where nobody checks. */
const isOver = ({ availability }: Store) =>
  expect.poll(() => availability.problem, { timeout: 3_000 }).toBeUndefined();
const waiting = () => sql(`select pid from pg_locks where locktype = 'advisory' and not granted`);
const tokens = async () =>
  Number((await sql<{ count: string }>('select count(*) from access_token'))[0]?.count);

test('a database that hangs does not keep a store from being closed', async () => {
  const relay = await startRelay(Number(new URL(url).port));
  const own = new URL(url);
  own.port = String(relay.port);
  const held = await openStore(own.href);
  await held.tokens.issue(anAccessToken());
  relay.hold();
  await held.close();
  relay.close();
}, 5_000);

test('a schema that was dropped is an outage, and says what to do', async () => {
  await sql(`drop schema faults_${schemas} cascade`);
  const told =
    'The database postgres at 127.0.0.1 has lost the tables of its schema, or its role the right USAGE on it: grant it, or end all processes on it and start them again.';
  await expect(store.tokens.issue(anAccessToken())).rejects.toThrow(new StoreUnavailable(told));
  await expect(store.accessTokens.find(1)).rejects.toThrow(new StoreUnavailable(told));
  expect(await store.availability.check()).toBe(told);
});

describe('a database that is restarted', () => {
  test('costs a request nothing but time', async () => {
    const { accessToken } = await store.tokens.issue(anAccessToken());
    await cluster.stop();
    const issued = store.tokens.issue(anAccessToken());
    const found = store.accessTokens.find(accessToken);
    await cluster.start();
    expect((await issued).accessToken).toBeGreaterThan(accessToken);
    expect(await found).toBeDefined();
    expect(store.availability.problem).toBeUndefined();
    expect(await tokens()).toBe(2);
  });

  test('that stays away is told with its reason, and comes back by itself', async () => {
    const told: (string | undefined)[] = [];
    store.availability.listen((problem) => told.push(problem));
    await store.tokens.issue(anAccessToken());
    await cluster.stop();
    await expect(store.tokens.issue(anAccessToken())).rejects.toThrow(StoreUnavailable);
    const started = performance.now();
    await expect(store.accessTokens.find(1)).rejects.toThrow(
      /^The database postgres at 127\.0\.0\.1 cannot be used \(.+\): look after the server, and it goes on by itself\.$/,
    );
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(await store.availability.check()).toMatch(/^The database postgres at/);
    await cluster.start();
    await isOver(store);
    expect((await store.tokens.issue(anAccessToken())).accessToken).toBeGreaterThan(1);
    expect([typeof told[0], told.at(-1)]).toEqual(['string', undefined]);
  });
});

describe('connections that are cut', () => {
  test('lose nothing and do nothing twice, whatever was under way', async () => {
    const codes = await Promise.all(Array.from({ length: 60 }, () => store.codes.append(aCode())));
    const exchanged = Promise.all(
      codes.map((code) => store.tokens.exchangeCode(code, NEW_YEAR, anAccessToken())),
    );
    for (let i = 0; i < 3; i++) await cutAll();
    const more = Array.from({ length: 60 }, () => store.tokens.issue(anAccessToken(), aRefreshToken()));
    await cutAll();
    const issued = [...(await exchanged), ...(await Promise.all(more))];
    expect(issued).not.toContain(undefined);
    expect(new Set(issued.map((one) => one?.accessToken)).size).toBe(120);
    expect(await tokens()).toBe(120);
  });

  test('during a commit leave open whether it was done: the mark of its group tells', async () => {
    for (const moment of ['before', 'after'] as const) {
      const proxy = await cuttingCommits(cluster.port, moment);
      const cut = await openStore(url.replace(`:${cluster.port}/`, `:${proxy.port}/`));
      const before = await tokens();
      proxy.cutNext();
      const issued = await cut.tokens.issue(anAccessToken());
      expect(proxy.cuts).toBe(1);
      expect(await tokens()).toBe(before + 1);
      expect(await cut.accessTokens.find(issued.accessToken)).toBeDefined();
      await cut.close();
      proxy.server.close();
    }
  });

  test('during a commit, and that the mark cannot be asked for then, leave nothing behind', async () => {
    const proxy = await cuttingCommits(cluster.port, 'before');
    const cut = await openStore(url.replace(`:${cluster.port}/`, `:${proxy.port}/`));
    const lock = lockSql(new URL(url).searchParams.get('schema') ?? '', 'main');
    await onDatabase(async (first) => {
      await first.query(`begin; ${lock}`);
      proxy.cutNext();
      const issued = cut.tokens.issue(anAccessToken());
      await expect.poll(waiting).toHaveLength(1);
      await onDatabase(async (second) => {
        const held = second.query(`begin; ${lock}`);
        await expect.poll(waiting).toHaveLength(2);
        await first.query('commit');
        await held;
        // The second has the lock once the connection is cut: who asks for the mark waits for it.
        await expect.poll(waiting).toHaveLength(1);
        const refused = expect(issued).rejects.toThrow(StoreUnavailable);
        await sql(`select pg_cancel_backend(pid) from pg_locks where locktype = 'advisory' and not granted`);
        await refused;
        await second.query('commit');
      }, url);
    }, url);
    expect((await cut.tokens.issue(anAccessToken())).accessToken).toBeGreaterThan(0);
    await cut.close();
    proxy.server.close();
  });
});

describe('a database', () => {
  test('that is full refuses what writes, and goes on when there is room', async () => {
    await sql(`create function full_disk() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$;
      create trigger full_disk before insert on access_token execute function full_disk()`);
    await expect(store.tokens.issue(anAccessToken())).rejects.toThrow(
      'The database postgres at 127.0.0.1 has no room, its disk is full: make room, and it goes on by itself.',
    );
    expect(await store.accessTokens.find(1)).toBeUndefined();
    expect(store.availability.problem).toBeDefined();
    await sql('drop trigger full_disk on access_token');
    await store.tokens.issue(anAccessToken());
    await isOver(store);
  });

  test.each([
    ['53200', 'out of memory'],
    ['53400', 'temporary file size exceeds "temp_file_limit" (64kB)'],
  ])(
    'that runs out of something (%s) is told with its reason, and nothing is half-written',
    async (code, said) => {
      await sql(`create function exhausted() returns trigger language plpgsql as
      $$ begin raise exception '${said}' using errcode = '${code}'; end $$;
      create trigger exhausted before insert on refresh_token execute function exhausted()`);
      await expect(store.tokens.issue(anAccessToken(), aRefreshToken())).rejects.toThrow(
        `The database postgres at 127.0.0.1 cannot be used (${said}): look after the server, and it goes on by itself.`,
      );
      expect(await tokens()).toBe(0);
      await sql('drop trigger exhausted on refresh_token');
      await store.tokens.issue(anAccessToken(), aRefreshToken());
      await isOver(store);
    },
  );

  test('that is read only says so once, until it takes writes again', async () => {
    await sql('create role reader login; grant create on database postgres to reader');
    const reader = await openStore(url.replace('postgres@', 'reader@').replace('faults_', 'reader_'));
    const told: (string | undefined)[] = [];
    reader.availability.listen((problem) => told.push(problem));
    await sql('alter role reader set default_transaction_read_only = on');
    await cutAll();
    const readOnly =
      'The database postgres at 127.0.0.1 is read only: fail over to a server that takes writes.';
    for (let i = 0; i < 2; i++) await expect(reader.tokens.issue(anAccessToken())).rejects.toThrow(readOnly);
    // A standby may be behind: what it has is not what was answered.
    await expect(reader.accessTokens.find(1)).rejects.toThrow(readOnly);
    expect(told).toEqual([readOnly]);
    await sql('alter role reader reset default_transaction_read_only');
    await isOver(reader);
    expect((await reader.tokens.issue(anAccessToken())).accessToken).toBeGreaterThan(0);
    expect(told).toEqual([readOnly, undefined]);
    await reader.close();
  });

  test('with fewer connections than a process has cannot be used, and says so once, whatever still works', async () => {
    const own = url.replace('postgres@', 'few@').replace('faults_', 'few_');
    await sql(`create role few login; grant create on database postgres to few`);
    const few = await openStore(own);
    const told: (string | undefined)[] = [];
    few.availability.listen((problem) => told.push(problem));
    await sql('alter role few connection limit 3');
    await cutAll();
    const noneLeft =
      'The database postgres at 127.0.0.1 has no connection left: let it take more, or run fewer replicas.';
    await expect.poll(() => few.availability.check(), { timeout: 10_000 }).toBe(noneLeft);
    for (let i = 0; i < 3; i++) {
      // Who has a connection is served.
      const outcomes = await Promise.allSettled([
        few.tokens.issue(anAccessToken()),
        few.records.find('00D', 'Account', ['001']),
        few.journal.append([{ id: 'a', at: 0, entry: '{}' }], 10),
        few.accessTokens.find(1),
        few.usage.list({}),
      ]);
      expect(outcomes.map(({ status }) => status)).toContain('fulfilled');
      expect(outcomes.map(({ status }) => status)).toContain('rejected');
      expect(await few.availability.check()).toBe(noneLeft);
    }
    expect(told).toEqual([expect.stringContaining('The database postgres at 127.0.0.1')]);
    await sql('alter role few connection limit -1');
    await expect.poll(() => told.length, { timeout: 5_000 }).toBe(2);
    expect(few.availability.problem).toBeUndefined();
    await few.close();
  });

  test('with fewer connections from the start is refused, and nothing is written', async () => {
    await sql(`create role fewer login connection limit 4; grant create on database postgres to fewer`);
    const own = url.replace('postgres@', 'fewer@').replace('faults_', 'fewer_');
    await expect(openStore(own)).rejects.toThrow(
      new StoreError(
        `The database postgres at 127.0.0.1:${cluster.port} has no connection left: let it take more, or end others.`,
      ),
    );
    expect(await sql(`select nspname from pg_namespace where nspname = 'fewer_${schemas}'`)).toEqual([]);
    await sql('alter role fewer connection limit 5');
    const fewer = await openStore(own);
    // A snapshot takes one more. Its lack says nothing of the rest.
    await expect(fewer.state.dump()).rejects.toThrow(
      'The database postgres at 127.0.0.1 has no connection left: let it take more, or run fewer replicas.',
    );
    expect(fewer.availability.problem).toBeUndefined();
    await fewer.close();
  });

  test('whose table another session locks cannot be used from the first request that waited until it is free', async () => {
    const told: (string | undefined)[] = [];
    store.availability.listen((problem) => told.push(problem));
    const held =
      'The database postgres at 127.0.0.1 is held by another replica or session for too long: look into pg_stat_activity.';
    await onDatabase(async (other) => {
      await other.query('begin; lock table access_token');
      await expect(store.tokens.issue(anAccessToken())).rejects.toThrow(held);
      for (let i = 0; i < 3; i++) {
        expect(await store.orgs.version()).toBeDefined();
        await store.journal.append([{ id: 'a', at: 0, entry: '{}' }], 10);
        expect(await store.availability.check()).toBe(held);
      }
      await other.query('rollback');
    }, url);
    await isOver(store);
    await store.tokens.issue(anAccessToken());
    expect(told).toEqual([held, undefined]);
  }, 10_000);

  test('without a connection left says so, and takes the next one that is free', async () => {
    const own = url.replace('postgres@', 'limited@');
    await sql(`create role limited login; grant create on database postgres to limited`);
    const limited = await openStore(own.replace('faults_', 'limited_'));
    await limited.tokens.issue(anAccessToken());
    await sql('alter role limited connection limit 0');
    await cutAll();
    await expect(limited.tokens.issue(anAccessToken())).rejects.toThrow(
      'The database postgres at 127.0.0.1 has no connection left: let it take more, or run fewer replicas.',
    );
    await sql('alter role limited connection limit -1');
    await isOver(limited);
    expect((await limited.tokens.issue(anAccessToken())).accessToken).toBeGreaterThan(1);
    await limited.close();
  });
});

interface Proxy {
  readonly server: Server;
  readonly port: number;
  readonly cuts: number;
  cutNext(): void;
}

/** Leads to the database, and cuts the connection of the next commit: before it gets there, or before its answer comes back. */
async function cuttingCommits(port: number, moment: 'before' | 'after'): Promise<Proxy> {
  let isArmed = false;
  let cuts = 0;
  const cut = (...sockets: Socket[]) => {
    cuts += 1;
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    let isCommitted = false;
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.on('data', (bytes) => {
      const isCommit = isArmed && bytes.includes('Q\0\0\0\x0bcommit\0');
      if (isCommit) isArmed = false;
      if (isCommit && moment === 'before') return cut(near, far);
      isCommitted ||= isCommit;
      return far.write(bytes);
    });
    far.on('data', (bytes) => (isCommitted ? cut(near, far) : near.write(bytes)));
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    server,
    port: typeof address === 'object' && address ? address.port : 0,
    get cuts() {
      return cuts;
    },
    cutNext() {
      isArmed = true;
    },
  };
}
