/** Two processes refresh one token: a race that shows in production, and here in every run. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startFauxforce } from '../../src/testing/index.ts';
import { fauxforceMatchers } from '../../src/testing/vitest.ts';
import { write } from './shared-session.ts';

expect.extend(fauxforceMatchers);

/** Whoever comes second is told that the token is used up or, when both come at once, that it is in use. */
const RACE =
  /✗ POST .* refresh_token {2}invalid_grant refresh\.(?:rotated-out|busy): .* {2}fix: .*\n {2}it sent the same refresh_token as request \d/;
const WORKER = join(import.meta.dirname, 'shared-session-worker.ts');
const folder = mkdtempSync(join(tmpdir(), 'shared-session-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ORDERS = {
  name: 'Orders',
  callbackUrls: ['http://localhost:3000/callback'],
  scopes: ['api', 'id', 'refresh_token'],
  isRefreshTokenRotationEnabled: true,
};

async function twoProcessesRefresh(serialises: boolean): Promise<void> {
  await using sf = await startFauxforce();
  await using org = await sf.org({ apps: [ORDERS] });
  const { consumerKey: clientId, consumerSecret: clientSecret } = org.apps.Orders!;
  const file = join(folder, `${org.id}.json`);
  write(file, await org.token({ app: 'Orders', user: 'admin' }));
  org.clock.advance('3h'); // the access token has died of it

  const options = JSON.stringify({ file, clientId, clientSecret, serialises });
  const workers = [1, 2].map(() => fork(WORKER, [options]));
  await Promise.all(workers.map((worker) => once(worker, 'message'))); // both have read the file
  const results = Promise.all(workers.map((worker) => once(worker, 'message')));
  for (const worker of workers) worker.send('call');

  const statuses = (await results).map(([status]) => status);

  expect(org.journal).not.toHaveRefused({ grant_type: 'refresh_token' });
  expect(statuses).toEqual([200, 200]);
}

test('a client that refreshes in each process is refused in one of them, and is told why', async () => {
  const failure = await twoProcessesRefresh(false).catch((error: Error) => error.message);
  expect(failure).toMatch(RACE);
});

test('a client that serialises keeps it', () => twoProcessesRefresh(true));
