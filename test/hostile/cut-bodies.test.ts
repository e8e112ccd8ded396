/**
 * Requests of test/hostile/traffic.ts against a process of its own, which must be there and work when they are over. The older property
 * (every-endpoint) never cut a body, never sent an object for a word and never looked at the process afterwards.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startServer } from '../cli/run.ts';
import { hostileRequest, statusOf } from './traffic.ts';

/** Milliseconds: what one request may take from the others. */
const LONGEST = 4_000;

test('whatever is sent is answered below 500, soon, by a process that goes on', async () => {
  const server = await startServer({
    args: [
      'start',
      '--port',
      '0',
      '--store',
      ':memory:',
      '--trust-proxy',
      '127.0.0.1,::1',
      '--log-level',
      'error',
    ],
  });
  const url = `http://127.0.0.1:${server.port}`;
  let hasEnded = false;
  void server.ended().then(() => {
    hasEnded = true;
  });
  await fc.assert(
    fc.asyncProperty(hostileRequest, async ({ bytes, isWhole }) => {
      const before = performance.now();
      const status = await statusOf(url, { bytes, isWhole });
      expect(performance.now() - before).toBeLessThan(LONGEST);
      const told = bytes.toString('latin1', 0, 400);
      if (isWhole) expect(status, told).toBeDefined();
      expect(status ?? 0, told).toBeLessThan(500);
      expect(hasEnded).toBe(false);
    }),
    { numRuns: 800 },
  );
  // The journal renders what it has been told: that may not end the process either.
  expect((await fetch(`${url}/_fauxforce/journal`)).status).toBe(200);
  expect((await fetch(`${url}/_fauxforce/health`)).status).toBe(200);
  server.signal('SIGTERM');
  expect(await server.ended()).toMatchObject({ code: 0, stderr: '' });
}, 120_000);
