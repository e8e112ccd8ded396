/** A token of which one character was changed was never issued, whichever character it is. */
import { expect, test } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { app, codeExchange, members, postToken, refreshWith, send, user } from '../helpers/token.ts';
import { hybridExchange, startHybrid } from '../hybrid/helpers.ts';

const fresh = freshServers();

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._';

/** The text with other spare bits: the last character of base64 holds some that no byte needs. */
function withSpareBits(text: string, at = text.length - 1, alphabet = BASE64): string {
  const last = alphabet.indexOf(text.charAt(at));
  return `${text.slice(0, at)}${alphabet.charAt(last ^ 1)}${text.slice(at + 1)}`;
}

function replaced(text: string, at: number, ...characters: string[]): string {
  const other = characters.find((character) => character !== text.charAt(at)) ?? '';
  return `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
}

/** 15 characters of the org, `!`, five that every access token has alike (token.md 2), 91 at random. */
const OF_ACCESS_TOKENS: readonly (readonly [what: string, tamper: (token: string) => string])[] = [
  ['the id of another org', (token) => `00D5g000004Site${token.slice(15)}`],
  ['the id of no org', (token) => `00D000000000000${token.slice(15)}`],
  ['the id of its org in lower case', (token) => `00D${token.slice(3, 15).toLowerCase()}${token.slice(15)}`],
  ['A, then R or Q', (token) => replaced(token, 17, 'Q', 'R')],
  ['A, Q or R, then another', (token) => replaced(token, 18, 'A', 'B')],
  ['other spare bits', (token) => withSpareBits(token)],
];

function limits(sf: Fauxforce, token: string) {
  return send(sf, '/services/data/v60.0/limits', { headers: { authorization: `Bearer ${token}` } });
}

test('an access token, wherever it is presented', async () => {
  const sf = await fresh();
  const exchange = await codeExchange(sf, { app: 'Web_Server', scopes: 'api openid refresh_token' });
  const { access_token = '' } = members((await postToken(sf, exchange)).body);
  const { client_id = '', client_secret = '' } = exchange;
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const post = (path: string, members: Record<string, string>) =>
    send(sf, path, { method: 'POST', headers: form, body: new URLSearchParams(members).toString() });
  for (const [what, tamper] of OF_ACCESS_TOKENS) {
    const token = tamper(access_token);
    expect(token, what).not.toBe(access_token);
    expect(token, what).toHaveLength(112);
    expect((await limits(sf, token)).status, what).toBe(401);
    const userinfo = await send(sf, '/services/oauth2/userinfo', {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(userinfo, what).toMatchObject({ status: 403, body: 'Bad_OAuth_Token' });
    const told = await post('/services/oauth2/introspect', { token, client_id, client_secret });
    expect(told, what).toMatchObject({ status: 200, body: '{"active":false}' });
    const revoked = await post('/services/oauth2/revoke', { token });
    expect(revoked.status, what).toBe(400);
    expect(sf.journal.last()?.refusal?.why, what).toContain('unknown');
  }
  expect((await limits(sf, access_token)).status).toBe(200);
});

test('an authorization code, a refresh token', async () => {
  const sf = await fresh();
  const exchange = await codeExchange(sf, { app: 'Web_Server' });
  const code = exchange.code ?? '';
  for (const changed of [withSpareBits(code, 73), code.slice(0, -1), `${code}=`]) {
    const refused = await postToken(sf, { ...exchange, code: changed });
    expect(refused.status).toBe(400);
    expect(sf.journal.last()?.refusal?.name).toBe('code.unknown');
  }
  const { refresh_token = '' } = members((await postToken(sf, exchange)).body);
  for (const changed of [replaced(refresh_token, 86, 'A', 'B'), replaced(refresh_token, 7, 'A', 'B')])
    expect((await refreshWith(sf, 'Web_Server', changed)).status).toBe(400);
  expect((await refreshWith(sf, 'Web_Server', refresh_token)).status).toBe(200);
});

test('a session of the browser, and those of web views', async () => {
  await using sf = await startHybrid();
  const { codec, store, clock } = sf.world;
  const secret = codec.draw('session');
  const { id, orgId } = { id: user(sf, 'ada').id, orgId: app(sf, 'Web_Server').orgId };
  const row = await store.sessions.append({
    secretHash: secret.hash,
    orgId,
    userId: id,
    createdAt: clock.now(),
  });
  const { lightning_sid = '', access_token = '' } = members((await hybridExchange(sf)).body);
  const logsIn = async (sid: string) =>
    (await send(sf, '/', { headers: { cookie: `sid=${sid}` } })).body.includes('ada@acme.example');
  for (const sid of [codec.write(secret, row, orgId), lightning_sid, access_token]) {
    for (const [what, tamper] of OF_ACCESS_TOKENS) expect(await logsIn(tamper(sid)), what).toBe(false);
    expect(await logsIn(sid)).toBe(true);
  }
});

test('an access token that is a JWT: the spare bits of its signature', async () => {
  const sf = await fresh({ demo: { apps: { Web_Server: { isNamedUserJwtEnabled: true } } } });
  const { body } = await postToken(sf, await codeExchange(sf, { app: 'Web_Server' }));
  const { access_token = '' } = members(body);
  const base64url = BASE64.replace('._', '-_');
  for (const changed of [
    withSpareBits(access_token, access_token.length - 1, base64url),
    `${access_token}==`,
  ])
    expect((await limits(sf, changed)).status).toBe(401);
  expect((await limits(sf, access_token)).status).toBe(200);
});

test('the code of a device: typed in letters that have the others as capitals', async () => {
  const sf = await fresh();
  const { userCodes } = sf.world;
  expect(userCodes.read('k3s1234i')).toBe(userCodes.read('K3S-1234I'));
  for (const typed of ['K3\u017f1234I', 'K3S1234\u0131']) expect(userCodes.read(typed)).toBeUndefined();
});
