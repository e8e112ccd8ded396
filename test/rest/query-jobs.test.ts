/** What refuses a query job as it refuses every call (rest-data.md 6.2). */
import { expect, test } from 'vitest';
import { startFauxforce } from '../../src/testing/index.ts';
import { expectRow } from '../rows/expect-row.ts';
import { Caller, refused, V } from './caller.ts';

const JOB = { operation: 'query', query: 'SELECT Id FROM Account' };

test('no job is made once the calls of the day are used up', async () => {
  await using sf = await startFauxforce({ demo: { settings: { dailyApiRequests: 1 } } });
  const caller = await Caller.of(sf);
  expect((await caller.get(V)).status).toBe(200);
  expectRow(
    'rest-data 6.2/daily-limit',
    await caller.call('POST', `${V}/jobs/query`, JOB),
    403,
    refused('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
  );
});
