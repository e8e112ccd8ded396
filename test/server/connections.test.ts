/** What one connection may cost the others. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import Fastify, { type FastifyInstance } from 'fastify';
import { expect, test, vi } from 'vitest';
import { answerOneByOne, boundConnections } from '../../src/server/bound-connections.ts';
import { startFauxforce } from '../../src/testing/index.ts';
import { exchange, statuses } from './exchange.ts';

/** Answers `/large` with a mebibyte each time, and counts how often. */
async function largeAnswers(bound: (app: FastifyInstance) => void) {
  const app = Fastify();
  const sockets: Socket[] = [];
  let answered = 0;
  app.server.on('connection', (socket: Socket) => sockets.push(socket));
  bound(app);
  app.addHook('onRequest', async () => undefined);
  app.get('/large', async () => 'x'.repeat(1024 * 1024 - 20) + String(++answered).padStart(20));
  app.get('/small', async () => String(++answered));
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return { app, url, sockets, answered: () => answered, [Symbol.asyncDispose]: () => app.close() };
}

async function sendUnread(url: string, bytes: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.pause();
  await once(socket, 'connect');
  socket.write(bytes);
  return socket;
}

const LARGE = 'GET /large HTTP/1.1\r\nHost: a\r\n\r\n';

test('answers that nobody reads end the connection, and no more than 32 are made behind the first', async () => {
  await using server = await largeAnswers(boundConnections);
  const socket = await sendUnread(server.url, LARGE.repeat(6_000));
  await expect.poll(() => server.sockets[0]?.destroyed).toBe(true);
  expect(server.answered()).toBeGreaterThanOrEqual(17);
  expect(server.answered()).toBeLessThanOrEqual(34);
  socket.destroy();
});

test('where they are large one is made after the other', async () => {
  await using server = await largeAnswers((app) => {
    boundConnections(app);
    answerOneByOne(app);
  });
  const socket = await sendUnread(server.url, LARGE.repeat(6_000));
  const [connection] = server.sockets;
  await expect.poll(() => connection?.isPaused()).toBe(true);
  expect(connection?.timeout).toBe(30_000);
  expect((await fetch(`${server.url}/small`)).status).toBe(200);
  // What fits between here and there is sent, and one more waits.
  expect(server.answered()).toBeLessThan(20);
  socket.destroy();
});

test('no more is read of a connection whose requests wait', async () => {
  await using sf = await startFauxforce();
  let connection: Socket | undefined;
  sf.server.server.once('connection', (socket) => {
    connection = socket;
  });
  const socket = await sendUnread(sf.url, 'GET /x HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(100_000));
  let [read, quietTurns] = [0, 0];
  while (quietTurns < 200) {
    await setImmediate();
    const { bytesRead = 0 } = connection ?? {};
    quietTurns = bytesRead === read && read > 0 ? quietTurns + 1 : 0;
    read = bytesRead;
  }
  // Of 2.8 MB: what has been read has to be kept.
  expect(read).toBeLessThan(1_000_000);
  socket.destroy();
});

test('a connection that was read no further goes on once its answers are read', async () => {
  await using server = await largeAnswers((app) => {
    boundConnections(app);
    answerOneByOne(app);
  });
  const last = 'GET /small HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
  const answer = await exchange(server.url, 'GET /small HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(5_000) + last);
  expect(statuses(answer)).toEqual(Array(5_001).fill(200));
  expect(answer.endsWith('5001')).toBe(true);
});

/** In bytes: the list of all refusals is longer, and no other answer here is. */
const LARGE_LIST = 100_000;

test('the lab makes one large answer after the other', async () => {
  await using sf = await startFauxforce();
  let made = 0;
  const request = 'GET /_fauxforce/refusals HTTP/1.1\r\nHost: localhost\r\n\r\n';
  const ordinary = JSON.stringify;
  vi.spyOn(JSON, 'stringify').mockImplementation((...sent: Parameters<typeof JSON.stringify>) => {
    const json = ordinary(...sent);
    if (json?.length > LARGE_LIST) made += 1;
    return json;
  });
  const socket = await sendUnread(sf.url, request.repeat(300));
  await expect.poll(() => made).toBeGreaterThan(0);
  expect((await fetch(`${sf.url}/_fauxforce/health`)).status).toBe(200);
  expect(made).toBeLessThan(20);
  vi.restoreAllMocks();
  socket.destroy();
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
  const answer = await exchange(sf.url, bytes);
  expect(statuses(answer)).toEqual([200]);
  expect(answer).toContain('\r\nConnection: close\r\n');
});

test('one for h2c, as Java sends it, is answered and goes on', async () => {
  await using sf = await startFauxforce();
  const h2c = UPGRADE.replace('Upgrade: websocket', 'Upgrade: h2c');
  const opened = once(sf.server.server, 'connection') as Promise<[Socket]>;
  const socket = connect(Number(new URL(sf.url).port), '127.0.0.1');
  const [connection] = await opened;
  for (const sent of [h2c, h2c]) {
    socket.write(sent);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer.toString().toLowerCase()).not.toContain('connection: close');
  }
  // What might have followed in the same piece is lost: nobody waits for a minute.
  expect(connection.timeout).toBe(5_000);
  socket.destroy();
});

test('a request has 30 seconds, for its headers as for its body', async () => {
  await using sf = await startFauxforce();
  const { headersTimeout, requestTimeout } = sf.server.server;
  expect([headersTimeout, requestTimeout]).toEqual([30_000, 30_000]);
});
