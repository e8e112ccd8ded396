/** JWTs, read and verified: neither the key nor the algorithm is the sender's choice. */
import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isSignedBy, isSignedWith, type Jwt, readJwt, secondsOf, signJwt } from '../../src/tokens/jwt.ts';
import { demoKey, makeJwt, otherKey } from '../helpers/jwt.ts';

const CERTIFICATE = readFileSync(new URL('../../seed/demo.crt', import.meta.url), 'utf8');
const ec = {
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  ES384: generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
  ES512: generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey,
};

const encode = (text: string) => Buffer.from(text).toString('base64url');

/** Signed with any digest, whatever its header says. */
function signed(header: object, digest: string, key: KeyObject): Jwt {
  const text = `${encode(JSON.stringify(header))}.${encode('{"a":1}')}`;
  const signature = sign(digest, Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  const jwt = readJwt(`${text}.${signature.toString('base64url')}`);
  if (!jwt) throw new Error('no JWT');
  return jwt;
}

describe('read', () => {
  test('into its parts', () => {
    const header = encode('{"alg":"RS256"}');
    const claims = encode('{"iss":"ü"}');
    expect(readJwt(`${header}.${claims}.-_8`)).toEqual({
      header: { alg: 'RS256' },
      claims: { iss: 'ü' },
      signedText: `${header}.${claims}`,
      signature: Buffer.from([0xfb, 0xff]),
    });
  });

  test('with padding and without a signature', () => {
    const [header, claims] = [encode('{"alg":"none"}'), encode('{}')];
    expect(readJwt(`${header}.${claims}.`)?.signature).toHaveLength(0);
    expect(readJwt(`${header}=.${claims}==.AA==`)?.signature).toEqual(Buffer.from([0]));
  });

  test.each([
    ['two parts', 'e30.e30'],
    ['four parts', 'e30.e30.e30.e30'],
    ['no parts', ''],
    ['standard base64', 'e30.e30.+/8'],
    ['too much padding', 'e30.e30.AA==='],
    ['padding inside', 'e30.e=30.AA'],
    ['a space before', ' e30.e30.AA'],
    ['a line break after', 'e30.e30.AA\n'],
    ['no JSON', `${encode('{')}.e30.AA`],
    ['no JSON in the claims', `e30.${encode('x')}.AA`],
    ['a list for its header', `${encode('[]')}.e30.AA`],
    ['null for its claims', `e30.${encode('null')}.AA`],
    ['a number for its claims', `e30.${encode('7')}.AA`],
    ['a text for its header', `${encode('"RS256"')}.e30.AA`],
    ['a byte order mark before its header', `${encode('\ufeff{}')}.e30.AA`],
    ['a byte order mark before its claims', `e30.${encode('\ufeff{}')}.AA`],
    ['a space inside', 'e3 0.e30.AA'],
    ['five parts', 'e30.e30.e30.e30.e30'],
  ])('not with %s', (_what, text) => {
    expect(readJwt(text)).toBeUndefined();
  });
});

describe('signed with a key', () => {
  test.each([
    ['RS256', 'sha256', demoKey],
    ['RS384', 'sha384', demoKey],
    ['RS512', 'sha512', demoKey],
    ['ES256', 'sha256', ec.ES256],
    ['ES384', 'sha384', ec.ES384],
    ['ES512', 'sha512', ec.ES512],
  ])('%s', async (alg, digest, key) => {
    const jwt = signed({ alg }, digest, key);
    expect(await isSignedWith(jwt, createPublicKey(key))).toBe(true);
    expect(await isSignedWith({ ...jwt, signedText: `${jwt.signedText}x` }, createPublicKey(key))).toBe(
      false,
    );
    expect(await isSignedWith(jwt, createPublicKey(otherKey))).toBe(false);
  });

  test.each([
    ['RS256', 'sha384', demoKey],
    ['RS384', 'sha256', demoKey],
    ['RS512', 'sha256', demoKey],
    ['RS256', 'sha256', ec.ES256],
    ['ES256', 'sha256', demoKey],
    ['ES256', 'sha384', ec.ES256],
    ['HS256', 'sha256', demoKey],
    ['none', 'sha256', demoKey],
    ['rs256', 'sha256', demoKey],
    ['toString', 'sha256', demoKey],
    [undefined, 'sha256', demoKey],
    [['RS256'], 'sha256', demoKey],
  ])('not as alg %j over %s', async (alg, digest, key) => {
    expect(await isSignedWith(signed({ alg }, digest, key), createPublicKey(key))).toBe(false);
  });

  test.each([
    ['ES256', 'sha256', ec.ES384],
    ['ES256', 'sha256', ec.ES512],
    ['ES384', 'sha384', ec.ES256],
    ['ES384', 'sha384', ec.ES512],
    ['ES512', 'sha512', ec.ES256],
    ['ES512', 'sha512', ec.ES384],
    ['ES256', 'sha256', generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey],
  ])('not as alg %s over the curve of another', async (alg, digest, key) => {
    expect(await isSignedWith(signed({ alg }, digest, key), createPublicKey(key))).toBe(false);
  });

  test.each([
    [1_024, false],
    [2_047, false],
    [2_048, true],
  ])('RSA of %i bits: %s', async (modulusLength, isGood) => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
    for (const [alg, digest] of [
      ['RS256', 'sha256'],
      ['RS384', 'sha384'],
      ['RS512', 'sha512'],
    ] as const)
      expect(await isSignedWith(signed({ alg }, digest, privateKey), publicKey)).toBe(isGood);
  });

  test.each([
    ['an empty list', []],
    ['null', null],
    ['a list of what jose understands', ['b64']],
  ])('not with a crit that is %s', async (_what, crit) => {
    const jwt = signed({ alg: 'RS256', crit, b64: true }, 'sha256', demoKey);
    expect(await isSignedWith(jwt, createPublicKey(demoKey))).toBe(false);
  });

  test('whatever b64 says without a crit, which then nobody reads', async () => {
    const jwt = signed({ alg: 'RS256', b64: false }, 'sha256', demoKey);
    expect(await isSignedWith(jwt, createPublicKey(demoKey))).toBe(true);
  });

  test('padded, over the text as it was sent', async () => {
    const jwt = readJwt(makeJwt({ claims: { a: 1 }, padded: true }));
    expect(jwt?.signedText).toContain('=');
    expect(jwt && (await isSignedWith(jwt, createPublicKey(demoKey)))).toBe(true);
  });

  test('though exp, nbf and iat are nothing a strict reader would take: the grants read them', async () => {
    const claims = { exp: '1700000000000', nbf: 4_102_444_800, iat: 'now' };
    const jwt = readJwt(makeJwt({ claims, header: { alg: 'RS256', typ: 7, kid: 7, jwk: {}, x5c: 'x' } }));
    expect(jwt && (await isSignedWith(jwt, createPublicKey(demoKey)))).toBe(true);
  });

  test.each(['', 'AA', 'A', 'x'.repeat(1_000)])('not with the signature %j', async (signature) => {
    const jwt = readJwt(`${encode('{"alg":"RS256"}')}.${encode('{}')}.${signature}`);
    expect(jwt && (await isSignedWith(jwt, createPublicKey(demoKey)))).toBe(false);
  });

  test('not with an extension that must be understood', async () => {
    const jwt = signed({ alg: 'RS256', crit: ['b64'], b64: false }, 'sha256', demoKey);
    expect(await isSignedWith(jwt, createPublicKey(demoKey))).toBe(false);
  });
});

describe('signed by a certificate', () => {
  test('RS256, and no other algorithm, though its signature is right', async () => {
    expect(await isSignedBy(signed({ alg: 'RS256' }, 'sha256', demoKey), CERTIFICATE)).toBe(true);
    expect(await isSignedBy(signed({ alg: 'RS384' }, 'sha384', demoKey), CERTIFICATE)).toBe(false);
    expect(await isSignedBy(signed({ alg: 'RS512' }, 'sha512', demoKey), CERTIFICATE)).toBe(false);
    expect(await isSignedBy(signed({ alg: 'RS256' }, 'sha256', otherKey), CERTIFICATE)).toBe(false);
  });

  test('what an earlier certificate signed is not what this one signed', async () => {
    expect(await isSignedBy(signed({ alg: 'RS256' }, 'sha256', demoKey), CERTIFICATE)).toBe(true);
    expect(await isSignedBy(signed({ alg: 'RS256' }, 'sha256', demoKey), CERTIFICATE)).toBe(true);
  });
});

test('ours are read by others: members in the order given, RS256', async () => {
  const text = await signJwt({ alg: 'RS256', typ: 'JWT' }, { sub: 'x', iss: 'y' }, demoKey);
  expect(text).toBe(makeJwt({ header: { alg: 'RS256', typ: 'JWT' }, claims: { sub: 'x', iss: 'y' } }));
});

test.each([
  [1_700_000_000, 1_700_000_000],
  ['1700000000', 1_700_000_000],
  [1.5, 1.5],
  ['', undefined],
  ['1.5', undefined],
  ['-1', undefined],
  ['1x', undefined],
  ['x1', undefined],
  [Number.NaN, undefined],
  [null, undefined],
  [undefined, undefined],
  [[1], undefined],
  [{}, undefined],
])('the seconds of %j are %j', (claim, seconds) => {
  expect(secondsOf(claim)).toBe(seconds);
});
