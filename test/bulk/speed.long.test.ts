/**
 * Ten thousand rows in five seconds, and no token later than 50 ms meanwhile (issue: speed and size). Both are measured as work of this
 * thread, in which the server and its client are: what other processes do makes no difference.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { app, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';
import { Caller, INGEST } from './jobs.ts';

const folder = mkdtempSync(join(tmpdir(), 'fauxforce-bulk-'));
let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce({ store: join(folder, 'state.db') });
});
afterAll(async () => {
  await sf[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** Milliseconds that this thread has worked. */
function worked(): number {
  const { user: own, system } = process.threadCpuUsage();
  return (own + system) / 1_000;
}

test('an insert of ten thousand rows is quick, and lets everything else be answered meanwhile', async () => {
  const token = await accessTokenFor(sf, {
    app: app(sf, 'Web_Server'),
    user: user(sf, 'ada'),
    scopes: 'api',
  });
  const ada = new Caller(sf, token);
  const lines = Array.from({ length: 10_000 }, (_, i) => `Account ${i},${i},Energy,Berlin\n`);
  const csv = `Name,Phone,Industry,BillingCity\n${lines.join('')}`;
  // What a process does for the first time it does slowly.
  await ada.run({ object: 'Account', operation: 'insert' }, csv);

  const id = await ada.open({ object: 'Account', operation: 'insert' });
  await ada.call('PUT', `${INGEST}/${id}/batches`, csv);
  const started = worked();
  let longest = 0;
  let isRunning = true;
  let before = started;
  const turn = () => {
    const now = worked();
    longest = Math.max(longest, now - before);
    before = now;
    if (isRunning) setImmediate(turn);
  };
  turn();
  await ada.call('PATCH', `${INGEST}/${id}`, { state: 'UploadComplete' });
  const info = await ada.ended(`${INGEST}/${id}`);
  isRunning = false;
  const took = worked() - started;
  expect(info).toMatchObject({
    state: 'JobComplete',
    numberRecordsProcessed: 10_000,
    numberRecordsFailed: 0,
  });
  expect(took).toBeLessThan(5_000);
  expect(longest).toBeLessThan(50);
}, 120_000);
