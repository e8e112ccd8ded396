/** A process that is told to stop while its database is away ends, and says what is not in the store. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer } from '../../cli/run.ts';
import { type Cluster, startCluster } from './cluster.ts';

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
