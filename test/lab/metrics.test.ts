import { expect, test } from 'vitest';
import { startFauxforce } from '../../src/testing/index.ts';
import { credentials, postToken, send } from '../helpers/token.ts';

const metrics = async (url: string) => {
  const answer = await fetch(`${url}/_fauxforce/metrics`);
  return { type: answer.headers.get('content-type'), text: await answer.text() };
};
/** All but how long it took, which no two runs have in common. */
const counts = (text: string) => text.split('\n').filter((line) => !/_(?:sum|bucket)/.test(line));

test('metrics count requests by endpoint and outcome, and say whether the store is up', async () => {
  await using sf = await startFauxforce();
  await postToken(sf, { grant_type: 'client_credentials', ...credentials(sf, 'Client_Credentials') });
  await postToken(sf, { grant_type: 'client_credentials', client_id: 'nobody' });
  await send(sf, '/services/oauth2/userinfo');
  for (const path of ['/no/such/place', '/another"one']) await send(sf, path);
  const { type, text } = await metrics(sf.url);
  expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(counts(text)).toEqual([
    '# HELP fauxforce_requests_total Requests of the Salesforce plane.',
    '# TYPE fauxforce_requests_total counter',
    'fauxforce_requests_total{endpoint="other",outcome="refused"} 2',
    'fauxforce_requests_total{endpoint="token",outcome="answered"} 1',
    'fauxforce_requests_total{endpoint="token",outcome="refused"} 1',
    'fauxforce_requests_total{endpoint="userinfo",outcome="refused"} 1',
    '# HELP fauxforce_request_seconds How long they took.',
    '# TYPE fauxforce_request_seconds histogram',
    'fauxforce_request_seconds_count 5',
    '# HELP fauxforce_store_up Whether the store can be used.',
    '# TYPE fauxforce_store_up gauge',
    'fauxforce_store_up 1',
    '',
  ]);
  expect(text).toContain('fauxforce_request_seconds_bucket{le="+Inf"} 5\n');
  const buckets = [...text.matchAll(/_bucket\{le="[^"]+"\} (\d+)/g)].map(([, count]) => Number(count));
  expect(buckets).toEqual([...buckets].sort((a, b) => a - b));
});

test('requests that the journal has no room for are counted too', async () => {
  await using sf = await startFauxforce({ journalSize: 2 });
  await Promise.all(Array.from({ length: 9 }, () => send(sf, '/services/oauth2/userinfo')));
  const { text } = await metrics(sf.url);
  expect(text).toContain('fauxforce_requests_total{endpoint="userinfo",outcome="refused"} 9\n');
});
