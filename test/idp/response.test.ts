/** The response, part by part as it was captured (identity-and-resources.md 8), and the metadata. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decrypt } from 'xml-encryption';
import { Browser } from '../../src/testing/browser.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import { authnRequest } from '../../src/testing/saml.ts';
import { expectRow } from '../rows/expect-row.ts';
import type { RowId } from '../rows/row.ts';
import { type ExpectedResponse, expectedResponse, shape } from './expected.ts';
import { ACS, ADA, ENTITY, formOf, logInTo, type Posted, providerId, startIdp, xmlOf } from './helpers.ts';

const NOW = '2026-01-01T12:00:00.000Z';
const PEM = readFileSync('seed/demo.crt', 'utf8');

let sf: Fauxforce;

beforeAll(async () => {
  sf = await startIdp({}, { attributes: { region: "'EU'", who: '$User.Alias & "-" & $Organization.Name' } });
});
afterAll(async () => sf[Symbol.asyncDispose]());

const USUAL = (): ExpectedResponse => ({
  issuer: sf.url,
  acs: ACS,
  audience: ENTITY,
  now: NOW,
  notBefore: '2026-01-01T11:59:30.000Z',
  notOnOrAfter: '2026-01-01T12:05:00.000Z',
  nameId: 'ada@acme.example',
  attributes: attributesOf(sf),
});

const attributesOf = (own: Fauxforce, ...more: readonly (readonly [string, string])[]) =>
  [
    ['userId', own.users.ada?.id.slice(0, 15) ?? ''],
    ['username', 'ada@acme.example'],
    ['email', 'ada@acme.example'],
    ['is_portal_user', 'false'],
    ...more,
  ] as const;

/** What a browser posts to the app: the place, RelayState and the response. */
const posted = ({ action, fields }: Posted) => ({
  status: 200,
  headers: { action, relayState: fields.RelayState },
  body: shape(xmlOf({ action, fields })),
});

test('started by the org: the whole response', async () => {
  sf.clock.freeze();
  sf.clock.set(Date.parse(NOW));
  const attributes = attributesOf(sf, ['region', 'EU'], ['who', 'abyro-Acme']);
  for (const length of [15, 18]) {
    const id = (await providerId(sf)).slice(0, length);
    const answer = posted(await logInTo(sf, `/idp/login?app=${id}&RelayState=%2Fdeep%3Fa%3D1%26b`));
    expectRow(
      [
        'identity-and-resources 8/idp-initiated',
        'identity-and-resources 8/signatures',
        'identity-and-resources 8/ids',
        'identity-and-resources 8/issuer',
        'identity-and-resources 8/conditions',
        'identity-and-resources 8/authn-statement',
        'identity-and-resources 8/attributes',
        'identity-and-resources 8/relay-state',
        'setup-pages A.1/entity-id',
        'setup-pages A.1/acs-url',
        'setup-pages A.1/subject-username',
        'setup-pages A.1/name-id-unspecified',
        'setup-pages A.1/sha256',
        'setup-pages A.2/idp-initiated',
        'setup-pages A.2/relay-state',
      ],
      answer,
      200,
      expectedResponse({ ...USUAL(), attributes }),
      { action: ACS, relayState: '/deep?a=1&b' },
    );
  }
});

/** A request by redirect or by POST, and what comes of it. */
async function ask(own: Fauxforce, binding: 'HttpRedirect' | 'HttpPost', id: string): Promise<Posted> {
  const endpoint = `${own.url}/idp/endpoint/${binding}`;
  const xml = authnRequest({ id, issuer: ENTITY, destination: endpoint, issuedAt: own.clock.now() });
  if (binding === 'HttpRedirect') {
    const query = new URLSearchParams({ SAMLRequest: deflateRawSync(xml).toString('base64') });
    return logInTo(own, `/idp/endpoint/HttpRedirect?${query}`);
  }
  const body = new URLSearchParams({ SAMLRequest: Buffer.from(xml).toString('base64') });
  const answer = await fetch(endpoint, { method: 'POST', redirect: 'manual', body });
  return logInTo(own, answer.headers.get('location') ?? '');
}

test.each(['HttpRedirect', 'HttpPost'] as const)('started by the app, by %s', async (binding) => {
  await using own = await startIdp();
  own.clock.freeze();
  own.clock.set(Date.parse(NOW));
  const rows =
    binding === 'HttpRedirect'
      ? (['identity-and-resources 8/redirect', 'setup-pages A.2/redirect'] as const)
      : (['identity-and-resources 8/post', 'setup-pages A.2/post'] as const);
  expectRow(
    [...rows, 'identity-and-resources 8/confirmation'],
    posted(await ask(own, binding, '4982b430-73e1-4ad2-885a-4a775a91f820')),
    200,
    expectedResponse({
      ...USUAL(),
      issuer: own.url,
      inResponseTo: '4982b430-73e1-4ad2-885a-4a775a91f820',
      attributes: attributesOf(own),
    }),
    { action: ACS, relayState: undefined },
  );
});

describe('by setting of the app', () => {
  /** The response of an org with these settings. */
  async function respond(
    saml: object,
    users: object = {},
  ): Promise<{ answer: ReturnType<typeof posted>; usual: ExpectedResponse; own: Fauxforce }> {
    const own = await startIdp(saml, { attributes: { badge: "'B-7'" } }, { users });
    own.clock.freeze();
    own.clock.set(Date.parse(NOW));
    const answer = posted(await logInTo(own, `/idp/login?app=${await providerId(own)}`));
    const usual = { ...USUAL(), issuer: own.url, attributes: attributesOf(own, ['badge', 'B-7']) };
    return { answer, usual, own };
  }

  test.each([
    [
      'EmailAddress',
      'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
      'setup-pages A.1/name-id-email',
    ],
    [
      'Persistent',
      'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      'setup-pages A.1/name-id-persistent',
    ],
    ['Transient', 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient', 'setup-pages A.1/name-id-transient'],
  ] as const)('nameIdFormat %s', async (nameIdFormat, format, row) => {
    const { answer, usual, own } = await respond({ nameIdFormat });
    await using _own = own;
    expectRow(
      ['identity-and-resources 8/name-id', row],
      answer,
      200,
      expectedResponse({ ...usual, nameIdFormat: format }),
    );
  });

  test('subjectType', async () => {
    const shows = async (
      row: RowId,
      saml: object,
      nameId: string | ((own: Fauxforce) => string),
      users = {},
    ) => {
      const { answer, usual, own } = await respond(saml, users);
      await using _own = own;
      const expected = typeof nameId === 'string' ? nameId : nameId(own);
      expectRow(
        ['identity-and-resources 8/subject-type', row],
        answer,
        200,
        expectedResponse({ ...usual, nameId: expected }),
      );
    };
    await shows(
      'setup-pages A.1/subject-user-id',
      { subjectType: 'UserId' },
      ({ users }) => users.ada?.id.slice(0, 15) ?? '',
    );
    const federated = { ada: { federationId: 'ada & co' } };
    await shows(
      'setup-pages A.1/subject-federation-id',
      { subjectType: 'FederationId' },
      'ada &amp; co',
      federated,
    );
    const attribute = { subjectType: 'CustomAttribute', subjectCustomAttr: 'badge' };
    await shows('setup-pages A.1/subject-custom-attribute', attribute, 'B-7');
    await shows(
      'setup-pages A.1/subject-custom-attribute',
      { ...attribute, subjectCustomAttr: 'Alias' },
      'abyro',
    );
  });

  test('a persistent id is drawn for user and app', async () => {
    const { answer, usual, own } = await respond({ subjectType: 'PersistentId' });
    await using _own = own;
    const nameId = /<saml:NameID [^>]*>([\w-]{43})</.exec(answer.body)?.[1] ?? '';
    expectRow('setup-pages A.1/subject-persistent-id', answer, 200, expectedResponse({ ...usual, nameId }));
  });

  test('issuer, SHA-1, session index', async () => {
    const issuer = 'https://acme.my.salesforce.com';
    const { answer, usual, own } = await respond({
      issuer,
      signingAlgoType: 'SHA1',
      sloUrl: 'https://sp.acme.example/out',
    });
    await using _own = own;
    expectRow(
      [
        'identity-and-resources 8/sha1',
        'setup-pages A.1/sha1',
        'setup-pages A.1/issuer',
        'setup-pages A.5/session-index',
      ],
      answer,
      200,
      expectedResponse({ ...usual, issuer, hash: 'sha1', sessionIndex: true }),
    );
  });

  test('a persistent id is the same in each log-in', async () => {
    await using own = await startIdp({ subjectType: 'PersistentId' });
    const path = `/idp/login?app=${await providerId(own)}`;
    const ids = [await logInTo(own, path), await logInTo(own, path)].map(
      (posted) => /<saml:NameID [^>]*>([^<]*)</.exec(xmlOf(posted))?.[1],
    );
    expect(ids[0]).toBe(ids[1]);
  });

  test.each([
    ['AES_128', 'http://www.w3.org/2001/04/xmlenc#aes128-cbc', 'setup-pages A.1/encrypt-128'],
    ['AES_256', 'http://www.w3.org/2001/04/xmlenc#aes256-cbc', 'setup-pages A.1/encrypt-256'],
  ] as const)('encrypted by %s, to the key of the app alone', async (encryptionType, algorithm, row) => {
    const { answer, usual, own } = await respond({ encryptionCertificate: PEM, encryptionType });
    await using _own = own;
    expect(answer.body).toContain(algorithm);
    expect(answer.body).not.toContain('ada@acme.example');
    const key = createPrivateKey(readFileSync('seed/demo.key')).export({ format: 'pem', type: 'pkcs8' });
    const options = { key, disallowDecryptionWithInsecureAlgorithm: false, warnInsecureAlgorithm: false };
    const assertion = await new Promise<string>((resolve, reject) =>
      decrypt(answer.body, options, (error, plain) => (error ? reject(error) : resolve(plain))),
    );
    const opened = answer.body.replace(
      /<saml:EncryptedAssertion .*<\/saml:EncryptedAssertion>/s,
      shape(assertion),
    );
    expectRow(row, { ...answer, body: opened }, 200, expectedResponse(usual));
  });
});

describe('metadata', () => {
  const get = async (path: string, own = sf) => {
    const answer = await fetch(own.url + path);
    const body = (await answer.text()).replace(
      /<ds:X509Certificate>[A-Za-z0-9+/=]+</,
      '<ds:X509Certificate>…<',
    );
    return {
      status: answer.status,
      headers: { type: answer.headers.get('content-type') ?? undefined },
      body,
    };
  };
  const SLO = (origin: string) =>
    ['POST', 'Redirect']
      .map(
        (binding) =>
          `      <md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-${binding}" Location="${origin}/services/auth/idp/saml2/logout"/>\n`,
      )
      .join('');
  const whole = (
    origin: string,
    slo = '',
  ) => `<?xml version="1.0" encoding="UTF-8"?><md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${origin}" validUntil="2027-01-01T12:00:00.000Z" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
   <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
      <md:KeyDescriptor use="signing">
         <ds:KeyInfo>
            <ds:X509Data>
               <ds:X509Certificate>…</ds:X509Certificate>
            </ds:X509Data>
         </ds:KeyInfo>
      </md:KeyDescriptor>
${slo}      <md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified</md:NameIDFormat>
      <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${origin}/idp/endpoint/HttpPost"/>
      <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${origin}/idp/endpoint/HttpRedirect"/>
   </md:IDPSSODescriptor>
</md:EntityDescriptor>
`;
  const XML = { type: 'text/xml; charset=UTF-8' };

  test("the org's, and the app's", async () => {
    expectRow(
      'identity-and-resources 8/org-metadata',
      await get('/.well-known/samlidp.xml'),
      200,
      whole(sf.url),
      XML,
    );
    const app = await get('/.well-known/samlidp/service_provider.xml');
    expectRow(
      ['identity-and-resources 8/app-metadata', 'setup-pages A.2/metadata'],
      app,
      200,
      whole(sf.url),
      XML,
    );
    expect((await get('/.well-known/samlidp/Web_Server.xml')).status).toBe(404);
  });

  test("a site's, with the paths below it", async () => {
    const answer = await get('/customers/.well-known/samlidp/Service_Provider.xml');
    expectRow('setup-pages A.2/site', answer, 200, whole(`${sf.url}/customers`), XML);
  });

  test('with single logout, and with the certificate of a seed', async () => {
    const settings = {
      identityProvider: { certificate: PEM, privateKey: readFileSync('seed/demo.key', 'utf8') },
    };
    await using own = await startIdp({ sloUrl: 'https://sp.acme.example/out' }, {}, { settings });
    const end = new Date(new X509Certificate(PEM).validTo).toISOString();
    const expected = (slo: string) => whole(own.url, slo).replace('2027-01-01T12:00:00.000Z', end);
    expectRow(
      ['identity-and-resources 8/metadata-logout', 'setup-pages A.2/logout'],
      await get('/.well-known/samlidp/Service_Provider.xml', own),
      200,
      expected(SLO(own.url)),
      XML,
    );
    const org = await fetch(`${own.url}/.well-known/samlidp.xml`);
    const der = new X509Certificate(PEM).raw.toString('base64');
    const body = await org.text();
    expectRow(
      'setup-pages A.3/certificate',
      { status: org.status, headers: {}, body },
      200,
      expected('').replace('…', der),
    );
  });

  test('a disabled org has none', async () => {
    await using own = await startIdp({}, {}, { settings: { identityProvider: { enabled: false } } });
    for (const path of ['/.well-known/samlidp.xml', '/.well-known/samlidp/Service_Provider.xml']) {
      const { status, body } = await get(path, own);
      expectRow(
        'setup-pages A.3/enabled',
        { status, body, headers: {} },
        404,
        (await get('/nothing', own)).body.replaceAll('/nothing', path),
      );
    }
  });

  test('the certificate is self-signed, and as Salesforce writes it', async () => {
    const text = await (await fetch(`${sf.url}/.well-known/samlidp.xml`)).text();
    const der = /<ds:X509Certificate>([^<]*)</.exec(text)?.[1] ?? '';
    const certificate = new X509Certificate(Buffer.from(der, 'base64'));
    const names = `CN=SelfSignedCert_01Jan2026_120000\nOU=${sf.orgs[0]?.id.slice(0, 15)}\nO=Salesforce.com\nL=San Francisco\nST=CA\nC=USA`;
    const { subject, issuer, validFrom, validTo, publicKey } = certificate;
    expectRow(
      ['identity-and-resources 8/certificate', 'setup-pages A.3/default-certificate'],
      { status: 200, headers: { validFrom, validTo }, body: `${subject}\n\n${issuer}` },
      200,
      `${names}\n\n${names}`,
      { validFrom: 'Jan  1 12:00:00 2026 GMT', validTo: 'Jan  1 12:00:00 2027 GMT' },
    );
    expect(certificate.verify(publicKey)).toBe(true);
    expect(publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
  });
});

test('IsPassive where the app wants a second factor: the user is not asked for it, and the app hears so', async () => {
  await using own = await startIdp(
    {},
    { sessionPolicy: { sessionLevel: 'HIGH_ASSURANCE', policyAction: 'RaiseSessionLevel' } },
  );
  const browser = new Browser();
  await browser.visit(`${own.url}/`, ADA);
  const endpoint = `${own.url}/idp/endpoint/HttpRedirect`;
  const facts = { id: '_passive', issuer: ENTITY, destination: endpoint, issuedAt: own.clock.now() };
  const xml = authnRequest({ ...facts, isPassive: true });
  const query = new URLSearchParams({ SAMLRequest: deflateRawSync(xml).toString('base64') });
  const { action, fields } = formOf(await browser.open(`${endpoint}?${query}`));
  expect(action).toBe(ACS);
  expect(xmlOf({ action, fields })).toContain('"urn:oasis:names:tc:SAML:2.0:status:NoPassive"');
  expect(own.journal.last()?.refusal?.name).toBe('idp.passive');
});
