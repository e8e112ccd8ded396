/** The legacy web single sign-on grant, `grant_type=assertion`, byte for byte: token.md 9. */
import { readFileSync } from 'node:fs';
import { IdentityProvider, SamlLib, ServiceProvider, setSchemaValidator } from 'samlify';
import { describe, expect, it } from 'vitest';
import type { Fauxforce, StartOptions } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { otherKey } from '../helpers/jwt.ts';
import { members, postToken, user } from '../helpers/token.ts';
import {
  BROWSER_SSO,
  type Facts,
  IDP,
  instant,
  lastRefusal,
  postSso,
  responseXml,
  SHA1,
  type SigningFacts,
  sign,
  ssoAssertionXml,
} from './make.ts';

const fresh = freshServers();

const CERTIFICATE = readFileSync(new URL('../../seed/demo.crt', import.meta.url), 'utf8');
const KEY = readFileSync(new URL('../../seed/demo.key', import.meta.url), 'utf8');

const invalid = (sf: Fauxforce) => ({
  status: 400,
  body: `{"error_uri":"${sf.url}/setup/secur/SAMLValidationPage.apexp","error":"invalid_grant","error_description":"invalid assertion"}`,
});
const UNREADABLE = { status: 400, body: '{"error":"invalid_grant","error_description":"invalid assertion"}' };

function post(sf: Fauxforce, facts: Facts = {}, signing: SigningFacts = {}) {
  return postSso(sf, sign(ssoAssertionXml(sf, facts), signing));
}

/** A demo org whose users go by federation id. */
const federated: StartOptions = {
  demo: {
    settings: {
      samlSso: { issuer: IDP, certificate: CERTIFICATE, identityMapping: 'FederationId' },
    },
    users: { ada: { federationId: 'E-1815' } },
  },
};

it.each<[string, Facts, string | null]>([
  ['taken', {}, null],
  ['refused', { audiences: ['https://example.org'] }, 'sso.audience'],
])('is of PlatformCLI in the journal: %s', async (_what, facts, refusal) => {
  const sf = await fresh();
  await post(sf, facts);
  expect(sf.journal.last()).toMatchObject({
    org: '00D5g000004AcmeEAC',
    clientId: 'PlatformCLI',
    refusal: refusal === null ? null : { name: refusal },
  });
});

describe('a good assertion', () => {
  it('brings a token without scope or refresh token, signed with no secret', async () => {
    const sf = await fresh();
    const { status, body } = await post(sf);
    expect(status).toBe(200);
    const { access_token, signature, issued_at } = members(body);
    const id = `${sf.url}/id/00D5g000004AcmeEAC/${user(sf, 'ada').id}`;
    expect(body).toBe(
      `{"access_token":"${access_token}","signature":"${signature}","instance_url":"${sf.url}","id":"${id}","token_type":"Bearer","issued_at":"${issued_at}"}`,
    );
    const query = await fetch(`${sf.url}/services/data/v64.0/limits`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect(query.status).toBe(200);
  });

  it.each<[string, (sf: Fauxforce) => string]>([
    ['alone', (sf) => sign(ssoAssertionXml(sf))],
    ['in a Response', (sf) => responseXml(sign(ssoAssertionXml(sf)))],
    [
      'in a Response that is signed as a whole',
      (sf) => sign(responseXml(ssoAssertionXml(sf)), { element: 'Response' }),
    ],
    [
      'in a Response, both signed, as Salesforce itself sends them',
      (sf) => sign(responseXml(sign(ssoAssertionXml(sf))), { element: 'Response' }),
    ],
    ['with SHA-1', (sf) => responseXml(sign(ssoAssertionXml(sf), { algorithms: SHA1 }))],
    [
      'for My Domain',
      (sf) => sign(ssoAssertionXml(sf, { audiences: ['https://acme.develop.my.salesforce.com'] })),
    ],
    [
      'for the endpoint that the settings page shows',
      (sf) => sign(ssoAssertionXml(sf, { recipient: `${sf.url}/services/oauth2/token?so=00D5g000004Acme` })),
    ],
  ])('is accepted %s', async (_how, make) => {
    const sf = await fresh();
    expect((await postSso(sf, make(sf))).status).toBe(200);
  });

  it('may come in lines of 76 characters, with `so` naming the org', async () => {
    const sf = await fresh();
    const base64 = Buffer.from(responseXml(sign(ssoAssertionXml(sf)))).toString('base64');
    const assertion = base64.replaceAll(/.{76}/g, '$&\r\n');
    const parameters = { grant_type: 'assertion', assertion_type: BROWSER_SSO, assertion };
    expect((await postToken(sf, { ...parameters, so: '00D5g000004AcmeEAC' })).status).toBe(200);
  });

  it('names the user by federation id where the org says so', async () => {
    const sf = await fresh(federated);
    expect((await post(sf, { nameId: 'E-1815' })).status).toBe(200);
    expect(await post(sf)).toMatchObject(invalid(sf));
    expect(lastRefusal(sf)).toBe('sso.subject');
  });

  it('works once', async () => {
    const sf = await fresh();
    const xml = sign(ssoAssertionXml(sf));
    const answers = await Promise.all(Array.from({ length: 20 }, () => postSso(sf, xml)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await postSso(sf, responseXml(xml))).toMatchObject(invalid(sf));
    expect(lastRefusal(sf)).toBe('sso.replayed');
  });

  it('on My Domain is for its org', async () => {
    const sf = await fresh({ demo: { secondOrg: true } });
    const on = (host: string) => {
      const recipient = `https://${host}/services/oauth2/token`;
      return postSso(sf, sign(ssoAssertionXml(sf, { recipient })), {}, { host });
    };
    expect((await on('acme.develop.my.salesforce.com')).status).toBe(200);
    const elsewhere = await on('globex.develop.my.salesforce.com');
    expect(elsewhere.body).toBe(
      '{"error_uri":"https://globex.develop.my.salesforce.com/setup/secur/SAMLValidationPage.apexp","error":"invalid_grant","error_description":"invalid assertion"}',
    );
    expect(lastRefusal(sf)).toBe('sso.issuer');
  });
});

describe('refuses', () => {
  it.each<[string, string, Facts | ((sf: Fauxforce) => Facts), SigningFacts]>([
    ['another key', 'sso.signature', {}, { key: otherKey }],
    ['another issuer', 'sso.issuer', { issuer: 'https://elsewhere.example' }, {}],
    ['another recipient', 'sso.recipient', { recipient: 'https://elsewhere.example' }, {}],
    ['another audience', 'sso.audience', { audiences: ['https://login.salesforce.com'] }, {}],
    ['an expired one', 'sso.expired', (sf) => ({ notOnOrAfter: instant(sf, -240_000) }), {}],
    ['one not valid yet', 'sso.expired', (sf) => ({ notBefore: instant(sf, 240_000) }), {}],
    ['one without an end', 'sso.no-expiry', { notOnOrAfter: undefined }, {}],
    ['an unknown user', 'sso.subject', { nameId: 'nobody@acme.example' }, {}],
    ['no user', 'sso.subject', { nameId: '' }, {}],
  ])('%s, with the address of the validator first', async (_what, refusal, facts, signing) => {
    const sf = await fresh();
    expect(await post(sf, typeof facts === 'function' ? facts(sf) : facts, signing)).toMatchObject(
      invalid(sf),
    );
    expect(lastRefusal(sf)).toBe(refusal);
  });

  it.each<[string, StartOptions['demo'], string, string]>([
    ['org has no identity provider', { settings: { samlSso: null } }, 'sso.issuer', ''],
    ['user is inactive', { users: { ada: { isActive: false } } }, 'user.inactive', 'inactive user'],
    [
      'user is outside the login IP ranges',
      { profiles: { 'System Administrator': { loginIpRanges: [{ start: '10.0.0.0', end: '10.0.0.1' }] } } },
      'user.ip-restricted',
      'ip restricted',
    ],
  ])('when the %s', async (_what, demo, refusal, text) => {
    const sf = await fresh(demo ? { demo } : {});
    const answer = await post(sf);
    if (text) expect(answer.body).toBe(`{"error":"invalid_grant","error_description":"${text}"}`);
    else expect(answer).toMatchObject(invalid(sf));
    expect(lastRefusal(sf)).toBe(refusal);
  });

  it.each(['', 'x', 'PGE', '<saml>', 'PHhtbC8-', '%'])(
    '%j as unreadable: without the address',
    async (assertion) => {
      const sf = await fresh();
      const parameters = { grant_type: 'assertion', assertion_type: BROWSER_SSO, assertion };
      expect(await postToken(sf, parameters)).toMatchObject(UNREADABLE);
      expect(lastRefusal(sf)).toBe('sso.malformed');
    },
  );

  it('base64url, and a plus sign that was not URL-encoded', async () => {
    const sf = await fresh();
    const xml = sign(ssoAssertionXml(sf, { nameId: 'ÿþ~~~???>>>' }));
    const parameters = { grant_type: 'assertion', assertion_type: BROWSER_SSO };
    const assertion = Buffer.from(xml).toString('base64url');
    expect(assertion).toMatch(/[-_]/);
    expect(await postToken(sf, { ...parameters, assertion })).toMatchObject(UNREADABLE);
  });

  it.each([undefined, '', 'saml', BROWSER_SSO.toUpperCase()])(
    'the assertion_type %j',
    async (assertion_type) => {
      const sf = await fresh();
      const more = assertion_type === undefined ? {} : { assertion_type };
      expect(await postToken(sf, { grant_type: 'assertion', assertion: 'PGE', ...more })).toMatchObject({
        status: 400,
        body: '{"error":"invalid_assertion_type","error_description":"invalid assertion type"}',
      });
    },
  );

  it('in XML and urlencoded too', async () => {
    const sf = await fresh();
    const xml = sign(ssoAssertionXml(sf), { key: otherKey });
    const uri = `${sf.url}/setup/secur/SAMLValidationPage.apexp`;
    expect((await postSso(sf, xml, { format: 'xml' })).body).toBe(
      `<?xml version="1.0" encoding="UTF-8"?><OAuth><error_uri>${uri}</error_uri><error>invalid_grant</error><error_description>invalid assertion</error_description></OAuth>`,
    );
    expect((await postSso(sf, xml, { format: 'urlencoded' })).body).toBe(
      `error_uri=${encodeURIComponent(uri)}&error=invalid_grant&error_description=invalid+assertion`,
    );
  });
});

it('understands the identity provider of samlify', async () => {
  const sf = await fresh();
  setSchemaValidator({ validate: async () => 'not needed to make one' });
  const location = `${sf.url}/services/oauth2/token`;
  const binding = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';
  const provider = IdentityProvider({
    entityID: IDP,
    privateKey: KEY,
    signingCert: CERTIFICATE,
    nameIDFormat: ['urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified'],
    singleSignOnService: [{ Binding: binding, Location: IDP }],
    loginResponseTemplate: { context: SamlLib.defaultLoginResponseTemplate.context, attributes: [] },
  });
  const salesforce = ServiceProvider({
    entityID: 'https://saml.salesforce.com',
    assertionConsumerService: [{ Binding: binding, Location: location }],
    wantAssertionsSigned: true,
  });
  const fill = (template: string) => ({
    id: '_samlify',
    context: SamlLib.replaceTagsByValue(template, {
      ID: '_samlify',
      AssertionID: '_samlify_assertion',
      Destination: location,
      Audience: 'https://saml.salesforce.com',
      SubjectRecipient: location,
      AssertionConsumerServiceURL: location,
      NameIDFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
      NameID: 'ada@acme.example',
      Issuer: IDP,
      IssueInstant: instant(sf, 0),
      ConditionsNotBefore: instant(sf, 0),
      ConditionsNotOnOrAfter: instant(sf, 300_000),
      SubjectConfirmationDataNotOnOrAfter: instant(sf, 300_000),
      InResponseTo: '_request',
      StatusCode: 'urn:oasis:names:tc:SAML:2.0:status:Success',
      AuthnStatement: '',
      AttributeStatement: '',
    }),
  });
  const { context } = await provider.createLoginResponse(salesforce, { extract: {} }, 'post', {}, fill);
  const parameters = { grant_type: 'assertion', assertion_type: BROWSER_SSO, assertion: context };
  const { status, body } = await postToken(sf, parameters);
  expect({ status, id: members(body).id }).toEqual({
    status: 200,
    id: `${sf.url}/id/00D5g000004AcmeEAC/${user(sf, 'ada').id}`,
  });
});

it('says how an assertion would be readable that lost its encoding on the way', async () => {
  const sf = await fresh();
  // base64 has + for some bits of a ~ or a ?, whichever place they take.
  const xml = sign(ssoAssertionXml(sf).replace('<saml:Assertion', '<saml:Assertion  xmlns:x="~~~ ???~~~"'));
  const assertion = Buffer.from(xml).toString('base64');
  expect(assertion).toContain('+');
  const told = async (text: string) => {
    await postSso(sf, '', { assertion: text });
    return sf.journal.entries({ outcome: 'refused', limit: 1 })[0]?.refusal?.why;
  };
  expect(await told(assertion.replaceAll('+', ' '))).toMatch(
    /; it would fit with \+ for its spaces: a form must send \+ as %2B$/,
  );
  expect(await told(encodeURIComponent(assertion))).toMatch(
    /; it would fit URL-decoded once more: it was encoded twice$/,
  );
});
