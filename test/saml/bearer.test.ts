/** The SAML bearer grant, byte for byte: token.md 8. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fauxforce, StartOptions } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { otherKey } from '../helpers/jwt.ts';
import { members, postToken, refreshTokenFor, user } from '../helpers/token.ts';
import {
  assertionXml,
  BEARER,
  type Facts,
  freshId,
  instant,
  lastRefusal,
  postBearer,
  responseXml,
  SHA1,
  type SigningFacts,
  sign,
} from './make.ts';

const fresh = freshServers();

const refused = (error: string, error_description: string) => ({
  status: 400,
  body: `{"error":"${error}","error_description":"${error_description}"}`,
});
const INVALID = refused('invalid_grant', 'invalid assertion');
const EXPIRED = refused('invalid_grant', 'expired authorization code');
const AUDIENCE = refused('invalid_grant', 'audience is invalid');
const NOT_APPROVED = refused('invalid_grant', "user hasn't approved this consumer");

function post(sf: Fauxforce, facts: Facts = {}, signing: SigningFacts = {}) {
  return postBearer(sf, sign(assertionXml(sf, facts), signing));
}

describe('a good assertion', () => {
  it('brings the five members of the JWT bearer grant', async () => {
    const sf = await fresh();
    const { status, body } = await post(sf);
    expect(status).toBe(200);
    const { access_token } = members(body);
    const id = `${sf.url}/id/00D5g000004AcmeEAC/${user(sf, 'ada').id}`;
    expect(body).toBe(
      `{"access_token":"${access_token}","scope":"web openid api","instance_url":"${sf.url}","id":"${id}","token_type":"Bearer"}`,
    );
    const userInfo = await fetch(`${sf.url}/services/oauth2/userinfo`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect(userInfo.status).toBe(200);
  });

  it.each<[string, (sf: Fauxforce) => [Facts, SigningFacts?]]>([
    ['with SHA-1', () => [{}, { algorithms: SHA1 }]],
    ['for My Domain', () => [{ audiences: ['https://acme.develop.my.salesforce.com'] }]],
    ['for this very server', (sf) => [{ audiences: [sf.url] }]],
    [
      'for several audiences, of which one is Salesforce',
      () => [{ audiences: ['https://a.example', 'https://login.salesforce.com/'] }],
    ],
    [
      'with the recipient of the real platform',
      () => [{ recipient: 'https://login.salesforce.com/services/oauth2/token' }],
    ],
    ['for a username in capitals, with space around it', () => [{ nameId: ' ADA@acme.example\n' }]],
    [
      'that names its end in Conditions only',
      (sf) => [{ notOnOrAfter: undefined, conditions: ` NotOnOrAfter="${instant(sf, 60_000)}"` }],
    ],
    ['that begins within the clock skew', (sf) => [{ notBefore: instant(sf, 170_000) }]],
    ['that ended within the clock skew', (sf) => [{ notOnOrAfter: instant(sf, -170_000) }]],
    [
      'with an end without time zone, which is UTC',
      (sf) => [{ notOnOrAfter: instant(sf, 60_000).replace('Z', '') }],
    ],
    ['with an end in another time zone', () => [{ notOnOrAfter: '2999-01-01T00:00:00+05:30' }]],
  ])('is accepted %s', async (_what, change) => {
    const sf = await fresh();
    const [facts, signing] = change(sf);
    expect((await post(sf, facts, signing)).status).toBe(200);
  });

  it('lives from three minutes before NotBefore to three minutes after NotOnOrAfter, to the millisecond', async () => {
    const sf = await fresh();
    sf.clock.freeze();
    const now = sf.clock.now();
    const times = { notBefore: instant(sf, 0), notOnOrAfter: instant(sf, 60_000) };
    const at = async (offset: number) => {
      sf.clock.set(now + offset);
      return await post(sf, times);
    };
    expect(await at(-180_001)).toMatchObject(EXPIRED);
    expect((await at(-180_000)).status).toBe(200);
    expect((await at(60_000 + 179_999)).status).toBe(200);
    expect(await at(60_000 + 180_000)).toMatchObject(EXPIRED);
  });

  it('may be padded, have an XML declaration, and be indented', async () => {
    const sf = await fresh();
    const indented = assertionXml(sf).replaceAll('><', '>\n  <');
    const xml = `<?xml version="1.0" encoding="UTF-8"?>\n${sign(indented)}\n`;
    const assertion = Buffer.from(xml).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
    expect((await postToken(sf, { grant_type: BEARER, assertion })).status).toBe(200);
  });

  it('works once: of 50 at once one is answered, and none later', async () => {
    const sf = await fresh();
    const xml = sign(assertionXml(sf));
    const answers = await Promise.all(Array.from({ length: 50 }, () => postBearer(sf, xml)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await postBearer(sf, xml)).toMatchObject(INVALID);
    expect(lastRefusal(sf)).toBe('saml.replayed');
    sf.clock.advance(6 * 60_000 + 1);
    expect(await postBearer(sf, xml)).toMatchObject(EXPIRED);
  });

  it('of a self-authorize app needs an approval with refresh_token, and gets its scopes', async () => {
    const sf = await fresh({ demo: { apps: { JWT_Bearer: { isAdminApproved: false } } } });
    expect(await post(sf)).toMatchObject(NOT_APPROVED);
    await refreshTokenFor(sf, 'JWT_Bearer', 'api refresh_token');
    expect(members((await post(sf)).body).scope).toBe('api');
  });
});

describe('refuses', () => {
  it.each<[string, string, Facts | ((sf: Fauxforce) => Facts), SigningFacts, object]>([
    ['another key', 'saml.signature', {}, { key: otherKey }, INVALID],
    [
      'an unknown issuer',
      'client.unknown',
      { issuer: '3MVG9x' },
      {},
      refused('invalid_client_id', 'client identifier invalid'),
    ],
    [
      'no issuer',
      'client.unknown',
      { issuer: '' },
      {},
      refused('invalid_client_id', 'client identifier invalid'),
    ],
    [
      'another recipient',
      'saml.recipient',
      { recipient: 'https://elsewhere.example/services/oauth2/token' },
      {},
      INVALID,
    ],
    ['the recipient without its path', 'saml.recipient', (sf) => ({ recipient: sf.url }), {}, INVALID],
    ['no recipient', 'saml.recipient', { recipient: '' }, {}, INVALID],
    [
      'another confirmation method',
      'saml.recipient',
      { method: 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key' },
      {},
      INVALID,
    ],
    ['another audience', 'saml.audience', { audiences: ['https://elsewhere.example'] }, {}, AUDIENCE],
    ['the sandbox audience', 'saml.audience', { audiences: ['https://test.salesforce.com'] }, {}, AUDIENCE],
    ['no audience', 'saml.audience', { audiences: [] }, {}, AUDIENCE],
    ['an expired one', 'saml.expired', (sf) => ({ notOnOrAfter: instant(sf, -180_000) }), {}, EXPIRED],
    ['one not valid yet', 'saml.expired', (sf) => ({ notBefore: instant(sf, 240_000) }), {}, EXPIRED],
    [
      'one whose Conditions expired',
      'saml.expired',
      { conditions: ' NotOnOrAfter="2020-01-01T00:00:00Z"' },
      {},
      EXPIRED,
    ],
    ['one without an end', 'saml.no-expiry', { notOnOrAfter: undefined }, {}, INVALID],
    ['an end that is no instant', 'saml.no-expiry', { notOnOrAfter: 'tomorrow' }, {}, INVALID],
    ['an end that is no day', 'saml.no-expiry', { notOnOrAfter: '2026-13-41T00:00:00Z' }, {}, INVALID],
    ['an unknown user', 'user.unknown', { nameId: 'nobody@acme.example' }, {}, NOT_APPROVED],
    ['no user', 'user.unknown', { nameId: '' }, {}, NOT_APPROVED],
    [
      'a user who is not approved',
      'user.not-admin-approved',
      { nameId: 'grace@acme.example' },
      {},
      refused('invalid_app_access', 'user is not admin approved to access this app'),
    ],
  ])('%s', async (_what, refusal, facts, signing, answer) => {
    const sf = await fresh();
    expect(await post(sf, typeof facts === 'function' ? facts(sf) : facts, signing)).toMatchObject(answer);
    expect(lastRefusal(sf)).toBe(refusal);
  });

  it.each<[string, NonNullable<StartOptions['demo']>, string, object]>([
    [
      'app has no certificate',
      { apps: { JWT_Bearer: { certificate: null } } },
      'saml.no-certificate',
      INVALID,
    ],
    [
      'app lacks the scope refresh_token',
      { apps: { JWT_Bearer: { scopes: ['api'] } } },
      'app.no-refresh-scope',
      refused(
        'invalid_request',
        'refresh_token scope is required and the connected app should be installed and preauthorized',
      ),
    ],
    [
      'External Client App is not installed',
      { apps: { JWT_Bearer: { kind: 'externalClientApp', state: 'uninstalled' } } },
      'app.not-installed',
      refused('app_not_found', 'External client app is not installed in this org'),
    ],
    [
      'user is inactive',
      { users: { ada: { isActive: false } } },
      'user.inactive',
      refused('invalid_grant', 'inactive user'),
    ],
    [
      'user is outside the login IP ranges',
      { profiles: { 'System Administrator': { loginIpRanges: [{ start: '10.0.0.0', end: '10.0.0.1' }] } } },
      'user.ip-restricted',
      refused('invalid_grant', 'ip restricted'),
    ],
  ])('when the %s', async (_what, demo, refusal, answer) => {
    const sf = await fresh({ demo });
    expect(await post(sf)).toMatchObject(answer);
    expect(lastRefusal(sf)).toBe(refusal);
  });

  it('scope, an unsigned assertion, a Response, and standard base64', async () => {
    const sf = await fresh();
    const xml = sign(assertionXml(sf));
    expect(await postBearer(sf, xml, { scope: 'api' })).toMatchObject(
      refused('invalid_request', 'scope parameter not supported'),
    );
    expect(await postBearer(sf, assertionXml(sf))).toMatchObject(INVALID);
    expect(await postBearer(sf, responseXml(xml))).toMatchObject(INVALID);
    expect(lastRefusal(sf)).toBe('saml.structure');
    const odd = sign(assertionXml(sf, { id: freshId(), nameId: 'ÿþ~~~???>>>' }));
    const assertion = Buffer.from(odd).toString('base64');
    expect(assertion).toMatch(/[+/]/);
    expect(await postToken(sf, { grant_type: BEARER, assertion })).toMatchObject(INVALID);
    expect(lastRefusal(sf)).toBe('saml.malformed');
  });

  it('an assertion for another user of the host, by host', async () => {
    const sf = await fresh({ demo: { secondOrg: true } });
    expect(await post(sf, { nameId: 'lin@globex.example' })).toMatchObject(NOT_APPROVED);
    const recipient = 'https://test.salesforce.com/services/oauth2/token';
    const assertion = Buffer.from(
      sign(assertionXml(sf, { recipient, audiences: ['https://test.salesforce.com'] })),
    ).toString('base64url');
    const headers = { host: 'test.salesforce.com' };
    expect(await postToken(sf, { grant_type: BEARER, assertion }, headers)).toMatchObject(NOT_APPROVED);
  });

  it.each([
    '',
    'x',
    '====',
    'PGE',
    'PGE-PC9hPg',
    'PHhtbC8-',
    Buffer.from('<a').toString('base64url'),
    '\u0000',
    '%',
    'é',
  ])('%j as no assertion', async (assertion) => {
    const sf = await fresh();
    expect(await postToken(sf, { grant_type: BEARER, assertion })).toMatchObject(INVALID);
    expect(lastRefusal(sf)).toBe('saml.malformed');
  });

  it('no assertion at all', async () => {
    const sf = await fresh();
    expect(await postToken(sf, { grant_type: BEARER })).toMatchObject(INVALID);
  });

  it('whatever was changed after signing: any one character', async () => {
    const sf = await fresh();
    const xml = sign(assertionXml(sf));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(xml.length - 1),
        fc.constantFrom('x', '0', ' ', '<', '&', '"'),
        async (at, character) => {
          fc.pre(xml[at] !== character);
          const changed = xml.slice(0, at) + character + xml.slice(at + 1);
          const { status } = await postBearer(sf, changed);
          // Unused bits at the end of a base64 value, or a space between attributes, change nothing that is read.
          if (status === 200) expect(content(changed)).toBe(content(xml));
          else expect(status).toBe(400);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('any bytes', async () => {
    const sf = await fresh();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect((await postBearer(sf, Buffer.from(bytes))).status).toBe(400);
      }),
      { numRuns: 60 },
    );
  });
});

function content(xml: string): string {
  return xml.replace(/<ds:Signature .*<\/ds:Signature>/s, '').replaceAll(/\s+/g, ' ');
}
