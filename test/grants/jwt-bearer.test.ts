import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fauxforce, StartOptions } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { type JwtFacts, makeJwt, otherKey } from '../helpers/jwt.ts';
import { app, members, postToken, refreshTokenFor, user } from '../helpers/token.ts';

const fresh = freshServers();

const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** The claims every happy client sends, in three minutes' time. */
function claimsFor(sf: Fauxforce): Record<string, unknown> {
  return {
    iss: app(sf, 'JWT_Bearer').consumerKey,
    sub: 'ada@acme.example',
    aud: 'https://login.salesforce.com',
    exp: Math.floor(sf.clock.now() / 1000) + 180,
  };
}

function post(
  sf: Fauxforce,
  claims: Record<string, unknown> = {},
  jwt: Omit<JwtFacts, 'claims'> = {},
  headers = {},
) {
  const assertion = makeJwt({ ...jwt, claims: { ...claimsFor(sf), ...claims } });
  return postToken(sf, { grant_type, assertion }, headers);
}

const refused = (error: string, error_description: string) => ({
  status: 400,
  body: `{"error":"${error}","error_description":"${error_description}"}`,
});
const INVALID = refused('invalid_grant', 'invalid assertion');

describe('JWT bearer (token.md 7)', () => {
  it('answers five members, no signature, no issued_at, no refresh token', async () => {
    const sf = await fresh();
    const { status, body } = await post(sf);
    expect(status).toBe(200);
    const { access_token } = members(body);
    const id = `${sf.url}/id/${sf.orgs[0]?.id}/${user(sf, 'ada').id}`;
    expect(body).toBe(
      `{"access_token":"${access_token}","scope":"web openid api","instance_url":"${sf.url}","id":"${id}","token_type":"Bearer"}`,
    );
  });

  it.each([
    ['the own origin', (sf: Fauxforce) => ({ aud: sf.url })],
    ['the own origin with a slash, as sf sends it', (sf: Fauxforce) => ({ aud: `${sf.url}/` })],
    ['a bare host, as restforce sends it', (sf: Fauxforce) => ({ aud: sf.url.replace('http://', '') })],
    ['My Domain', () => ({ aud: 'https://acme.develop.my.salesforce.com' })],
    ['milliseconds for exp, as sf sends them', (sf: Fauxforce) => ({ exp: sf.clock.now() + 300 })],
    [
      'a string for exp, as simple-salesforce sends it',
      (sf: Fauxforce) => ({ exp: String(Math.floor(sf.clock.now() / 1000) + 180) }),
    ],
    ['prn and sub, of which prn wins', () => ({ prn: 'ada@acme.example', sub: 'nobody@acme.example' })],
    ['iat, nbf and jti', () => ({ iat: 1, nbf: 1, jti: 'once' })],
    ['an nbf that is to come, at which nobody is said to look', () => ({ nbf: 4_000_000_000 })],
    ['an exp within the clock skew', (sf: Fauxforce) => ({ exp: Math.floor(sf.clock.now() / 1000) - 170 })],
    ['a username in capitals', () => ({ sub: 'ADA@ACME.EXAMPLE' })],
  ])('accepts %s', async (_what, claims) => {
    const sf = await fresh();
    expect((await post(sf, claims(sf))).status).toBe(200);
  });

  it('accepts base64url with padding, as Camel sends it, and any kid or typ over the right signature', async () => {
    const sf = await fresh();
    expect((await post(sf, {}, { padded: true })).status).toBe(200);
    expect((await post(sf, {}, { header: { alg: 'RS256', typ: 'JWT', kid: 'mine' } })).status).toBe(200);
  });

  it('accepts the same assertion again until it expires', async () => {
    const sf = await fresh();
    const assertion = makeJwt({ claims: { ...claimsFor(sf), jti: 'once' } });
    expect((await postToken(sf, { grant_type, assertion })).status).toBe(200);
    expect((await postToken(sf, { grant_type, assertion })).status).toBe(200);
  });

  it.each<[string, Record<string, unknown>, Omit<JwtFacts, 'claims'>, ReturnType<typeof refused>]>([
    ['signed with another key', {}, { key: otherKey }, INVALID],
    ['with alg none', {}, { header: { alg: 'none' }, unsigned: true }, INVALID],
    ['with alg none over a good signature', {}, { header: { alg: 'none' } }, INVALID],
    ['with alg RS384', {}, { header: { alg: 'RS384' } }, INVALID],
    ['signed as RS384 says', {}, { header: { alg: 'RS384' }, digest: 'sha384' }, INVALID],
    ['signed as RS512 says', {}, { header: { alg: 'RS512' }, digest: 'sha512' }, INVALID],
    ['signed with SHA-384 under alg RS256', {}, { digest: 'sha384' }, INVALID],
    [
      'with a kid that names another key',
      {},
      { header: { alg: 'RS256', kid: '264' }, key: otherKey },
      INVALID,
    ],
    [
      'with its own key embedded',
      {},
      { header: { alg: 'RS256', jwk: otherKey.export({ format: 'jwk' }) }, key: otherKey },
      INVALID,
    ],
    ['with a critical extension', {}, { header: { alg: 'RS256', crit: ['b64'], b64: false } }, INVALID],
    ['unsigned', {}, { unsigned: true }, INVALID],
    ['without exp', { exp: undefined }, {}, INVALID],
    ['with a word for exp', { exp: 'soon' }, {}, INVALID],
    ['with a list for exp', { exp: [4_102_444_800] }, {}, INVALID],
    ['expired', { exp: 1_600_000_000 }, {}, refused('invalid_grant', 'expired authorization code')],
    [
      'for another audience',
      { aud: 'https://example.com' },
      {},
      refused('invalid_grant', 'audience is invalid'),
    ],
    [
      'for the sandbox host',
      { aud: 'https://test.salesforce.com' },
      {},
      refused('invalid_grant', 'audience is invalid'),
    ],
    ['without an audience', { aud: undefined }, {}, refused('invalid_grant', 'audience is invalid')],
    [
      'of an unknown issuer',
      { iss: '3MVG9x' },
      {},
      refused('invalid_client_id', 'client identifier invalid'),
    ],
    ['of no issuer', { iss: undefined }, {}, refused('invalid_client_id', 'client identifier invalid')],
    [
      'for an unknown user',
      { sub: 'x@y.z' },
      {},
      refused('invalid_grant', "user hasn't approved this consumer"),
    ],
    ['for no user', { sub: undefined }, {}, refused('invalid_grant', "user hasn't approved this consumer")],
    [
      'for a user who is not approved',
      { sub: 'grace@acme.example' },
      {},
      refused('invalid_app_access', 'user is not admin approved to access this app'),
    ],
  ])('refuses an assertion %s', async (_what, claims, jwt, answer) => {
    const sf = await fresh();
    expect(await post(sf, claims, jwt)).toMatchObject(answer);
  });

  it('refuses HS256 keyed with the certificate', async () => {
    const sf = await fresh();
    const hmacKey = readFileSync(new URL('../../seed/demo.crt', import.meta.url), 'utf8');
    expect(await post(sf, {}, { header: { alg: 'HS256' }, hmacKey })).toMatchObject(INVALID);
  });

  it('refuses in this order: form, app, algorithm, certificate, signature, expiry, audience, user', async () => {
    const sf = await fresh({ demo: { apps: { Web_Server: { certificate: null } } } });
    const without = app(sf, 'Web_Server').consumerKey;
    const old = { exp: 1_600_000_000, aud: 'https://example.com', sub: 'nobody@acme.example' };
    const names: (string | undefined)[] = [];
    const send = async (assertion: string) => {
      expect((await postToken(sf, { grant_type, assertion })).status).toBe(400);
      names.push(sf.journal.entries()[0]?.refusal?.name);
    };
    const jwt = (claims: object, facts: Omit<JwtFacts, 'claims'> = {}) =>
      makeJwt({ ...facts, claims: { ...claimsFor(sf), ...claims } });
    const none = { header: { alg: 'none' }, key: otherKey };
    await send(`${jwt({ ...old, iss: 'x' }, none)}.`);
    await send(jwt({ ...old, iss: 'x' }, none));
    await send(jwt({ ...old, iss: without }, none));
    await send(jwt({ ...old, iss: without }, { key: otherKey }));
    await send(jwt({ ...old, exp: 'soon' }, { key: otherKey }));
    await send(jwt({ ...old, exp: 'soon' }));
    await send(jwt(old));
    await send(jwt({ ...old, exp: 4_102_444_800 }));
    expect(names).toEqual([
      'jwt.malformed',
      'client.unknown',
      'jwt.algorithm',
      'jwt.no-certificate',
      'jwt.signature',
      'jwt.no-expiry',
      'jwt.expired',
      'jwt.audience',
    ]);
  });

  it('ends three minutes after exp, to the millisecond', async () => {
    const sf = await fresh();
    sf.clock.freeze();
    const exp = Math.floor(sf.clock.now() / 1000) + 60;
    sf.clock.set((exp + 180) * 1000 - 1);
    expect((await post(sf, { exp })).status).toBe(200);
    sf.clock.advance(1);
    expect(await post(sf, { exp })).toMatchObject(refused('invalid_grant', 'expired authorization code'));
  });

  it("ends by the clock of the user's org, or of the app's where nobody is found", async () => {
    const sf = await fresh({ demo: { secondOrg: true } });
    const [acme = '', globex = ''] = sf.orgs.map(({ id }) => id);
    const hour = 3_600_000;
    const expired = refused('invalid_grant', 'expired authorization code');
    const unapproved = refused('invalid_grant', "user hasn't approved this consumer");
    const exp = Math.floor(sf.clock.now() / 1000) + 180;
    sf.world.clock.ofOrg(globex).advance(hour);
    expect((await post(sf, { exp })).status).toBe(200);
    expect(await post(sf, { exp, sub: 'nobody@acme.example' })).toMatchObject(unapproved);
    expect(await post(sf, { exp, sub: 'lin@globex.example' })).toMatchObject(expired);
    sf.world.clock.ofOrg(globex).advance(-hour);
    sf.world.clock.ofOrg(acme).advance(hour);
    expect(await post(sf, { exp })).toMatchObject(expired);
    expect(await post(sf, { exp, sub: 'nobody@acme.example' })).toMatchObject(expired);
    expect(await post(sf, { exp, sub: 'lin@globex.example' })).toMatchObject(unapproved);
  });

  it.each(['', 'x', 'a.b', 'a.b.c', 'a.b.c.d', '..', '-----BEGIN PRIVATE KEY-----'])(
    'refuses %j as no JWT',
    async (assertion) => {
      const sf = await fresh();
      expect(await postToken(sf, { grant_type, assertion })).toMatchObject(INVALID);
    },
  );

  it('answers any bytes with a refusal', async () => {
    const sf = await fresh();
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.json(), fc.string(), async (header, claims, signature) => {
        const encode = (text: string) => Buffer.from(text).toString('base64url');
        const assertion = `${encode(header)}.${encode(claims)}.${encode(signature)}`;
        expect((await postToken(sf, { grant_type, assertion })).status).toBe(400);
      }),
      { numRuns: 100 },
    );
  });

  it.each<[string, StartOptions['demo'], ReturnType<typeof refused>]>([
    ['app has no certificate', { apps: { JWT_Bearer: { certificate: null } } }, INVALID],
    [
      'app lacks the scope refresh_token',
      { apps: { JWT_Bearer: { scopes: ['api'] } } },
      refused(
        'invalid_request',
        'refresh_token scope is required and the connected app should be installed and preauthorized',
      ),
    ],
    [
      'user never approved a self-authorize app',
      { apps: { JWT_Bearer: { isAdminApproved: false } } },
      refused('invalid_grant', "user hasn't approved this consumer"),
    ],
    [
      'External Client App is not installed',
      { apps: { JWT_Bearer: { kind: 'externalClientApp', state: 'uninstalled' } } },
      refused('app_not_found', 'External client app is not installed in this org'),
    ],
    ['user is inactive', { users: { ada: { isActive: false } } }, refused('invalid_grant', 'inactive user')],
    [
      'user is outside the login IP ranges',
      { profiles: { 'System Administrator': { loginIpRanges: [{ start: '10.0.0.0', end: '10.0.0.1' }] } } },
      refused('invalid_grant', 'ip restricted'),
    ],
  ])('refuses when the %s', async (_what, demo, answer) => {
    const sf = await fresh(demo ? { demo } : {});
    expect(await post(sf)).toMatchObject(answer);
  });

  it('lets a self-authorize app in once the user has approved it with refresh_token', async () => {
    const sf = await fresh({ demo: { apps: { JWT_Bearer: { isAdminApproved: false } } } });
    await refreshTokenFor(sf, 'JWT_Bearer', 'api refresh_token');
    const { status, body } = await post(sf);
    expect({ status, scope: members(body).scope }).toEqual({ status: 200, scope: 'api' });
  });

  it("refuses users of another org, on the host that is not their org's", async () => {
    const sf = await fresh({ demo: { secondOrg: true } });
    const answer = refused('invalid_grant', "user hasn't approved this consumer");
    expect(await post(sf, { sub: 'lin@globex.example' })).toMatchObject(answer);
    const host = 'test.salesforce.com';
    expect(await post(sf, { aud: `https://${host}` }, {}, { host })).toMatchObject(answer);
  });

  it('says of an External Client App on the wrong log-in host that it is not installed', async () => {
    const sf = await fresh({ demo: { apps: { JWT_Bearer: { kind: 'externalClientApp' } } } });
    const host = 'test.salesforce.com';
    expect(await post(sf, { aud: `https://${host}` }, {}, { host })).toMatchObject(
      refused('app_not_found', 'External client app is not installed in this org'),
    );
  });

  it('refuses scope', async () => {
    const sf = await fresh();
    const assertion = makeJwt({ claims: claimsFor(sf) });
    expect(await postToken(sf, { grant_type, assertion, scope: 'api' })).toMatchObject(
      refused('invalid_request', 'scope parameter not supported'),
    );
  });
});
