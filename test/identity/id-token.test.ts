import { hash } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '../../src/org/model.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import { type IdTokenFacts, signIdToken } from '../../src/tokens/id-token.ts';
import { app, postToken, send, user } from '../helpers/token.ts';
import { ADA, startAcme } from './acme.ts';

const NOW = Date.UTC(2026, 6, 1, 12, 0, 0);
const LOGIN = { kind: 'login', origin: 'https://login.salesforce.com', myDomain: undefined } as const;

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startAcme();
  sf.clock.freeze();
  sf.clock.set(NOW);
});
afterAll(() => sf[Symbol.asyncDispose]());

function signed(changes: Partial<IdTokenFacts> = {}, idToken: Partial<App['idToken']> = {}): Promise<string> {
  const [org] = sf.orgs;
  if (!org) throw new Error('the demo has an org');
  const client = app(sf, 'Web_Server');
  return signIdToken(sf.world, {
    host: LOGIN,
    org,
    user: user(sf, 'ada'),
    app: { ...client, idToken: { ...client.idToken, ...idToken }, attributes: { colour: '"blue"' } },
    accessToken: '00D!token',
    nonce: undefined,
    issuer: 'https://login.salesforce.com',
    ...changes,
  });
}

function part(token: string, index: number): string {
  return Buffer.from(token.split('.')[index] ?? '', 'base64url').toString();
}

test('has the header and payload of the public tokens, byte for byte', async () => {
  const token = await signed();

  expect(part(token, 0)).toBe('{"kid":"262","typ":"JWT","alg":"RS256"}');
  const atHash = hash('sha256', '00D!token', 'buffer').subarray(0, 16).toString('base64url');
  expect(atHash).toHaveLength(22);
  expect(part(token, 1)).toBe(
    `{"at_hash":"${atHash}","sub":"https://login.salesforce.com/id/00D5g000004AcmeEAC/0055g000001Ada0AAC",` +
      `"aud":"3MVG9Demo.Web_Server","iss":"https://login.salesforce.com","exp":${NOW / 1000 + 120},"iat":${NOW / 1000}}`,
  );
});

test('hashes the access token: the left half of SHA-256, base64url without padding', async () => {
  // SHA-256 of abc is ba7816bf8f01cfea414140de5dae2223 and so on (FIPS 180).
  const { at_hash } = decodeJwt(await signed({ accessToken: 'abc' }));
  expect(at_hash).toBe('ungWv48Bz-pBQUDeXa4iIw');
});

test('puts nonce and custom attributes last, custom permissions after aud', async () => {
  const token = await signed(
    { nonce: 'n-1' },
    { includeAttributes: true, includeCustomPermissions: true, audiences: ['https://other.example'] },
  );
  expect(Object.keys(decodeJwt(token))).toEqual(
    'at_hash sub aud custom_permissions iss exp iat nonce custom_attributes'.split(' '),
  );
  expect(decodeJwt(token)).toMatchObject({
    aud: '3MVG9Demo.Web_Server,https://other.example',
    nonce: 'n-1',
    custom_attributes: { colour: 'blue' },
    custom_permissions: { Approve_Orders: true },
  });
});

test('has the standard claims in the order of the token of 2019', async () => {
  const token = await signed({ nonce: 'n-1' }, { includeStandardClaims: true });
  expect(Object.keys(decodeJwt(token))).toEqual(
    'at_hash sub zoneinfo email_verified address profile iss preferred_username given_name locale nonce picture aud updated_at nickname name phone_number exp iat family_name email'.split(
      ' ',
    ),
  );
  expect(decodeJwt(token)).toMatchObject({
    zoneinfo: 'Europe/Berlin',
    email_verified: true,
    address: { country: 'DE' },
    profile: 'https://acme.develop.my.salesforce.com/0055g000001Ada0AAC',
    preferred_username: 'ada@acme.example',
    picture: 'https://acme.develop.my.salesforce.com/profilephoto/005/F',
    updated_at: '2025-09-28T09:30:18Z',
    phone_number: '+49 1764 000',
  });
  const grace = await signed({ user: user(sf, 'grace') }, { includeStandardClaims: true });
  expect(decodeJwt(grace)).toMatchObject({ phone_number: null, address: {} });
});

test('lives as long as the app says', async () => {
  const { exp, iat } = decodeJwt(await signed({}, { validity: 720 }));
  expect((exp ?? 0) - (iat ?? 0)).toBe(720 * 60);
});

test('verifies against /id/keys of any host, under its issuer', async () => {
  const host = {
    kind: 'my-domain',
    origin: 'https://acme.develop.my.salesforce.com',
    myDomain: 'acme',
  } as const;
  const token = await signed({ host, issuer: host.origin });
  const keys = createRemoteJWKSet(new URL(`${sf.url}/id/keys`));
  const { payload } = await jwtVerify(token, keys, {
    issuer: host.origin,
    audience: '3MVG9Demo.Web_Server',
    currentDate: new Date(NOW),
  });
  expect(payload.sub).toBe('https://login.salesforce.com/id/00D5g000004AcmeEAC/0055g000001Ada0AAC');
  const forged = `${token.slice(0, -4)}AAAA`;
  await expect(jwtVerify(forged, keys, { currentDate: new Date(NOW) })).rejects.toThrow(
    'signature verification failed',
  );
});

test('comes from a log-in with openid, and userinfo names the same subject', async () => {
  const { code = '' } = await sf.login({ app: 'Web_Server', user: 'ada', scope: 'openid api', nonce: 'n-2' });
  const { consumerKey, consumerSecret, callbackUrls } = app(sf, 'Web_Server');
  const { body } = await postToken(sf, {
    grant_type: 'authorization_code',
    code,
    client_id: consumerKey,
    client_secret: consumerSecret,
    redirect_uri: callbackUrls[0] ?? '',
  });
  const tokens = JSON.parse(body) as { id_token: string; access_token: string };

  const keys = createRemoteJWKSet(new URL(`${sf.url}/id/keys`));
  const { payload } = await jwtVerify(tokens.id_token, keys, {
    issuer: sf.url,
    audience: consumerKey,
    currentDate: new Date(NOW),
  });
  expect(payload).toMatchObject({ nonce: 'n-2', exp: NOW / 1000 + 120 });
  const userinfo = await send(sf, '/services/oauth2/userinfo', {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  expect(JSON.parse(userinfo.body)).toMatchObject({ sub: payload.sub, user_id: ADA });
});
