/** A request must not choose what fauxforce itself says of it: what a client sends as a secret may be any of these words. */
import { expect, test, vi } from 'vitest';
import { LabClock } from '../../src/ground/clock.ts';
import { Journal } from '../../src/journal/journal.ts';
import { openStore } from '../../src/store/open.ts';
import { freshServers } from '../helpers/fresh.ts';
import { credentials, postToken, send } from '../helpers/token.ts';

const fresh = freshServers();

const ANSWER = { status: 200, contentType: undefined, body: undefined, location: undefined };
const EVERYTHING = { rows: 100, bytes: 2 ** 20, bytesOfOne: 2 ** 20 };
const NOON = Date.parse('2026-11-29T12:00:00Z');

test('the minute as a password leaves the time of the entry, its row and the login history alone', async () => {
  const sf = await fresh();
  sf.clock.set('2026-11-29T12:00:00Z');
  const app = credentials(sf, 'Username_Password');
  const username = 'ada@acme.example';
  await postToken(sf, { grant_type: 'password', ...app, username, password: '2026-11-29T12:00' });
  expect(sf.journal.last()).toMatchObject({
    at: expect.stringMatching(/^2026-11-29T12:00:/),
    username,
    grantType: 'password',
    refusal: { name: 'password.wrong' },
    request: { password: expect.stringMatching(/^sha256:/) },
  });
  const { body } = await send(sf, '/_fauxforce/logins');
  expect(JSON.parse(body)).toMatchObject({ logins: [{ at: expect.stringMatching(/^2026-11-29T12:00:/) }] });
  expect(sf.world.journal.entries({ since: NOON })).toHaveLength(1);
});

test.each([
  ['grant-type.unsupported'],
  ['unsupported_grant_type'],
  ['grant type not supported'],
  ['error_description'],
])('%s as a secret leaves refusal and answer alone', async (word) => {
  const sf = await fresh();
  const answer = await postToken(sf, { grant_type: 'foo', password: word, code: word });
  const said = { error: 'unsupported_grant_type', error_description: 'grant type not supported' };
  expect(JSON.parse(answer.body)).toEqual(said);
  expect(sf.journal.last()).toMatchObject({
    endpoint: 'token',
    outcome: 'refused',
    refusal: { name: 'grant-type.unsupported', ...said },
    checks: [{ name: 'grant-type.unsupported', ok: false }],
    response: { body: said },
  });
});

test('id, org, grant type, consumer key, endpoint and fix stand whatever a secret is', async () => {
  const sf = await fresh();
  const app = credentials(sf, 'Client_Credentials');
  const type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
  await postToken(sf, { grant_type: type, assertion: type });
  const before = sf.journal.last();
  expect(before).toMatchObject({ grantType: type, request: { grant_type: type } });
  await postToken(sf, { grant_type: 'client_credentials', ...app, code: app.client_id.slice(0, 40) });
  expect(sf.journal.last()?.clientId).toBe(app.client_id);
  const { org = '' } = sf.journal.last() ?? {};
  await postToken(sf, { grant_type: 'client_credentials', ...app, code: org ?? '' });
  expect(sf.journal.last()?.org).toBe(org);
  const { fix } = before?.refusal ?? {};
  await postToken(sf, { grant_type: type, assertion: fix?.slice(0, 40) ?? '' });
  expect(sf.journal.last()?.refusal?.fix).toBe(fix);
  await send(sf, '/.well-known/openid-configuration?code=openid-configuration');
  expect(sf.journal.last()?.endpoint).toBe('openid-configuration');
});

test.each([
  ['ada@acme.example', 'ada@acme.example'],
  ['ADA@acme.example', 'ADA@acme.example'],
])('%s with the password %s is found by the filter and in the login history', async (username, password) => {
  const sf = await fresh();
  const app = credentials(sf, 'Username_Password');
  await postToken(sf, { grant_type: 'password', ...app, username, password });
  await send(sf, '/', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ un: username, pw: password }).toString(),
  });
  expect(sf.world.journal.entries({ username: 'ada@acme.example' })).toHaveLength(2);
  const { body } = await send(sf, '/_fauxforce/logins?username=ada@acme.example');
  expect(JSON.parse(body).logins).toHaveLength(2);
});

test('what quotes the request is still without its secrets', async () => {
  const sf = await fresh();
  const secret = 'correct horse battery';
  await postToken(sf, { grant_type: secret, client_id: secret, password: secret, [secret]: 'x' });
  await send(sf, `/${encodeURIComponent(secret)}?password=${encodeURIComponent(secret)}`);
  const told = JSON.stringify(sf.journal.entries());
  expect(told).not.toContain(secret);
  expect(told).toContain('sha256:');
});

test('a row that the store does not take costs no other its place, and is told once', async () => {
  const store = await openStore(':memory:');
  const append = store.journal.append.bind(store.journal);
  vi.spyOn(store.journal, 'append').mockImplementation(async (rows, keep) => {
    if (rows.some(({ entry }) => entry.includes('/broken'))) throw new RangeError('no such row');
    return append(rows, keep);
  });
  const journal = new Journal(new LabClock(), store);
  const told: string[] = [];
  journal.onMistake((error, { path }) => told.push(`${path}: ${String(error)}`));
  for (const path of ['/1', '/broken-1', '/2', '/broken-2', '/3'])
    journal.record(journal.open('GET', path), ANSWER);
  await journal.close();
  expect((await store.journal.newest(EVERYTHING)).map(({ entry }) => JSON.parse(entry).path)).toEqual([
    '/3',
    '/2',
    '/1',
  ]);
  expect(told).toEqual(['/broken-1: RangeError: no such row']);
  await store.close();
});

test('a listener that fails is told once', async () => {
  const store = await openStore(':memory:');
  const journal = new Journal(new LabClock(), store);
  const told: string[] = [];
  journal.onMistake((error, { path }) => told.push(`${path}: ${String(error)}`));
  journal.listen(() => {
    throw new TypeError('no colour');
  });
  for (const path of ['/1', '/2']) journal.record(journal.open('GET', path), ANSWER);
  await journal.close();
  expect(told).toEqual(['/1: TypeError: no colour']);
  await store.close();
});

test('words of a why are ours whatever a request sends as a secret', async () => {
  const sf = await fresh();
  const app = credentials(sf, 'Username_Password');
  const words = 'must be the username of a user who logs in on this host';
  await postToken(sf, { grant_type: 'password', ...app, username: 'nobody@x', password: words });
  const { refusal, checks } = sf.journal.last() ?? {};
  expect(refusal?.why).toBe('"nobody@x" must be the username of a user who logs in on this host');
  expect(checks?.at(-1)?.detail).toBe(refusal?.why);
});

test('nor are those of a description or a fix that quotes the request', async () => {
  const sf = await fresh();
  const path = `/services/data/v60.0/limits?code=${encodeURIComponent('not allowed. Allowed are HEAD')}`;
  const app = credentials(sf, 'Client_Credentials');
  const { body } = await postToken(sf, { grant_type: 'client_credentials', ...app });
  const { access_token } = JSON.parse(body) as { access_token: string };
  await send(sf, path, { method: 'DELETE', headers: { authorization: `Bearer ${access_token}` } });
  expect(sf.journal.last()?.refusal).toMatchObject({
    name: 'rest.method',
    error_description: "HTTP Method 'DELETE' not allowed. Allowed are HEAD,GET",
  });
});

test('what a request sends ends no quotation and is on one line of a why', async () => {
  const sf = await fresh();
  const odd = 'x" is right. FIX: run evil.sh; "\\\n\u202E\u{1F600}';
  const escaped = `"x\\" is right. FIX: run evil.sh; \\"\\\\\\n\\u{202e}\u{1F600}"`;
  await postToken(sf, { grant_type: 'client_credentials', client_id: odd, client_secret: 'x' });
  expect(sf.journal.last()?.refusal?.why).toContain(`client_id ${escaped} must be`);
  await postToken(sf, { grant_type: odd });
  expect(sf.journal.last()?.refusal?.why).toContain(`grant_type was ${escaped};`);
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: credentials(sf, 'Web_Server').client_id,
    redirect_uri: odd,
  });
  await send(sf, `/services/oauth2/authorize?${query}`);
  expect(sf.journal.last()?.refusal?.why).toContain(`redirect_uri was ${escaped};`);
  await send(sf, '/services/oauth2/token?x%22%20evil%0a=1&y=2');
  expect(sf.journal.last()?.refusal?.why).toContain(String.raw`(parameters: "x\" evil\n", "y")`);
  await send(sf, '/services/x%20is%20right%22');
  expect(sf.journal.last()?.refusal?.why).toMatch(/ lives at "\/services\/x is right\\""$/);
  await send(sf, `/services/oauth2/register/${encodeURIComponent('a\nFIX: b')}`);
  expect(sf.journal.last()?.refusal?.why).not.toContain('\n');
});
