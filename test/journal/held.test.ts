/** Secrets that orgs hold, and tokens that nothing around them tells, are hidden wherever a request says them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WordFinder } from '../../src/ground/word-finder.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { processorTime } from '../helpers/processor-time.ts';
import { postToken, send } from '../helpers/token.ts';

const fresh = freshServers();

const KEY = '3MVG9Prod.Cc';
const SECRET = 'SECRETCC0000';
const PASSWORD = 'eve "pass" 0/0+1';
const TOKEN = 'TokE5';
const TOTP = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const INITIAL = 'INITIAL0ACCESS0TOKEN';
const EVE = 'eve@acme.example';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_BODY = { 'content-type': 'application/json' };
const url = encodeURIComponent;

function start(): Promise<Fauxforce> {
  return startFauxforce({
    seed: {
      users: [{ username: EVE, password: PASSWORD, securityToken: TOKEN, totpSecret: TOTP }],
      apps: [
        {
          name: 'Cc',
          consumerKey: KEY,
          consumerSecret: SECRET,
          initialAccessToken: INITIAL,
          callbackUrls: ['http://localhost:3000/cb'],
          isDeviceFlowEnabled: true,
          isClientCredentialEnabled: true,
          clientCredentialUser: EVE,
        },
      ],
    },
  });
}

/** Every place that a request can say something in, answered and refused. */
async function sayEverywhere(sf: Fauxforce, secret: string): Promise<void> {
  const callback = url('http://localhost:3000/cb');
  const authorize = `/services/oauth2/authorize?response_type=code&client_id=${KEY}&redirect_uri=${callback}`;
  await send(sf, `${authorize}&state=${url(secret)}&nonce=x:${url(secret)}&scope=api`);
  await send(sf, `${authorize}&scope=${url(secret)}&login_hint=${url(`a ${secret} b`)}`);
  await send(sf, `/services/oauth2/authorize?response_type=code&client_id=x:${url(secret)}`);
  await send(sf, `/services/${url(secret)}`);
  await send(sf, `/services/oauth2/${url(secret)}/x`);
  await send(sf, `/services/oauth2/token?${url(secret)}`);
  const cc = { grant_type: 'client_credentials', client_id: KEY, client_secret: SECRET };
  const { body } = await postToken(sf, { ...cc, scope: secret, client_name: `x ${secret}` });
  const bearer = { authorization: `Bearer ${(JSON.parse(body) as { access_token: string }).access_token}` };
  const soql = url(`SELECT Id FROM User WHERE Name = '${secret.replaceAll('"', '')} x ${secret}'`);
  await send(sf, `/services/data/v60.0/query?q=${soql}`, { headers: bearer });
  await send(sf, `/services/data/v60.0/sobjects/${url(secret)}`, { headers: bearer });
  await send(sf, '/services/oauth2/userinfo', { headers: { origin: `Bearer ${secret}`, ...bearer } });
  const origin = `Bearer ${secret}`;
  await send(sf, '/', { method: 'POST', headers: { origin, ...FORM }, body: 'un=x&pw=y' });
  await postToken(sf, { grant_type: 'password', username: `${secret}@x`, password: 'x', client_id: KEY });
  const registration = { client_name: `of ${secret}`, redirect_uris: ['http://localhost'] };
  for (const redirect_uris of [['http://localhost'], [`no url ${secret}`]]) {
    await send(sf, '/services/oauth2/register', {
      method: 'POST',
      headers: { ...JSON_BODY, authorization: `Bearer ${INITIAL}` },
      body: JSON.stringify({ ...registration, redirect_uris }),
    });
  }
}

async function expectHidden(sf: Fauxforce, secret: string): Promise<void> {
  const told = JSON.stringify(sf.journal.entries());
  expect(told).toMatch(/sha256:[0-9a-f]{12}/);
  for (const path of ['/_fauxforce/journal', '/_fauxforce/journal.har']) {
    const { body } = await send(sf, path);
    const inJson = JSON.stringify(secret).slice(1, -1);
    const inPath = decodeURI(url(secret)).replaceAll('"', '\\"');
    for (const form of [secret, inJson, JSON.stringify(inJson).slice(1, -1), url(secret), inPath])
      expect(body).not.toContain(form);
  }
}

test.each([
  ['consumer secret', SECRET],
  ['password', PASSWORD],
  ['password with its security token', PASSWORD + TOKEN],
  ["authenticator's secret", TOTP],
  ['initial access token', INITIAL],
])('a %s', async (_what, secret) => {
  await using sf = await start();
  await sayEverywhere(sf, secret);
  await expectHidden(sf, secret);
});

test('a device code, a user code and a registration access token', async () => {
  await using sf = await start();
  const started = await send(sf, '/services/oauth2/token', {
    method: 'POST',
    headers: FORM,
    body: `response_type=device_code&client_id=${KEY}`,
  });
  const registered = await send(sf, '/services/oauth2/register', {
    method: 'POST',
    headers: { ...JSON_BODY, authorization: `Bearer ${INITIAL}` },
    body: JSON.stringify({ client_name: 'Own', redirect_uris: ['http://localhost'] }),
  });
  const { device_code, user_code } = JSON.parse(started.body) as Record<string, string>;
  const { registration_access_token } = JSON.parse(registered.body) as Record<string, string>;
  expect(registration_access_token).toMatch(/^[\w-]{64}$/);
  for (const secret of [device_code, user_code, registration_access_token]) {
    await send(sf, `/a?state=${url(`\n${secret}`)}&other=${url(`a ${secret}\n`)}`);
    await send(sf, `/a/x/${secret === registration_access_token ? '' : 'a-_.'}${secret}`);
    await sayEverywhere(sf, secret ?? '');
    await expectHidden(sf, secret ?? '');
  }
});

test('a user code is known to another process on the store, and after a restart', async () => {
  await using sf = await start();
  const { body } = await send(sf, '/services/oauth2/token', {
    method: 'POST',
    headers: FORM,
    body: `response_type=device_code&client_id=${KEY}`,
  });
  const { user_code } = JSON.parse(body) as { user_code: string };
  const other = await fresh();
  await send(other, `/a/${user_code}`);
  expect(other.journal.last()?.path).toBe(`/a/${user_code}`);
  await send(other, '/_fauxforce/snapshot', {
    method: 'PUT',
    body: (await send(sf, '/_fauxforce/snapshot')).body,
  });
  await send(other, `/a/${user_code}`);
  expect(other.journal.last()?.path).toMatch(/^\/a\/sha256:/);
});

test('the bounds of what is looked for hold in one large org', async () => {
  const users = Array.from({ length: 12_000 }, (_, i) => ({
    username: `u${i}@x.example`,
    password: `pass-${i}-word`,
  }));
  const sf = await fresh({ seed: { users } });
  await send(sf, '/a/pass-9-word');
  await send(sf, '/a/pass-11999-word');
  expect(sf.journal.entries().map(({ path }) => path)).toEqual([
    '/a/pass-11999-word',
    expect.stringMatching(/^\/a\/sha256:/),
  ]);
});

test('words of eight letters or sixty-four that nobody was given stand as they were sent', async () => {
  await using sf = await start();
  const state = `ABCDEFGH 12345678 ${'a'.repeat(64)} ${'aB3-'.repeat(16)} ${url('x'.repeat(40))}`;
  await send(sf, `/services/oauth2/authorize?response_type=code&client_id=${KEY}&state=${url(state)}`);
  expect(sf.journal.last()?.request.state).toBe(state);
});

test('a secret that changed, and one of an org that came later, are known with the next request', async () => {
  await using sf = await start();
  await using org = await sf.org({ apps: [{ name: 'Late', consumerSecret: 'LATESECRET1' }] });
  await send(sf, '/a/LATESECRET1');
  expect(sf.journal.last()?.path).toMatch(/^\/a\/sha256:/);
  await send(sf, `/_fauxforce/users/${EVE}`, { method: 'PATCH', body: '{"password":"another pass"}' });
  await send(sf, '/a/another%20pass');
  expect(sf.journal.last()?.path).toMatch(/^\/a\/sha256:/);
  expect(org.id).toBeDefined();
});

test('a secret that was replaced before the entry is written is still one', async () => {
  await using sf = await start();
  const replace = (password: string) =>
    send(sf, `/_fauxforce/users/${EVE}`, { method: 'PATCH', body: JSON.stringify({ password }) });
  await send(sf, `/a/${url(PASSWORD)}`);
  await replace('another pass');
  await send(sf, '/b/another%20pass');
  await replace('a third pass');
  expect(sf.journal.entries().map(({ path }) => path)).toEqual([
    expect.stringMatching(/^\/b\/sha256:/),
    expect.stringMatching(/^\/a\/sha256:/),
  ]);
});

test('the finder finds what a search for each word finds', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '\u{1F600}'), maxLength: 12 });
  const few = fc.array(letters, { maxLength: 8 });
  fc.assert(
    fc.property(few, fc.array(letters, { maxLength: 20 }), (words, parts) => {
      const finder = new WordFinder();
      for (const word of words) finder.add(word);
      const text = [...parts, ...words.slice(0, 3)].join('');
      const wanted = words.filter((word) => word.length >= 8 && text.includes(word));
      expect([...finder.wordsIn(Buffer.from(text))].sort()).toEqual([...new Set(wanted)].sort());
    }),
    { numRuns: 2_000 },
  );
});

test('many words cost a text little, also those that begin alike', async () => {
  const finder = new WordFinder();
  for (let i = 0; i < 40_000; i++) finder.add(`OLDSECRET${i}X`);
  const text = 'OLDSECRET OLDSECRET7 '.repeat(200);
  const cost = await processorTime(() => {
    for (let i = 0; i < 100; i++) expect(finder.wordsIn(Buffer.from(text)).size).toBe(0);
  });
  expect(cost).toBeLessThan(2_000);
});
