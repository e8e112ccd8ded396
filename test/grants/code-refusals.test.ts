/** Which refusal a code meets, though most share their text on the wire; what is told of it, and of whom (token.md 3). */
import { expect, it } from 'vitest';
import { OrgDirectory } from '../../src/org/directory.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import { CALLBACK, locationOf, ADA as VISITOR, walk, webServer } from '../authorize/helpers.ts';
import { authorize, codeOf, exchange as exchangeOnSite, startHeadless, UVID } from '../headless/helpers.ts';
import { freshServers } from '../helpers/fresh.ts';
import { codeExchange, credentials, members, postToken, user } from '../helpers/token.ts';

const fresh = freshServers();

const INVALID = '{"error":"invalid_grant","error_description":"invalid authorization code"}';
const EXPIRED = '{"error":"invalid_grant","error_description":"expired authorization code"}';
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const ADA = 'ada@acme.example';

function told(sf: Fauxforce) {
  const [entry] = sf.journal.entries({ outcome: 'refused', limit: 1 });
  return { name: entry?.refusal?.name, username: entry?.username, why: entry?.refusal?.why ?? '' };
}

/** Its first character, as a client may encode any. */
function encoded(code: string): string {
  return `%${code.charCodeAt(0).toString(16)}${code.slice(1)}`;
}

it('one of the same row with another secret was never issued', async () => {
  const sf = await fresh();
  const exchange = await codeExchange(sf, { app: 'Web_Server' });
  const { codec } = sf.world;
  const issued = codec.read('code', exchange.code ?? '');
  const forged = codec.write(codec.draw('code'), issued?.row ?? 0, '00D5g000004AcmeEAC');
  expect(codec.read('code', forged)?.row).toBe(issued?.row);
  expect((await postToken(sf, { ...exchange, code: forged })).body).toBe(INVALID);
  expect(told(sf)).toMatchObject({ name: 'code.unknown', username: null });
  expect((await postToken(sf, exchange)).status).toBe(200);
});

it('one that was spent, and one that is too old', async () => {
  const sf = await fresh();
  sf.clock.freeze();
  const spent = await codeExchange(sf, { app: 'Web_Server' });
  const old = await codeExchange(sf, { app: 'Web_Server' });
  await postToken(sf, spent);
  expect((await postToken(sf, { ...spent, redirect_uri: 'x' })).body).toBe(EXPIRED);
  expect((await postToken(sf, spent)).body).toBe(EXPIRED);
  expect(told(sf)).toMatchObject({ name: 'code.spent', username: ADA });
  sf.clock.advance(20 * 60_000);
  expect((await postToken(sf, old)).body).toBe(EXPIRED);
  expect(told(sf)).toMatchObject({ name: 'code.expired', username: ADA });
  expect(told(sf).why).not.toMatch(/undefined|NaN/);
});

it("another client's, of which the journal says whose it is", async () => {
  const sf = await fresh();
  const exchange = await codeExchange(sf, { app: 'Web_Server' });
  await postToken(sf, { ...exchange, ...credentials(sf, 'Rotating') });
  expect(told(sf)).toMatchObject({ name: 'code.other-client', username: ADA });
  expect(told(sf).why).toContain('3MVG9Demo.Web_Server');
});

it('one that was spoiled on its way', async () => {
  const sf = await fresh();
  const exchange = await codeExchange(sf, { app: 'Web_Server' });
  await postToken(sf, { ...exchange, code: 'aPrxnonsense' });
  const far = told(sf).why;
  expect(far).toContain('it has 12 characters, an authorization code 76');
  await postToken(sf, { ...exchange, code: `${exchange.code} ` });
  expect(told(sf).name).toBe('code.unknown');
  expect(told(sf).why).not.toBe(far);
});

it.each([
  ['white space around it', (code: string) => ` ${code}\n`, 'it would fit without the white space around it'],
  ['URL-encoding', encoded, 'it would fit URL-decoded once more: it was encoded twice'],
])('one that still has %s, which the explanation says', async (_what, spoil, why) => {
  const sf = await fresh();
  const exchange = await codeExchange(sf, { app: 'Web_Server' });
  expect((await postToken(sf, { ...exchange, code: spoil(exchange.code ?? '') })).body).toBe(INVALID);
  expect(told(sf)).toMatchObject({ name: 'code.unknown', username: null, why: expect.stringContaining(why) });
});

it('none at all, and no redirect_uri at all', async () => {
  const sf = await fresh();
  const { code = '', redirect_uri: _, ...exchange } = await codeExchange(sf, { app: 'Web_Server' });
  expect((await postToken(sf, exchange)).body).toBe(
    '{"error":"invalid_request","error_description":"missing required code"}',
  );
  expect(told(sf).name).toBe('code.missing');
  expect((await postToken(sf, { ...exchange, code })).body).toBe(
    '{"error":"redirect_uri_mismatch","error_description":"redirect_uri must match configuration"}',
  );
  expect(told(sf)).toMatchObject({
    name: 'code.callback-mismatch',
    why: expect.stringContaining('was not sent'),
  });
});

it('of a user who is gone', async () => {
  const sf = await fresh();
  const exchange = await codeExchange(sf, { app: 'Web_Server' });
  const orgs = sf.orgs.map((org) => ({
    ...org,
    users: org.users.filter(({ username }) => username !== ADA),
  }));
  sf.world.image.directory = new OrgDirectory(orgs);
  expect((await postToken(sf, exchange)).body).toBe(INVALID);
  expect(told(sf)).toMatchObject({ name: 'code.unknown', username: null });
  expect(told(sf).why).not.toContain('undefined');
});

it('of nobody who says which app asks: the journal knows the user all the same', async () => {
  const sf = await fresh();
  const { client_id: _, client_secret: __, ...exchange } = await codeExchange(sf, { app: 'Web_Server' });
  await postToken(sf, exchange);
  expect(told(sf)).toMatchObject({ name: 'client.id-missing', username: ADA });
  expect(await postToken(sf, { ...exchange, code: 'aPrxnonsense' })).toMatchObject({
    status: 400,
    body: '{"error":"invalid_client_id","error_description":"client identifier invalid"}',
  });
  expect(told(sf)).toMatchObject({ name: 'client.id-missing', username: null });
});

it('a verifier that is wrong, or too short, is told with what was compared', async () => {
  const sf = await fresh();
  const exchange = await codeExchange(sf, { app: 'Web_Server', codeChallenge: CHALLENGE });
  await postToken(sf, { ...exchange, code_verifier: 'x'.repeat(43) });
  expect(told(sf)).toMatchObject({ name: 'code.verifier-wrong', why: expect.stringContaining(CHALLENGE) });
  await postToken(sf, { ...exchange, code_verifier: 'x'.repeat(42) });
  expect(told(sf)).toMatchObject({ name: 'code.verifier-malformed', why: expect.stringContaining('42') });
  await postToken(sf, { ...exchange, code_verifier: `${VERIFIER}\n` });
  expect(told(sf).why).toContain('it would fit without the white space around it');
  const plain = await codeExchange(sf, { app: 'Web_Server', codeChallenge: VERIFIER });
  await postToken(sf, { ...plain, code_verifier: VERIFIER });
  expect(told(sf).why).toContain('plain');
});

it('of a log-in with consent has its refresh token held by that approval', async () => {
  const sf = await fresh();
  const code = new URL(locationOf(await walk(sf, webServer(), VISITOR))).searchParams.get('code') ?? '';
  await postToken(sf, {
    grant_type: 'authorization_code',
    ...credentials(sf, 'Web_Server'),
    redirect_uri: CALLBACK,
    code,
  });
  const approvals = await sf.world.store.approvals.live(user(sf, 'ada').id, '3MVG9Demo.Web_Server');
  expect(approvals).toHaveLength(1);
});

it('of a guest wants the headers of guests', async () => {
  const scopes = ['api', 'openid', 'refresh_token'];
  await using sf = await startHeadless({
    isGuestCodeCredFlowEnabled: true,
    isNamedUserJwtEnabled: true,
    scopes,
  });
  const headers = (hint: string) => ({ 'Auth-Request-Type': 'guest', 'Uvid-Hint': hint });
  const code = codeOf(await authorize(sf, {}, headers(`UVID ${UVID}`)));
  expect((await exchangeOnSite(sf, code)).body).toBe(
    '{"error":"invalid_request","error_description":"invalid headers"}',
  );
  expect((await exchangeOnSite(sf, code, {}, headers(UVID))).status).toBe(200);
});

it('on a host where its user does not live', async () => {
  const sf = await fresh();
  const exchange = await codeExchange(sf, { app: 'Web_Server' });
  await postToken(sf, exchange, { host: 'test.salesforce.com' });
  expect(told(sf)).toMatchObject({ name: 'user.other-domain', username: ADA });
  expect(told(sf).why).toContain('https://test.salesforce.com');
});

it('needs the secret unless the app does without', async () => {
  for (const isConsumerSecretOptional of [true, false]) {
    const sf = await fresh({ demo: { apps: { Web_Server: { isConsumerSecretOptional } } } });
    const { client_secret: _, ...exchange } = await codeExchange(sf, { app: 'Web_Server' });
    expect((await postToken(sf, exchange)).status).toBe(isConsumerSecretOptional ? 200 : 400);
  }
});

it('takes a scope parameter, and its ID token has the nonce and the issuer of the log-in', async () => {
  const sf = await fresh();
  const facts = { app: 'Web_Server', scopes: 'api openid', nonce: 'n-0S6' };
  const { status, body } = await postToken(sf, { ...(await codeExchange(sf, facts)), scope: 'api' });
  expect(status).toBe(200);
  const claims = Buffer.from((members(body).id_token ?? '').split('.')[1] ?? '', 'base64url').toString();
  expect(JSON.parse(claims)).toMatchObject({ nonce: 'n-0S6', iss: sf.url });
});
