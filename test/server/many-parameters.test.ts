import { expect, test } from 'vitest';
import { freshServers } from '../helpers/fresh.ts';
import { processorTime } from '../helpers/processor-time.ts';

const fresh = freshServers();

const BAD_REQUEST =
  '<!DOCTYPE html>\n<html><head><title>Bad Request</title></head><body><h1>Bad Request</h1><p>The request could not be understood.</p></body></html>';
const NOT_SUPPORTED = '{"error":"unsupported_grant_type","error_description":"grant type not supported"}';

function pairs(count: number): string {
  return Array.from({ length: count }, (_, i) => `a${i}=b`).join('&');
}

test.each([
  ['1,000 in the body are read', '', pairs(1_000), NOT_SUPPORTED],
  ['a separator behind them is no further one', '', `${pairs(1_000)}&`, NOT_SUPPORTED],
  ['1,001 in the body are refused', '', pairs(1_001), BAD_REQUEST],
  ['1,000 in the query are read', pairs(1_000), 'a=b', NOT_SUPPORTED],
  ['1,001 in the query are refused', pairs(1_001), 'a=b', BAD_REQUEST],
  ['separators alone are counted as what they separate', '', '&'.repeat(1_001), BAD_REQUEST],
])('of many parameters %s', async (_what, query, body, expected) => {
  const sf = await fresh();
  const answer = await fetch(`${sf.url}/services/oauth2/token?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  });
  expect([answer.status, await answer.text()]).toEqual([400, expected]);
});

test('the journal says what there was too much of', async () => {
  const sf = await fresh();
  await fetch(`${sf.url}/?${pairs(1_001)}`);
  expect(sf.journal.entries()[0]?.refusal?.why).toBe(
    'the request is not well-formed HTTP: its query: it has more than 1000 parameters',
  );
});

test('a body full of pairs stops nobody', async () => {
  const sf = await fresh();
  const cost = await processorTime(async () => {
    const answer = await fetch(`${sf.url}/services/oauth2/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'a&'.repeat(512 * 1024),
    });
    expect(answer.status).toBe(400);
  });
  expect(cost).toBeLessThan(3_000);
});

test.each(['/_fauxforce/journal', '/_fauxforce/no-such-path'])(
  'nor a query of the lab full of them: %s',
  async (path) => {
    const sf = await fresh();
    const answer = await fetch(`${sf.url}${path}?${'org&'.repeat(3_000)}`);
    expect(answer.status).toBeLessThan(500);
  },
);
