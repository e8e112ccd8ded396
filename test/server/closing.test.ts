import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { startFauxforce } from '../../src/testing/index.ts';

async function connectionTo(url: string) {
  const { hostname, port } = new URL(url);
  const connection = connect(Number(port), hostname);
  await once(connection, 'connect');
  return connection;
}

test('a connection on which nothing was sent does not hold up the stop', async () => {
  const sf = await startFauxforce();
  const silent = await connectionTo(sf.url);
  await fetch(`${sf.url}/_fauxforce/health`);
  const ended = once(silent, 'close');
  await sf[Symbol.asyncDispose]();
  await ended;
}, 4_000);

test('a request under way is answered before the server stops', async () => {
  const sf = await startFauxforce();
  sf.arm({ delay: '100ms', where: { endpoint: 'openid-configuration' } });
  const connection = await connectionTo(sf.url);
  connection.write('GET /.well-known/openid-configuration HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await expect.poll(() => sf.world.failures.list().length, { interval: 1 }).toBe(0);
  const [answer] = await Promise.all([once(connection, 'data'), sf[Symbol.asyncDispose]()]);
  expect(String(answer[0])).toContain('HTTP/1.1 200 OK');
});
