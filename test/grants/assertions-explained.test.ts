/** What is told of a JWT that was refused, where the wire says the same of all: what was compared, and of whom (token.md 1.3, 7). */
import { expect, it } from 'vitest';
import { type Fauxforce, type StartOptions, startFauxforce } from '../../src/testing/index.ts';
import { type JwtFacts, makeJwt } from '../helpers/jwt.ts';
import { codeExchange, postToken } from '../helpers/token.ts';

const KEY = '3MVG9Demo.JWT_Bearer';
const NOW = Date.parse('2026-01-05T12:00:00Z');

async function startAt(options: StartOptions = {}): Promise<Fauxforce> {
  const sf = await startFauxforce(options);
  sf.clock.freeze();
  sf.clock.set(NOW);
  return sf;
}

function told(sf: Fauxforce) {
  const [entry] = sf.journal.entries({ outcome: 'refused', limit: 1 });
  return [entry?.refusal?.name, entry?.refusal?.why, entry?.username];
}

const GOOD = {
  iss: KEY,
  sub: 'ada@acme.example',
  aud: 'https://login.salesforce.com',
  exp: NOW / 1000 + 60,
};
const bearer = (claims: object, jwt: Omit<JwtFacts, 'claims'> = {}) =>
  makeJwt({ ...jwt, claims: { ...GOOD, ...claims } });

it.each<[string, string, string, string | null]>([
  ['', 'jwt.malformed', 'no assertion was sent', null],
  ['a.b.c', 'jwt.malformed', 'assertion must be three base64url parts holding JSON objects', null],
  [`${bearer({})} `, 'jwt.malformed', 'space', null],
  [
    bearer({}, { header: { alg: 'RS384' }, digest: 'sha384' }),
    'jwt.algorithm',
    'alg was "RS384"; only RS256 is accepted',
    null,
  ],
  [bearer({}, { unsigned: true }), 'jwt.signature', 'with the certificate of app JWT_Bearer;', null],
  [bearer({ exp: 'soon' }), 'jwt.no-expiry', 'exp was "soon"; it must be seconds since the epoch', null],
  [
    bearer({ exp: NOW / 1000 - 200 }),
    'jwt.expired',
    `exp was ${NOW / 1000 - 200} and now is ${NOW / 1000}, 200 s later; 180 s of clock skew are allowed`,
    null,
  ],
  [
    bearer({ aud: 'https://a.example' }),
    'jwt.audience',
    'aud was "https://a.example"; posted to http://127.0.0.1:',
    'ada@acme.example',
  ],
  [bearer({ sub: 7 }), 'user.unknown', '', null],
])('JWT bearer: %s', async (assertion, name, why, username) => {
  await using sf = await startAt();
  await postToken(sf, { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
  expect(told(sf)).toEqual([name, expect.stringContaining(why), username]);
});

it.each(['a.b.c', 'a.b.c '])(
  'JWT bearer: nothing is guessed of %j, which is far from a JWT',
  async (assertion) => {
    await using sf = await startAt();
    const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    await postToken(sf, { grant_type, assertion });
    expect(told(sf)[1]).toBe('assertion must be three base64url parts holding JSON objects');
  },
);

it('JWT bearer: an app without a certificate', async () => {
  await using sf = await startAt({ demo: { apps: { JWT_Bearer: { certificate: null } } } });
  const assertion = bearer({});
  await postToken(sf, { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
  expect(told(sf).slice(0, 2)).toEqual(['jwt.no-certificate', 'app JWT_Bearer must have a certificate']);
});

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const client = (claims: object, jwt: Omit<JwtFacts, 'claims'> = {}) =>
  makeJwt({ ...jwt, claims: { ...GOOD, sub: KEY, ...claims } });

it.each<[string, string, Record<string, string>]>([
  [`client_assertion_type must be ${TYPE}`, client({}), { client_assertion_type: 'urn:x' }],
  ['it must be a JWT', 'x', {}],
  ['its RS256 signature must verify with the certificate of the app', client({}, { unsigned: true }), {}],
  ['iss and sub must be the consumer key', client({ sub: 'x' }), {}],
  ['iss and sub must be the consumer key', client({ iss: 'x', sub: 'x' }), {}],
  ['exp must be in the future', client({ exp: NOW / 1000 - 1 }), {}],
])('client assertion: %s', async (reason, client_assertion, changes) => {
  await using sf = await startAt();
  const { client_secret: _, ...exchange } = await codeExchange(sf, { app: 'JWT_Bearer' });
  await postToken(sf, { ...exchange, client_assertion_type: TYPE, client_assertion, ...changes });
  expect(told(sf).slice(0, 2)).toEqual([
    'client.assertion-wrong',
    `client_assertion for app JWT_Bearer: ${reason}`,
  ]);
});

it('client assertion: its audiences', async () => {
  await using sf = await startAt();
  const { client_secret: _, ...exchange } = await codeExchange(sf, { app: 'JWT_Bearer' });
  const ask = (aud: unknown) =>
    postToken(sf, { ...exchange, client_assertion_type: TYPE, client_assertion: client({ aud }) });
  await ask('https://a.example');
  const hosts = [
    sf.url,
    'https://login.salesforce.com',
    'https://acme.develop.my.salesforce.com',
    'https://acme.develop.my.site.com/customers',
    `${sf.url}/customers`,
  ];
  const accepted = hosts.flatMap((host) => [host, `${host}/`, `${host}/services/oauth2/token`]);
  expect(told(sf)[1]).toBe(`client_assertion for app JWT_Bearer: aud must be one of ${accepted.join(', ')}`);
  expect((await ask([`${sf.url}/`, 'https://a.example'])).status).toBe(200);
});

it.each(['x', client({ iss: 7 })])(
  'client assertion %s names no client where no client_id does',
  async (text) => {
    await using sf = await startAt();
    const { client_secret: _, client_id: __, ...exchange } = await codeExchange(sf, { app: 'JWT_Bearer' });
    const asked = { ...exchange, client_assertion_type: TYPE, client_assertion: text };
    expect((await postToken(sf, asked)).status).toBe(400);
    expect(told(sf)[0]).toBe('client.id-missing');
  },
);
