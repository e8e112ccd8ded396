/** `X-PrettyPrint: 1`: who answers JSON for people to read, and what else asks for it (identity-and-resources.md 0.1). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { credentials, postToken, send } from '../helpers/token.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(() => sf[Symbol.asyncDispose]());

type Headers = Record<string, string>;

const token = (headers: Headers) =>
  postToken(sf, { grant_type: 'client_credentials', ...credentials(sf, 'Client_Credentials') }, headers);
const register = (headers: Headers) =>
  send(sf, '/services/oauth2/register', {
    method: 'POST',
    headers: {
      authorization: 'Bearer DEMO0INITIAL0ACCESS0TOKEN',
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify({
      client_name: `For ${JSON.stringify(headers)}`,
      redirect_uris: ['http://localhost'],
    }),
  });

const PRETTY: readonly [string, (headers: Headers) => Promise<{ body: string }>, string][] = [
  ['a token', token, '{\n  "access_token" : "'],
  [
    'a refusal of the token endpoint',
    (headers) => postToken(sf, {}, headers),
    '{\n  "error" : "unsupported_grant_type",\n',
  ],
  ['a registration', register, '{\n  "client_id" : "'],
  [
    'discovery',
    (headers) => send(sf, '/.well-known/openid-configuration', { headers }),
    '{\n  "end_session_endpoint" : "',
  ],
  ['keys', (headers) => send(sf, '/id/keys', { headers }), '{\n  "keys" : [ {\n    "kty" : "RSA",\n'],
  [
    'a refusal of the REST API',
    (headers) => send(sf, '/services/data/v60.0', { headers }),
    '[ {\n  "message" : "',
  ],
];

test.each(PRETTY)('%s is pretty for 1, and for nothing else', async (_what, ask, begin) => {
  expect((await ask({ 'x-prettyprint': '1' })).body.slice(0, begin.length)).toBe(begin);
  for (const headers of [{}, { 'x-prettyprint': 'true' }, { 'x-prettyprint': '0' }] as const) {
    expect((await ask(headers)).body).not.toContain('\n');
  }
});

test('XML and urlencoded are as they are', async () => {
  for (const format of ['xml', 'urlencoded']) {
    const { body } = await postToken(sf, { format }, { 'x-prettyprint': '1' });
    expect(body).not.toContain('\n');
  }
});

test('headless answers are never pretty', async () => {
  const { body } = await send(sf, '/customers/services/auth/headless/forgot_password', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-prettyprint': '1' },
    body: '{}',
  });
  expect(body).not.toContain('\n');
});
