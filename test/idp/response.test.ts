/** The response, part by part as it was captured (identity-and-resources.md 8), and the metadata. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decrypt } from 'xml-encryption';
import type { Fauxforce } from '../../src/testing/index.ts';
import { ACS, ENTITY, logInTo, providerId, startIdp, xmlOf } from './helpers.ts';

const NOW = '2026-01-01T12:00:00.000Z';
const PEM = readFileSync('seed/demo.crt', 'utf8');

let sf: Fauxforce;

beforeAll(async () => {
  sf = await startIdp({}, { attributes: { region: "'EU'", who: '$User.Alias & "-" & $Organization.Name' } });
});
afterAll(async () => sf[Symbol.asyncDispose]());

const ID = '_[0-9a-f]{32}1767268800000';

/** All of the response but what is drawn and signed. */
function shape(xml: string): string {
  return xml
    .replaceAll(/<ds:(DigestValue|SignatureValue|X509Certificate)>[^<]*</g, '<ds:$1>…<')
    .replaceAll(new RegExp(ID, 'g'), '_id');
}

const signature = (prefixes: string, hash = 'sha256') =>
  `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>` +
  `<ds:SignatureMethod Algorithm="${hash === 'sha1' ? 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' : 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'}"/>` +
  `<ds:Reference URI="#_id"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#">` +
  `<InclusiveNamespaces PrefixList="${prefixes}" xmlns="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transform></ds:Transforms>` +
  `<ds:DigestMethod Algorithm="${hash === 'sha1' ? 'http://www.w3.org/2000/09/xmldsig#sha1' : 'http://www.w3.org/2001/04/xmlenc#sha256'}"/><ds:DigestValue>…</ds:DigestValue></ds:Reference></ds:SignedInfo>` +
  '<ds:SignatureValue>…</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>…</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>';

const attribute = (name: string, value: string) =>
  `<saml:Attribute Name="${name}" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified"><saml:AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:anyType">${value}</saml:AttributeValue></saml:Attribute>`;

test('started by the org: the whole response', async () => {
  sf.clock.freeze();
  sf.clock.set(Date.parse(NOW));
  const posted = await logInTo(
    sf,
    `/idp/login?app=${(await providerId(sf)).slice(0, 15)}&RelayState=%2Fdeep%3Fa%3D1%26b`,
  );
  expect(posted.action).toBe(ACS);
  expect(posted.fields.RelayState).toBe('/deep?a=1&b');
  const issuer = sf.url;
  expect(shape(xmlOf(posted))).toBe(
    `<?xml version="1.0" encoding="UTF-8"?><samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" Destination="${ACS}" ID="_id" IssueInstant="${NOW}" Version="2.0">` +
      `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">${issuer}</saml:Issuer>` +
      signature('ds saml samlp xs xsi') +
      '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>' +
      `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_id" IssueInstant="${NOW}" Version="2.0">` +
      `<saml:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">${issuer}</saml:Issuer>` +
      signature('ds saml xs xsi') +
      '<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified">ada@acme.example</saml:NameID>' +
      '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">' +
      `<saml:SubjectConfirmationData NotOnOrAfter="2026-01-01T12:05:00.000Z" Recipient="${ACS}"/></saml:SubjectConfirmation></saml:Subject>` +
      '<saml:Conditions NotBefore="2026-01-01T11:59:30.000Z" NotOnOrAfter="2026-01-01T12:05:00.000Z">' +
      `<saml:AudienceRestriction><saml:Audience>${ENTITY}</saml:Audience></saml:AudienceRestriction></saml:Conditions>` +
      `<saml:AuthnStatement AuthnInstant="${NOW}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>` +
      `<saml:AttributeStatement>${attribute('userId', sf.users.ada?.id.slice(0, 15) ?? '')}${attribute('username', 'ada@acme.example')}${attribute('email', 'ada@acme.example')}` +
      `${attribute('is_portal_user', 'false')}${attribute('region', 'EU')}${attribute('who', 'abyro-Acme')}</saml:AttributeStatement></saml:Assertion></samlp:Response>`,
  );
});

describe('by setting of the app', () => {
  const nameIdOf = async (saml: object, users: object = {}) => {
    await using own = await startIdp(saml, { attributes: { badge: "'B-7'" } }, { users });
    const xml = xmlOf(await logInTo(own, `/idp/login?app=${await providerId(own)}`));
    return { xml, own, nameId: /<saml:NameID Format="([^"]*)">([^<]*)</.exec(xml)?.slice(1) };
  };

  test.each([
    ['Unspecified', 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified'],
    ['EmailAddress', 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'],
    ['Persistent', 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'],
    ['Transient', 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'],
  ])('nameIdFormat %s', async (nameIdFormat, format) => {
    expect((await nameIdOf({ nameIdFormat })).nameId).toEqual([format, 'ada@acme.example']);
  });

  test('subjectType', async () => {
    const { own, nameId } = await nameIdOf({ subjectType: 'UserId' });
    expect(nameId?.[1]).toBe(own.users.ada?.id.slice(0, 15));
    const federated = { ada: { federationId: 'ada & co' } };
    expect((await nameIdOf({ subjectType: 'FederationId' }, federated)).nameId?.[1]).toBe('ada &amp; co');
    const attribute = { subjectType: 'CustomAttribute', subjectCustomAttr: 'badge' };
    expect((await nameIdOf(attribute)).nameId?.[1]).toBe('B-7');
    expect((await nameIdOf({ ...attribute, subjectCustomAttr: 'Alias' })).nameId?.[1]).toBe('abyro');
    expect((await nameIdOf({ subjectType: 'PersistentId' })).nameId?.[1]).toMatch(/^[\w-]{43}$/);
  });

  test('a persistent id is the same in each log-in', async () => {
    await using own = await startIdp({ subjectType: 'PersistentId' });
    const path = `/idp/login?app=${await providerId(own)}`;
    const ids = [await logInTo(own, path), await logInTo(own, path)].map(
      (posted) => /<saml:NameID [^>]*>([^<]*)</.exec(xmlOf(posted))?.[1],
    );
    expect(ids[0]).toBe(ids[1]);
  });

  test('issuer, SHA-1, session index', async () => {
    const { xml } = await nameIdOf({
      issuer: 'https://acme.my.salesforce.com',
      signingAlgoType: 'SHA1',
      sloUrl: 'https://sp.acme.example/out',
    });
    expect(xml.match(/>https:\/\/acme\.my\.salesforce\.com<\/saml:Issuer>/g)).toHaveLength(2);
    expect(xml.match(/#rsa-sha1"/g)).toHaveLength(2);
    expect(xml.match(/xmldsig#sha1"/g)).toHaveLength(2);
    expect(xml).toMatch(/<saml:AuthnStatement AuthnInstant="[^"]*" SessionIndex="[\w-]{43}">/);
  });

  test.each([
    ['AES_128', 'http://www.w3.org/2001/04/xmlenc#aes128-cbc'],
    ['AES_256', 'http://www.w3.org/2001/04/xmlenc#aes256-cbc'],
  ])('encrypted by %s, to the key of the app alone', async (encryptionType, algorithm) => {
    const { xml } = await nameIdOf({ encryptionCertificate: PEM, encryptionType });
    expect(xml).toContain(algorithm);
    expect(xml).not.toContain('ada@acme.example');
    const key = createPrivateKey(readFileSync('seed/demo.key')).export({ format: 'pem', type: 'pkcs8' });
    const options = { key, disallowDecryptionWithInsecureAlgorithm: false, warnInsecureAlgorithm: false };
    const assertion = await new Promise<string>((resolve, reject) =>
      decrypt(xml, options, (error, plain) => (error ? reject(error) : resolve(plain))),
    );
    expect(assertion).toMatch(
      /^<saml:Assertion .*<ds:Signature .*>ada@acme\.example<\/saml:NameID>.*<\/saml:Assertion>$/s,
    );
  });
});

describe('metadata', () => {
  const get = async (path: string) => {
    const answer = await fetch(sf.url + path);
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
  };
  const whole = (origin: string, slo = '') =>
    new RegExp(
      `^<\\?xml version="1.0" encoding="UTF-8"\\?><md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${origin}" validUntil="2027-01-01T12:00:00.000Z" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
   <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
      <md:KeyDescriptor use="signing">
         <ds:KeyInfo>
            <ds:X509Data>
               <ds:X509Certificate>[A-Za-z0-9+/=]+</ds:X509Certificate>
            </ds:X509Data>
         </ds:KeyInfo>
      </md:KeyDescriptor>
${slo}      <md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified</md:NameIDFormat>
      <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${origin}/idp/endpoint/HttpPost"/>
      <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${origin}/idp/endpoint/HttpRedirect"/>
   </md:IDPSSODescriptor>
</md:EntityDescriptor>
$`,
    );

  test("the org's, and the app's", async () => {
    const { status, type, text } = await get('/.well-known/samlidp.xml');
    expect([status, type]).toEqual([200, 'text/xml; charset=UTF-8']);
    expect(text).toMatch(whole(sf.url));
    expect((await get('/.well-known/samlidp/service_provider.xml')).text).toBe(text);
    expect((await get('/.well-known/samlidp/Web_Server.xml')).status).toBe(404);
  });

  test("a site's, with the paths below it", async () => {
    const { text } = await get('/customers/.well-known/samlidp/Service_Provider.xml');
    expect(text).toMatch(whole(`${sf.url}/customers`));
  });

  test('the certificate is self-signed, and as Salesforce writes it', async () => {
    const { text } = await get('/.well-known/samlidp.xml');
    const der = /<ds:X509Certificate>([^<]*)</.exec(text)?.[1] ?? '';
    const certificate = new X509Certificate(Buffer.from(der, 'base64'));
    expect(certificate.subject).toBe(
      `CN=SelfSignedCert_01Jan2026_120000\nOU=${sf.orgs[0]?.id.slice(0, 15)}\nO=Salesforce.com\nL=San Francisco\nST=CA\nC=USA`,
    );
    expect(certificate.issuer).toBe(certificate.subject);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
  });
});
