/** A process whose database is away, or has too little for it, ends and says so. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run, startServer } from '../../cli/run.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { onDatabase } from './schemas.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(() => cluster.remove());

test.each([[[]], [['--workers', '2']]])('that was stopped %j', async (args) => {
  const schema = `stop_${args.length}`;
  const server = await startServer({
    args: ['--port', '0', '--store', `${cluster.url()}?schema=${schema}`, ...args],
  });
  await fetch(`${server.url}/services/oauth2/userinfo`);
  await cluster.stop();
  server.signal('SIGTERM');
  const { code, stderr } = await server.ended();
  expect(stderr).toMatch(
    /^(?:fauxforce: The database postgres at 127\.0\.0\.1 cannot be used \(.+\): look after the server, and it goes on by itself\.\n)*fauxforce: not all that happened is in the store\. The database postgres at 127\.0\.0\.1 cannot be used \(.+\): look after the server, and it goes on by itself\.\n$/,
  );
  expect(code).toBe(1);
  await cluster.start();
});

test('that has lost a part of its connections', async () => {
  const sql = (text: string) => onDatabase((client) => client.query(text), cluster.url());
  await sql('create role few login; grant create on database postgres to few');
  const server = await startServer({
    args: ['--port', '0', '--store', `${cluster.url().replace('postgres@', 'few@')}?schema=few`],
  });
  const health = () => fetch(`${server.url}/_fauxforce/health`);
  expect((await health()).status).toBe(200);
  await sql('alter role few connection limit 1');
  await sql(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'few'`);
  await expect.poll(async () => (await health()).status, { timeout: 10_000 }).toBe(503);
  const reason =
    'The database postgres at 127.0.0.1 has no connection left: let it take more, or run fewer replicas.';
  for (let i = 0; i < 3; i++) {
    await fetch(`${server.url}/services/oauth2/userinfo`);
    expect(await (await health()).json()).toEqual({ status: 'unavailable', reason });
  }
  server.signal('SIGTERM');
  const { code, stderr } = await server.ended();
  expect(stderr).toMatch(
    /^fauxforce: The database postgres at 127\.0\.0\.1 .+\nfauxforce: not all that happened is in the store\. The database postgres at 127\.0\.0\.1 has no connection left: .+\n$/,
  );
  expect(code).toBe(1);
}, 30_000);

test('whose workers alone have lost their connections', async () => {
  const sql = (text: string) => onDatabase((client) => client.query(text), cluster.url());
  await sql('create role crew login; grant create on database postgres to crew');
  const server = await startServer({
    args: [
      '--port',
      '0',
      '--workers',
      '2',
      '--store',
      `${cluster.url().replace('postgres@', 'crew@')}?schema=crew`,
    ],
  });
  await sql('alter role crew connection limit 5');
  // The first process has the oldest.
  await sql(`select pg_terminate_backend(pid) from (select pid from pg_stat_activity where usename = 'crew'
    order by backend_start offset 5) of_workers`);
  expect((await fetch(`${server.url}/services/oauth2/userinfo`)).status).toBe(503);
  server.signal('SIGTERM');
  const { code, stderr } = await server.ended();
  expect(stderr).toMatch(
    /^fauxforce: not all that happened is in the store\. The database postgres at 127\.0\.0\.1 has no connection left: .+\n$/,
  );
  expect(code).toBe(1);
}, 30_000);

test('that was not started for want of connections', async () => {
  const schema = 'fewer';
  await onDatabase(
    (client) =>
      client.query('create role fewer login connection limit 1; grant create on database postgres to fewer'),
    cluster.url(),
  );
  const { code, stderr } = await run({
    args: [
      'start',
      '--port',
      '0',
      '--store',
      `${cluster.url().replace('postgres@', 'fewer@')}?schema=${schema}`,
    ],
  });
  expect(stderr).toMatch(
    /^fauxforce: The database postgres at 127\.0\.0\.1:\d+ has no connection left: let it take more, or end others\.\n$/,
  );
  expect(code).toBe(2);
});
