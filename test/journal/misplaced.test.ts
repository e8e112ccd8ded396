/** A secret of the seed that was sent in the wrong field: nowhere in clear, and the explanation says what it is. */
import { expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { secretsAmong } from '../../src/world/known-secrets.ts';
import { freshServers } from '../helpers/fresh.ts';
import { makeJwt } from '../helpers/jwt.ts';
import { postToken, send } from '../helpers/token.ts';

const fresh = freshServers();

const KEY = '3MVG9Prod.Cc';
const SECRET = 'SECRETCC0000';
const PASSWORD = 'evepass1';
const TOKEN = 'TokE';
const EVE = 'eve@acme.example';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

function start(): Promise<Fauxforce> {
  return startFauxforce({
    seed: {
      users: [{ username: EVE, password: PASSWORD, securityToken: TOKEN }],
      apps: [
        { name: 'Cc', consumerKey: KEY, consumerSecret: SECRET, callbackUrls: ['http://localhost:3000/cb'] },
      ],
    },
  });
}

function form(sf: Fauxforce, path: string, members: Record<string, string>, headers = {}) {
  const body = new URLSearchParams(members).toString();
  return send(sf, path, { method: 'POST', headers: { ...FORM, ...headers }, body });
}

const basic = (key: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
});
const IS_SECRET = 'it is the consumer secret of app Cc: key and secret are swapped';
const CC = { grant_type: 'client_credentials' };

const MISPLACED: readonly (readonly [
  where: string,
  secret: string,
  sent: (sf: Fauxforce) => Promise<unknown>,
  told: string,
])[] = [
  [
    'key and secret swapped',
    SECRET,
    (sf) => postToken(sf, { ...CC, client_id: SECRET, client_secret: KEY }),
    IS_SECRET,
  ],
  [
    'with a line end',
    SECRET,
    (sf) => postToken(sf, { ...CC, client_id: `${SECRET}\n`, client_secret: KEY }),
    IS_SECRET,
  ],
  ['swapped in a header', SECRET, (sf) => postToken(sf, CC, basic(SECRET, KEY)), IS_SECRET],
  [
    'swapped at introspect',
    SECRET,
    (sf) => form(sf, '/services/oauth2/introspect', { token: 'x', client_id: SECRET, client_secret: KEY }),
    IS_SECRET,
  ],
  [
    'as client_id at authorize',
    SECRET,
    (sf) => send(sf, `/services/oauth2/authorize?response_type=code&client_id=${SECRET}`),
    IS_SECRET,
  ],
  [
    'as the issuer of a JWT',
    SECRET,
    (sf) =>
      postToken(sf, {
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: makeJwt({ claims: { iss: SECRET, sub: EVE, aud: 'https://login.salesforce.com' } }),
      }),
    IS_SECRET,
  ],
  [
    'username and password swapped',
    PASSWORD,
    (sf) => password(sf, { username: PASSWORD, password: EVE }),
    'it is a password',
  ],
  [
    'the security token with it',
    PASSWORD,
    (sf) => password(sf, { username: PASSWORD + TOKEN, password: EVE }),
    'it is a password with its security token',
  ],
  [
    'the security token as username',
    TOKEN,
    (sf) => password(sf, { username: TOKEN, password: PASSWORD }),
    'it is a security token',
  ],
  [
    'swapped on the log-in page',
    PASSWORD,
    (sf) => form(sf, '/', { un: PASSWORD, pw: EVE }),
    'it is a password',
  ],
  ['under a name of nobody', PASSWORD, (sf) => postToken(sf, { ...CC, client_id: KEY, login: PASSWORD }), ''],
  [
    'as another parameter of a refused request',
    PASSWORD,
    (sf) => postToken(sf, { grant_type: PASSWORD }),
    '',
  ],
];

function password(sf: Fauxforce, members: Record<string, string>) {
  return postToken(sf, { grant_type: 'password', client_id: KEY, client_secret: SECRET, ...members });
}

test.each(MISPLACED)('%s', async (_where, secret, sent, told) => {
  await using sf = await start();
  await sent(sf);
  const entry = sf.journal.last();
  expect(entry?.refusal?.why).toContain(told);
  expect(JSON.stringify(entry)).not.toContain(secret);
  expect(JSON.stringify(entry)).toMatch(/sha256:[0-9a-f]{12}/);
  for (const path of ['/_fauxforce/journal', '/_fauxforce/journal.har', '/_fauxforce/log-ins'])
    expect((await send(sf, path)).body).not.toContain(secret);
});

test('what is a key or a username is shown, whoever has it for a password', async () => {
  const sf = await fresh({
    seed: {
      users: [{ username: EVE, password: EVE, securityToken: KEY }],
      apps: [{ name: 'Cc', consumerKey: KEY, consumerSecret: 'other0000' }],
    },
  });
  await postToken(sf, {
    grant_type: 'password',
    client_id: KEY,
    client_secret: 'x',
    username: EVE,
    password: 'y',
  });
  expect(sf.journal.last()).toMatchObject({ clientId: KEY, request: { client_id: KEY, username: EVE } });
});

test('words of the protocol are shown, whoever has them for a password', async () => {
  const sf = await fresh({
    seed: { users: [{ username: EVE, password: 'password' }], apps: [{ name: 'Cc', consumerKey: KEY }] },
  });
  await postToken(sf, {
    grant_type: 'password',
    client_id: KEY,
    username: EVE,
    password: 'y',
    scope: 'password',
  });
  expect(sf.journal.last()).toMatchObject({
    grantType: 'password',
    outcome: 'refused',
    request: { grant_type: 'password', scope: 'password' },
  });
});

test('of an app and a user that are gone nothing is known any more, of those that came it is', async () => {
  await using sf = await start();
  const { orgs } = sf.world;
  expect([...secretsAmong(new Set([SECRET, PASSWORD, 'x', '', KEY, EVE]), orgs).keys()]).toEqual([
    SECRET,
    PASSWORD,
  ]);
  const [org] = orgs.orgs;
  orgs.remove(org?.id ?? '');
  expect(secretsAmong(new Set([SECRET, PASSWORD]), orgs).size).toBe(0);
});

test('the newest orgs are looked through, so that a refusal costs no more however many there are', async () => {
  await using sf = await start();
  const many = Array.from({ length: 6_000 }, (_, i) => ({
    name: `App_${i}`,
    consumerSecret: `OLDSECRET${i}X`,
  }));
  await using older = await sf.org({ apps: many });
  await using newer = await sf.org({
    apps: many.map(({ name }, i) => ({ name, consumerSecret: `NEWSECRET${i}X` })),
  });
  const among = secretsAmong(['OLDSECRET7X', 'NEWSECRET7X', SECRET], sf.world.orgs);
  expect([older.id === newer.id, ...among.keys()]).toEqual([false, 'NEWSECRET7X', 'OLDSECRET7X']);
});
