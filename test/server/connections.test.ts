/** What one connection may cost the others. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startFauxforce } from '../../src/testing/index.ts';
import { exchange, statuses } from './exchange.ts';

test('answers that nobody reads end the connection before they fill the memory', async () => {
  await using sf = await startFauxforce();
  const countConnections = promisify(sf.server.server.getConnections.bind(sf.server.server));
  const request = 'GET /_fauxforce/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n';
  const socket = connect(Number(new URL(sf.url).port), '127.0.0.1');
  const closed = once(socket, 'close');
  socket.on('error', () => undefined);
  socket.pause();
  await once(socket, 'connect');
  socket.write(request.repeat(300));
  await expect.poll(() => countConnections(), { timeout: 20_000 }).toBe(0);
  socket.destroy();
  await closed;
  expect((await fetch(`${sf.url}/_fauxforce/health`)).status).toBe(200);
});

test('answers that are read are given, however many were asked for at once', async () => {
  await using sf = await startFauxforce();
  const request = 'GET /services/data HTTP/1.1\r\nHost: localhost\r\n\r\n';
  const last = 'GET /services/data HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
  expect(statuses(await exchange(sf.url, request.repeat(1_000) + last))).toEqual(Array(1_001).fill(200));
});

test.each([
  ['fits', 1024 * 1024, [100]],
  ['is too large', 1024 * 1024 + 1, [413]],
  ['is far too large', 100_000_000, [413]],
])('a body that is announced and %s', async (_what, length, expected) => {
  await using sf = await startFauxforce();
  const socket = connect(Number(new URL(sf.url).port), '127.0.0.1');
  socket.write(
    `POST /services/oauth2/token HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\n\r\n`,
  );
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  expect(statuses(answer.toString())).toEqual(expected);
});

test('a body that is wanted is read', async () => {
  await using sf = await startFauxforce();
  const head =
    'POST /services/oauth2/token HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 16\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n';
  const answer = await exchange(sf.url, head, 'grant_type=magic');
  expect(statuses(answer)).toEqual([100, 400]);
  expect(answer).toContain('grant type not supported');
});

const UPGRADE = 'GET /services/data HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';

test.each([
  ['nothing', UPGRADE],
  ['garbage', `${UPGRADE}\x00\x01garbage\r\n\r\n`],
])('a request for another protocol followed by %s is answered and closed', async (_what, bytes) => {
  await using sf = await startFauxforce();
  expect(statuses(await exchange(sf.url, bytes))).toEqual([200]);
});

test('one for h2c, as Java sends it, is answered and goes on', async () => {
  await using sf = await startFauxforce();
  const h2c = UPGRADE.replace('Upgrade: websocket', 'Upgrade: h2c');
  const socket = connect(Number(new URL(sf.url).port), '127.0.0.1');
  for (const sent of [h2c, h2c]) {
    socket.write(sent);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer.toString().toLowerCase()).not.toContain('connection: close');
  }
  socket.destroy();
});

test('a request has 30 seconds, for its headers as for its body', async () => {
  await using sf = await startFauxforce();
  const { headersTimeout, requestTimeout } = sf.server.server;
  expect([headersTimeout, requestTimeout]).toEqual([30_000, 30_000]);
});
