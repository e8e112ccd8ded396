/** Since when a request may have waited: the moment the process had last read all that had come. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import Fastify from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realTime } from '../../src/ground/clock.ts';
import { Arrivals } from '../../src/server/arrivals.ts';

let seen: { since: number; readAt: number }[];
const app = () => {
  const server = Fastify({ forceCloseConnections: true });
  const arrivals = new Arrivals();
  server.server.on('connection', (socket) => arrivals.accept(socket));
  server.addHook('onRequest', async ({ raw }) => {
    seen.push({ since: arrivals.since(raw.socket), readAt: realTime() });
  });
  server.get('/', () => 'ok');
  return server;
};
let server: ReturnType<typeof app>;
let port: number;

beforeEach(async () => {
  seen = [];
  server = app();
  await server.listen({ port: 0, host: '127.0.0.1' });
  ({ port } = server.server.address() as { port: number });
});
afterEach(() => server.close());

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

/** Keeps the process busy for so many milliseconds. */
function work(milliseconds: number): void {
  const end = realTime() + milliseconds;
  while (realTime() < end);
}

async function open() {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

test('one that wakes the process did not wait', async () => {
  const socket = await open();
  socket.write(GET);
  await once(socket, 'data');
  while (seen.length < 2) {
    for (let turns = 0; turns < 5; turns++) await setImmediate();
    const before = realTime();
    socket.write(GET);
    await once(socket, 'data');
    if (seen.length === 2) expect(seen[1]?.since).toBeGreaterThanOrEqual(before);
  }
});

test('one that came while the process was busy may have waited since it had read before', async () => {
  const [first, second] = [await open(), await open()];
  first.write(GET);
  await once(first, 'data');
  const sent = realTime();
  second.write(GET);
  work(30);
  await once(second, 'data');
  expect(seen[1]?.since).toBeLessThanOrEqual(sent + 1);
  expect(seen[1]?.readAt).toBeGreaterThanOrEqual(sent + 30);
});

test('connections that wait to be accepted, one in a turn, count from when nobody did', async () => {
  const begun = realTime();
  const sockets = Array.from({ length: 10 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  server.server.on('connection', () => work(3));
  for (const socket of sockets) socket.write(GET);
  await Promise.all(sockets.map((socket) => once(socket, 'data')));
  expect(seen).toHaveLength(10);
  for (const { since } of seen) expect(since - begun).toBeLessThan(25);
  for (const socket of sockets) socket.destroy();
});
