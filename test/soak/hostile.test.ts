/** A minute of hostile traffic: the process is alive at its end, its memory is flat, and half requests do not outlive their time. */
import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startServer } from '../cli/run.ts';
import { residentBytes } from '../helpers/resident.ts';
import { hostileRequest, statusOf } from '../hostile/traffic.ts';

const MINUTE = 60_000;
/** Until then the process warms up and its journal fills. */
const WARM = 25_000;
const AT_ONCE = 8;
const MIB = 1024 * 1024;

/** How long the server leaves a connection open on which no whole request comes. */
async function lifeOf(port: number, bytes: string): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined).resume();
  const before = performance.now();
  socket.write(bytes);
  await once(socket, 'close');
  return performance.now() - before;
}

test('a minute of hostile traffic', async () => {
  const server = await startServer({
    args: ['start', '--port', '0', '--trust-proxy', '127.0.0.1,::1', '--log-level', 'error'],
  });
  const url = `http://127.0.0.1:${server.port}`;
  const halves = Promise.all([
    lifeOf(server.port, 'GET / HTTP/1.1\r\nHost: a\r\n'),
    lifeOf(server.port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc'),
    lifeOf(server.port, ''),
  ]);
  const requests = fc.sample(hostileRequest, { numRuns: 1_500, seed: 9 });
  const start = performance.now();
  const elapsed = () => performance.now() - start;
  const bad: string[] = [];
  let sent = 0;
  let warm: number | undefined;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (elapsed() < MINUTE) {
        const request = requests[sent++ % requests.length];
        if (!request) return;
        const status = await statusOf(url, request);
        if ((status ?? 0) >= 500 || (request.isWhole && status === undefined))
          bad.push(`${status}: ${request.bytes.toString('latin1', 0, 500)}`);
        if (elapsed() > WARM) warm ??= residentBytes(server.pid);
      }
    }),
  );
  const end = residentBytes(server.pid);
  expect(bad.slice(0, 5)).toEqual([]);
  expect(sent).toBeGreaterThan(1_000);
  if (warm !== undefined && end !== undefined) expect((end - warm) / MIB).toBeLessThan(96);
  for (const life of await halves) {
    expect(life).toBeGreaterThan(29_000);
    expect(life).toBeLessThan(36_000);
  }
  expect((await fetch(`${url}/_fauxforce/health`)).status).toBe(200);
  server.signal('SIGTERM');
  expect(await server.ended()).toMatchObject({ code: 0, stderr: '' });
});
