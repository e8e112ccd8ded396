/** Log-ins of one user through one app may share one access token (model.md 4.4): `settings.sharedAccessTokens`. */
import { expect, test } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { codeExchange, credentials, members, postToken, refreshWith, send } from '../helpers/token.ts';

const fresh = freshServers();

const SHARED = { settings: { sharedAccessTokens: true } };

async function logIn(sf: Fauxforce, facts: object = {}) {
  const { status, body } = await postToken(sf, await codeExchange(sf, { app: 'Web_Server', ...facts }));
  expect(status).toBe(200);
  return members(body) as { access_token: string; refresh_token: string; issued_at: string };
}

async function userInfo(sf: Fauxforce, accessToken: string): Promise<number> {
  const headers = { authorization: `Bearer ${accessToken}` };
  return (await send(sf, '/services/oauth2/userinfo', { headers })).status;
}

async function revoke(sf: Fauxforce, token: string): Promise<void> {
  const path = `/services/oauth2/revoke?token=${encodeURIComponent(token)}`;
  expect(await send(sf, path)).toMatchObject({ status: 200, body: '' });
}

test('each log-in has an access token of its own when nothing is said', async () => {
  const sf = await fresh();
  const [one, other] = [await logIn(sf), await logIn(sf)];
  expect(other.access_token).not.toBe(one.access_token);
  await revoke(sf, one.access_token);
  expect(await userInfo(sf, other.access_token)).toBe(200);
});

test('log-ins share one, with refresh tokens of their own, and so do refreshes', async () => {
  const sf = await fresh({ demo: SHARED });
  const [one, other] = [await logIn(sf), await logIn(sf)];
  expect(one.access_token).toMatch(/^00D[A-Za-z0-9]{12}![A][QR][A-Za-z0-9]AQ[A-Za-z0-9._]{91}$/);
  expect(other.access_token).toBe(one.access_token);
  expect(other.refresh_token).not.toBe(one.refresh_token);
  expect(await userInfo(sf, one.access_token)).toBe(200);
  const refreshed = members((await refreshWith(sf, 'Web_Server', one.refresh_token)).body);
  expect(refreshed.access_token).toBe(one.access_token);
});

test('log-ins at once share it too', async () => {
  const sf = await fresh({ demo: SHARED });
  const tokens = await Promise.all([1, 2, 3, 4].map(() => logIn(sf)));
  expect(new Set(tokens.map(({ access_token }) => access_token)).size).toBe(1);
});

test.each([
  ['access_token', 0],
  ['access_token', 1],
  ['refresh_token', 0],
  ['refresh_token', 1],
] as const)('a revoke of the %s of log-in %i ends it for both; the other refreshes', async (kind, which) => {
  const sf = await fresh({ demo: SHARED });
  const pairs = [await logIn(sf), await logIn(sf)] as const;
  const other = pairs[1 - which]!;
  await revoke(sf, pairs[which]![kind]);
  expect(await userInfo(sf, other.access_token)).toBe(403);
  const { access_token = '' } = members((await refreshWith(sf, 'Web_Server', other.refresh_token)).body);
  expect(access_token).not.toBe(other.access_token);
  expect(await userInfo(sf, access_token)).toBe(200);
  expect((await logIn(sf)).access_token).toBe(access_token);
});

test.each([
  ['user', { user: 'grace' }],
  ['app', { app: 'Rotating' }],
  ['scopes', { scopes: 'refresh_token id' }],
])('another %s, another token', async (_what, facts) => {
  const sf = await fresh({ demo: SHARED });
  const one = await logIn(sf);
  expect((await logIn(sf, facts)).access_token).not.toBe(one.access_token);
  expect((await logIn(sf)).access_token).toBe(one.access_token);
});

test('a further log-in makes it live on, and after its end there is another', async () => {
  const sf = await fresh({ demo: SHARED });
  sf.clock.freeze();
  const one = await logIn(sf);
  sf.clock.advance('2h');
  expect((await logIn(sf)).access_token).toBe(one.access_token);
  sf.clock.advance('2h');
  expect(await userInfo(sf, one.access_token)).toBe(200);
  sf.clock.advance(2 * 3600_000 + 1);
  const later = await logIn(sf);
  expect(later.access_token).not.toBe(one.access_token);
  expect(await userInfo(sf, one.access_token)).toBe(403);
  expect(await userInfo(sf, later.access_token)).toBe(200);
});

test('the sixth log-in, which evicts the first, shares what the fifth was given', async () => {
  const sf = await fresh({ demo: SHARED });
  const tokens = [];
  for (let i = 0; i < 6; i++) tokens.push(await logIn(sf));
  expect(new Set(tokens.map(({ access_token }) => access_token)).size).toBe(1);
  expect(await userInfo(sf, tokens[5]!.access_token)).toBe(200);
  expect((await refreshWith(sf, 'Web_Server', tokens[0]!.refresh_token)).status).toBe(400);
});

test('grants without a refresh token share one as well, and JWT access tokens are never shared', async () => {
  const sf = await fresh({ demo: SHARED });
  const ask = async () => {
    const form = { grant_type: 'client_credentials', ...credentials(sf, 'Client_Credentials') };
    return members((await postToken(sf, form)).body).access_token;
  };
  expect(await ask()).toBe(await ask());

  const apps = { Client_Credentials: { isNamedUserJwtEnabled: true } };
  const jwt = await fresh({ demo: { ...SHARED, apps } });
  const form = { grant_type: 'client_credentials', ...credentials(jwt, 'Client_Credentials') };
  const [one, other] = [await postToken(jwt, form), await postToken(jwt, form)];
  expect(members(other.body).access_token).not.toBe(members(one.body).access_token);
  await revoke(jwt, members(one.body).access_token ?? '');
  expect(await userInfo(jwt, members(other.body).access_token ?? '')).toBe(200);
});

test('it survives a snapshot, elsewhere too', async () => {
  const sf = await fresh({ demo: SHARED });
  const one = await logIn(sf);
  const snapshot = JSON.parse(JSON.stringify(await sf.snapshot()));
  const elsewhere = await fresh({ seed: { org: { name: 'Elsewhere' } } });
  await elsewhere.restore(snapshot);
  const ask = { ...sf, url: elsewhere.url, world: elsewhere.world };
  expect((await logIn(ask)).access_token).toBe(one.access_token);
});
