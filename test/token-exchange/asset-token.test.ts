/** The asset token flow: an access token and a device's JWT for a JWT that names the device (token.md 12a). */

import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { makeJwt, otherKey } from '../helpers/jwt.ts';
import { type Answer, app, members, postToken, send, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';
import { weakKey } from '../helpers/weak-key.ts';

const TYPE = 'urn:ietf:params:oauth:token-type';

/** 2026-01-01T00:00:00Z */
const NOW = 1_767_225_600_000;

let sf: Fauxforce;
beforeEach(async () => {
  sf = await startFauxforce({
    demo: {
      apps: {
        Web_Server: { assetToken: { audiences: ['https://devices.acme.example'] } },
        Rotating: {
          attributes: { region: '"emea"' },
          assetToken: {
            audiences: ['a', 'b'],
            validity: 3600,
            includeAttributes: true,
            includeCustomPermissions: true,
          },
        },
      },
    },
  });
  sf.clock.freeze();
  sf.clock.set(NOW);
  return () => sf[Symbol.asyncDispose]();
});

function accessToken(name = 'Web_Server'): Promise<string> {
  return accessTokenFor(sf, { app: app(sf, name), user: user(sf, 'ada'), scopes: 'api' });
}

async function exchange(changes: Record<string, string> = {}): Promise<Answer> {
  return postToken(sf, {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: await accessToken(),
    subject_token_type: `${TYPE}:access_token`,
    actor_token: makeJwt({ claims: { did: 'printer-7' } }),
    actor_token_type: `${TYPE}:jwt`,
    ...changes,
  });
}

function decoded(token: string | undefined, part: 0 | 1): string {
  return Buffer.from(token?.split('.')[part] ?? '', 'base64url').toString();
}

const { kty, n, e } = otherKey.export({ format: 'jwk' });
const cnf = { jwk: { kty, n, e } };
const ecJwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
const weakCnf = { jwk: createPublicKey(weakKey).export({ format: 'jwk' }) };

describe('an asset token', () => {
  it('comes alone, with expires_in as a number', async () => {
    const { status, body } = await exchange();
    const { access_token } = members(body);
    expect(status).toBe(200);
    expect(body).toBe(
      `{"access_token":"${access_token}","issued_token_type":"urn:ietf:params:oauth:token-type:jwt","token_type":"Bearer","expires_in":60}`,
    );
  });

  it('names the device, for the audiences of the app', async () => {
    const { access_token } = members((await exchange()).body);
    expect(decoded(access_token, 0)).toBe('{"kid":"asset","typ":"JWT","alg":"RS256"}');
    expect(JSON.parse(decoded(access_token, 1))).toEqual({
      aud: ['https://devices.acme.example'],
      iss: sf.url,
      nbf: 1_767_225_600,
      iat: 1_767_225_600,
      exp: 1_767_225_660,
      sub: expect.stringMatching(/^02iFF0[A-Za-z0-9]{12}$/),
      did: 'printer-7',
    });
  });

  it('is verified by jose with the published key', async () => {
    const { access_token = '' } = members((await exchange()).body);
    const keys = createRemoteJWKSet(new URL(`${sf.url}/id/keys`));
    const verified = await jwtVerify(access_token, keys, {
      issuer: sf.url,
      audience: 'https://devices.acme.example',
      currentDate: new Date(NOW),
    });
    expect(verified.protectedHeader.kid).toBe('asset');
  });

  it('is for the same Asset whenever the device registers', async () => {
    const subjects = await Promise.all(
      ['printer-7', 'printer-7', 'printer-8'].map(async (did) => {
        const { body } = await exchange({ actor_token: makeJwt({ claims: { did } }) });
        return JSON.parse(decoded(members(body).access_token, 1)).sub;
      }),
    );
    expect(subjects[0]).toBe(subjects[1]);
    expect(subjects[0]).not.toBe(subjects[2]);
  });

  it('is bound to the key that the device proves to hold', async () => {
    const actor_token = makeJwt({ claims: { did: 'printer-7', cnf }, key: otherKey });
    const { access_token } = members((await exchange({ actor_token })).body);
    expect(JSON.parse(decoded(access_token, 1)).cnf).toEqual(cnf);
  });

  it.each<[string, object]>([
    ['for something else', { ...cnf.jwk, use: 'enc', alg: 'RSA-OAEP', key_ops: ['encrypt'], ext: 1, kid: 7 }],
    ['with its private half', otherKey.export({ format: 'jwk' })],
    ['of padded members', { ...cnf.jwk, n: `${n}==` }],
  ])('takes a key %s for the RSA key that it is, and gives it back as it came', async (_what, jwk) => {
    const actor_token = makeJwt({ claims: { did: 'printer-7', cnf: { jwk } }, key: otherKey });
    const { access_token } = members((await exchange({ actor_token })).body);
    expect(JSON.parse(decoded(access_token, 1)).cnf).toEqual({ jwk });
  });

  it.each(['RS384', 'RS512'])('takes the proof of a device that signs by %s', async (alg) => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg })}.${part({ did: 'printer-7', cnf })}`;
    const signature = sign(`sha${alg.slice(2)}`, Buffer.from(text), otherKey).toString('base64url');
    expect((await exchange({ actor_token: `${text}.${signature}` })).status).toBe(200);
  });

  it('carries attributes and custom permissions where the app says so', async () => {
    const { body } = await exchange({ subject_token: await accessToken('Rotating') });
    expect(members(body).expires_in).toBe(3600);
    expect(JSON.parse(decoded(members(body).access_token, 1))).toMatchObject({
      aud: ['a', 'b'],
      exp: 1_767_229_200,
      custom_attributes: { region: 'emea' },
      custom_permissions: { Approve_Orders: true },
    });
  });

  it('is no access token', async () => {
    const headers = { authorization: `Bearer ${members((await exchange()).body).access_token}` };
    expect((await send(sf, '/services/oauth2/userinfo', { headers })).status).toBe(403);
  });

  it('takes the type JWT in capitals too', async () => {
    expect((await exchange({ actor_token_type: `${TYPE}:JWT` })).status).toBe(200);
  });
});

describe('refusals', () => {
  it.each([
    [
      'another subject type',
      { subject_token_type: `${TYPE}:id_token` },
      'invalid_request',
      'unsupported subject_token_type',
    ],
    [
      'another actor type',
      { actor_token_type: `${TYPE}:saml2` },
      'invalid_request',
      'unsupported actor_token_type',
    ],
    ['no actor type', { actor_token_type: '' }, 'invalid_request', 'unsupported actor_token_type'],
    ['a dead subject', { subject_token: 'dead' }, 'invalid_grant', 'invalid subject token'],
    ['no subject', { subject_token: '' }, 'invalid_grant', 'invalid subject token'],
    ['an actor that is no JWT', { actor_token: 'x' }, 'invalid_grant', 'invalid actor token'],
    ['an empty actor', { actor_token: '' }, 'invalid_grant', 'invalid actor token'],
  ])('%s', async (_what, changes: Record<string, string>, error, description) => {
    expect(await exchange(changes)).toMatchObject({
      status: 400,
      body: `{"error":"${error}","error_description":"${description}"}`,
    });
  });

  it.each([
    ['no did', { name: 'Printer' }, 'did names the device'],
    ['a did that is a number', { did: 7 }, 'did names the device'],
    ['an expired actor', { did: 'p', exp: 1_767_225_600 }, 'exp, if it is there, is in the future'],
    [
      'an actor whose exp is a list',
      { did: 'p', exp: [4_102_444_800] },
      'exp, if it is there, is in the future',
    ],
    ['a cnf without a key', { did: 'p', cnf: {} }, 'cnf.jwk is an RSA public key'],
    ['a cnf that is null', { did: 'p', cnf: null }, 'cnf.jwk is an RSA public key'],
    ['a cnf with a hostile key', { did: 'p', cnf: { jwk: { kty: 'RSA', n: '', e: 'AQAB' } } }, ''],
    ['a cnf whose key is a text', { did: 'p', cnf: { jwk: 'x' } }, 'cnf.jwk is an RSA public key'],
    ['a cnf that is a list', { did: 'p', cnf: [cnf.jwk] }, 'cnf.jwk is an RSA public key'],
    [
      'a cnf whose key has no exponent',
      { did: 'p', cnf: { jwk: { kty: 'RSA', n } } },
      'cnf.jwk is an RSA public key',
    ],
    [
      'a cnf whose key has numbers',
      { did: 'p', cnf: { jwk: { kty: 'RSA', n: 1, e: 3 } } },
      'cnf.jwk is an RSA public key',
    ],
    ['a cnf with an elliptic key', { did: 'p', cnf: { jwk: ecJwk } }, 'cnf.jwk is an RSA public key'],
    [
      'a cnf with a symmetric key',
      { did: 'p', cnf: { jwk: { kty: 'oct', k: 'AAAA' } } },
      'cnf.jwk is an RSA public key',
    ],
    ['a cnf with a short key', { did: 'p', cnf: weakCnf }, 'cnf.jwk has 2,048 bits or more'],
    ["another's key", { did: 'p', cnf }, 'it is signed with the private key of cnf.jwk'],
  ])('%s', async (_what, claims, requirement) => {
    const actor_token = makeJwt({ claims });
    expect(await exchange({ actor_token })).toMatchObject({
      status: 400,
      body: '{"error":"invalid_grant","error_description":"invalid actor token"}',
    });
    const [entry] = sf.journal.entries();
    expect(entry?.refusal?.why).toContain(`actor_token, checked that ${requirement}`);
    expect(JSON.stringify(entry)).not.toContain(actor_token);
  });

  it('an app without asset token settings', async () => {
    expect((await exchange({ subject_token: await accessToken('Admin_Approved') })).body).toBe(
      '{"error":"invalid_grant","error_description":"asset token flow not enabled"}',
    );
  });

  it("another org's host", async () => {
    const { body } = await postToken(
      sf,
      {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: await accessToken(),
        subject_token_type: `${TYPE}:access_token`,
        actor_token: makeJwt({ claims: { did: 'p' } }),
        actor_token_type: `${TYPE}:jwt`,
      },
      { host: 'test.salesforce.com' },
    );
    expect(body).toBe('{"error":"invalid_grant","error_description":"invalid subject token"}');
  });
});
