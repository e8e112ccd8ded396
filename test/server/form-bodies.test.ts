/** Form bodies, as a servlet reads them: token.md 1.2. */
import { expect, test } from 'vitest';
import { freshServers } from '../helpers/fresh.ts';

const fresh = freshServers();

const TYPE = { 'content-type': 'application/x-www-form-urlencoded' };
const BAD_REQUEST =
  '<!DOCTYPE html>\n<html><head><title>Bad Request</title></head><body><h1>Bad Request</h1><p>The request could not be understood.</p></body></html>';

/** Whose app a token request with this body (and query) names: what was read, as the journal has it. */
async function read(body: string | Buffer, query = '', headers: Record<string, string> = TYPE) {
  const sf = await fresh();
  const answer = await sf.server.inject({
    method: 'POST',
    url: `/services/oauth2/token${query}`,
    headers,
    payload: body,
  });
  return { status: answer.statusCode, body: answer.body, parameters: sf.journal.entries()[0]?.request };
}

test.each<[string, string | Buffer, string, Record<string, string>]>([
  ['the first of repeated parameters', 'state=1&state=2&state=', '', { state: '1' }],
  ['an empty first of repeated parameters', 'state=&state=2', '', { state: '' }],
  ['the query before the body', 'state=1&display=2', '?state=3', { state: '3', display: '2' }],
  ['malformed escapes as they are', 'state=%zz%4', '', { state: '%zz%4' }],
  ['a plus as a space', 'state=a+b%20c%2B', '', { state: 'a b c+' }],
  ['escaped bytes that are not UTF-8', 'state=a%E9b', '', { state: 'a\ufffdb' }],
  ['raw bytes that are not UTF-8', Buffer.from('state=a\xe9b', 'latin1'), '', { state: 'a\ufffdb' }],
  ['raw bytes that are UTF-8', 'state=é', '', { state: 'é' }],
])('of a form body, %s', async (_what, body, query, parameters) => {
  expect((await read(body, query)).parameters).toEqual(parameters);
});

test('__proto__ is a name like any other', async () => {
  const { status, parameters } = await read('__proto__=1&constructor=2&state=3');
  expect([status, Object.entries(parameters ?? {})]).toEqual([
    400,
    [
      ['__proto__', '1'],
      ['constructor', '2'],
      ['state', '3'],
    ],
  ]);
});

test.each([
  ['no type', {}],
  ['a type that is none', { 'content-type': 'nonsense' }],
  ['another type', { 'content-type': 'text/plain' }],
  ['a type that only begins as one', { 'content-type': 'application/x-www-form-urlencodedx' }],
])('a body of %s carries no parameters, and is never a 415', async (_what, headers) => {
  const { status, parameters } = await read('state=1', '', headers);
  expect([status, parameters]).toEqual([400, {}]);
});

test('of a query and a body that both have too many pairs, the body is named', async () => {
  const sf = await fresh();
  const pairs = 'a=b&'.repeat(1_001);
  const answer = await sf.server.inject({
    method: 'POST',
    url: `/services/oauth2/token?${pairs}`,
    headers: TYPE,
    payload: pairs,
  });
  expect([answer.statusCode, answer.body]).toEqual([400, BAD_REQUEST]);
  expect(sf.journal.entries()[0]?.refusal?.why).toContain('its body: it has more than 1000 parameters');
});

test('a form over 1 MiB is 413, in our words', async () => {
  const { status, body } = await read(`state=${'x'.repeat(1024 * 1024)}`);
  expect([status, body.includes('The request body is too large.')]).toEqual([413, true]);
});
