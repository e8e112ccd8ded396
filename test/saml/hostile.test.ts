/** Documents made to be misread: the eight shapes of signature wrapping (XSW 1 to 8), and everything else that forged SAML. */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { otherKey } from '../helpers/jwt.ts';
import { processorTime } from '../helpers/processor-time.ts';
import { members, postToken } from '../helpers/token.ts';
import {
  assertionXml,
  BEARER,
  freshId,
  lastRefusal,
  postBearer,
  postSso,
  responseXml,
  sign,
  ssoAssertionXml,
} from './make.ts';

const INVALID_BEARER = '{"error":"invalid_grant","error_description":"invalid assertion"}';
const EVIL = 'grace@acme.example';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(() => sf[Symbol.asyncDispose]());

const invalidSso = () =>
  `{"error_uri":"${sf.url}/setup/secur/SAMLValidationPage.apexp","error":"invalid_grant","error_description":"invalid assertion"}`;

/** The demo's certificate without its armour. */
const CERTIFICATE = readFileSync(new URL('../../seed/demo.crt', import.meta.url), 'utf8').replace(
  /-----.*-----|\s/g,
  '',
);

const SIGNATURE = /<ds:Signature .*<\/ds:Signature>/s;

function signatureOf(xml: string): string {
  return SIGNATURE.exec(xml)?.[0] ?? '';
}

/** Ends a Signature with something more. */
function withinSignature(signature: string, more: string): string {
  return signature.replace('</ds:Signature>', `${more}</ds:Signature>`);
}

/** An assertion of the attacker's making, for grace. */
function evilAssertion(id = freshId()): string {
  return ssoAssertionXml(sf, { id, nameId: EVIL });
}

/** As the identity provider sent it: an Assertion signed for ada. */
function signedAssertion(): string {
  return sign(ssoAssertionXml(sf));
}

const withoutSignature = (xml: string) => xml.replace(SIGNATURE, '');
const idOf = (xml: string) => /ID="([^"]+)"/.exec(xml)?.[1] ?? '';

describe('signature wrapping', () => {
  it.each<[string, () => string]>([
    [
      'XSW 1: an evil Response, the signed one inside its Signature',
      () => {
        const good = sign(responseXml(ssoAssertionXml(sf)), { element: 'Response' });
        const signature = withinSignature(signatureOf(good), withoutSignature(good));
        return responseXml(evilAssertion()).replace('</saml:Issuer>', `</saml:Issuer>${signature}`);
      },
    ],
    [
      'XSW 2: an evil Response, the signed one before its detached Signature',
      () => {
        const good = sign(responseXml(ssoAssertionXml(sf)), { element: 'Response' });
        return responseXml(evilAssertion()).replace(
          '</saml:Issuer>',
          `</saml:Issuer>${withoutSignature(good)}${signatureOf(good)}`,
        );
      },
    ],
    [
      'XSW 3: an evil Assertion before the signed one',
      () => responseXml(evilAssertion() + signedAssertion()),
    ],
    [
      'XSW 4: the signed Assertion inside the evil one',
      () =>
        responseXml(evilAssertion().replace('</saml:Assertion>', `${signedAssertion()}</saml:Assertion>`)),
    ],
    [
      'XSW 5: the evil Assertion carries the Signature, the signed one follows without it',
      () => {
        const good = signedAssertion();
        const evil = evilAssertion().replace('</saml:Issuer>', `</saml:Issuer>${signatureOf(good)}`);
        return responseXml(evil + withoutSignature(good));
      },
    ],
    [
      'XSW 6: the evil Assertion carries the Signature, and in it the signed one',
      () => {
        const good = signedAssertion();
        const signature = withinSignature(signatureOf(good), withoutSignature(good));
        return responseXml(evilAssertion().replace('</saml:Issuer>', `</saml:Issuer>${signature}`));
      },
    ],
    [
      'XSW 7: the evil Assertion in Extensions',
      () =>
        responseXml(
          `<samlp:Extensions xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">${evilAssertion()}</samlp:Extensions>${signedAssertion()}`,
        ),
    ],
    [
      'XSW 8: the evil Assertion carries the Signature, the signed one in an Object of it',
      () => {
        const good = signedAssertion();
        const object = `<ds:Object xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${withoutSignature(good)}</ds:Object>`;
        const signature = withinSignature(signatureOf(good), object);
        return responseXml(evilAssertion().replace('</saml:Issuer>', `</saml:Issuer>${signature}`));
      },
    ],
    [
      'the same ID twice',
      () => {
        const good = signedAssertion();
        return responseXml(evilAssertion(idOf(good)) + good);
      },
    ],
    [
      'an element that has the ID under another name',
      () => {
        const good = signedAssertion();
        return responseXml(`<x Id="${idOf(good)}"/>${good}`);
      },
    ],
    [
      'an Assertion of another namespace beside it',
      () => responseXml(`<e:Assertion xmlns:e="urn:evil">${EVIL}</e:Assertion>${signedAssertion()}`),
    ],
    [
      'the signed Assertion one level deeper',
      () =>
        responseXml(
          `<samlp:Extensions xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">${signedAssertion()}</samlp:Extensions>`,
        ),
    ],
    ['an evil Response around nothing signed', () => responseXml(evilAssertion())],
    [
      'a Signature of the Response that signs only the Assertion',
      () => {
        const good = signedAssertion();
        return responseXml(withoutSignature(good)).replace(
          '</saml:Issuer>',
          `</saml:Issuer>${signatureOf(good)}`,
        );
      },
    ],
    [
      "a good Assertion in a Response whose own signature is another key's",
      () => sign(responseXml(signedAssertion()), { element: 'Response', key: otherKey }),
    ],
  ])('%s', async (_shape, make) => {
    const { status, body } = await postSso(sf, make());
    expect({ status, body }).toEqual({ status: 400, body: invalidSso() });
    expect(lastRefusal(sf)).toMatch(/^sso\.(?:structure|signature)$/);
  });

  it('reads the text of a signed Assertion whatever stands around it in the Response', async () => {
    const xml = responseXml(signedAssertion()).replace('</saml:Issuer>', '-evil</saml:Issuer>');
    const { status, body } = await postSso(sf, xml);
    expect(status).toBe(200);
    expect(members(body).id).toContain(sf.users.ada?.id);
  });
});

describe('the signature', () => {
  /** Signs the SignedInfo as it is with a secret everybody knows. */
  function hmacSigned(): string {
    const xml = sign(assertionXml(sf)).replace(
      'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
    );
    const signedInfo = /<ds:SignedInfo>.*<\/ds:SignedInfo>/s.exec(xml)?.[0] ?? '';
    const value = createHmac('sha1', CERTIFICATE).update(signedInfo).digest('base64');
    return xml.replace(/(<ds:SignatureValue>)[^<]*/, `$1${value}`);
  }

  it.each<[string, () => string]>([
    ['HMAC keyed with the certificate', hmacSigned],
    [
      'SHA-512, which is not on the list',
      () =>
        sign(assertionXml(sf), {
          algorithms: {
            signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
            digest: 'http://www.w3.org/2001/04/xmlenc#sha512',
          },
        }),
    ],
    [
      'inclusive canonicalization',
      () => sign(assertionXml(sf), { c14n: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315' }),
    ],
    [
      'canonicalization with comments',
      () => sign(assertionXml(sf), { c14n: 'http://www.w3.org/2001/10/xml-exc-c14n#WithComments' }),
    ],
    [
      'no transforms but the enveloped signature',
      () => sign(assertionXml(sf), { transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature'] }),
    ],
    [
      'a transform that leaves things out',
      () =>
        sign(assertionXml(sf)).replace(
          'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
          'http://www.w3.org/TR/1999/REC-xpath-19991116',
        ),
    ],
    [
      'a third transform',
      () =>
        sign(assertionXml(sf)).replace(
          '</ds:Transforms>',
          '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms>',
        ),
    ],
    [
      'another key, whose certificate is in KeyInfo',
      () => sign(assertionXml(sf), { key: otherKey, keyInfo: CERTIFICATE }),
    ],
    [
      'two references',
      () => {
        const xml = sign(assertionXml(sf));
        const reference = /<ds:Reference .*<\/ds:Reference>/s.exec(xml)?.[0] ?? '';
        return xml.replace(reference, reference + reference);
      },
    ],
    ['no reference', () => sign(assertionXml(sf)).replace(/<ds:Reference .*<\/ds:Reference>/s, '')],
    ['a reference to the whole document', () => sign(assertionXml(sf)).replace(/URI="[^"]*"/, 'URI=""')],
    [
      'a reference to elsewhere',
      () => sign(assertionXml(sf)).replace(/URI="[^"]*"/, 'URI="http://127.0.0.1:9/"'),
    ],
    ['a reference with a quote', () => sign(assertionXml(sf)).replace(/URI="[^"]*"/, `URI="#'] | //*['"`)],
    [
      'two SignedInfo',
      () => {
        const xml = sign(assertionXml(sf));
        const signedInfo = /<ds:SignedInfo>.*<\/ds:SignedInfo>/s.exec(xml)?.[0] ?? '';
        return xml.replace(signedInfo, signedInfo + signedInfo);
      },
    ],
    ['an Object', () => sign(assertionXml(sf)).replace('</ds:Signature>', '<ds:Object/></ds:Signature>')],
    ['an empty value', () => sign(assertionXml(sf)).replace(/(<ds:SignatureValue>)[^<]*/, '$1')],
    ['an empty digest', () => sign(assertionXml(sf)).replace(/(<ds:DigestValue>)[^<]*/, '$1')],
    [
      'no content',
      () =>
        sign(assertionXml(sf)).replace(
          SIGNATURE,
          '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>',
        ),
    ],
    [
      'a twin',
      () => {
        const xml = sign(assertionXml(sf));
        return xml.replace(signatureOf(xml), signatureOf(xml) + signatureOf(xml));
      },
    ],
    [
      'another namespace',
      () => sign(assertionXml(sf)).replace('http://www.w3.org/2000/09/xmldsig#"', 'urn:evil"'),
    ],
  ])('with %s', async (_what, make) => {
    const { status, body } = await postBearer(sf, make());
    expect({ status, body }).toEqual({ status: 400, body: INVALID_BEARER });
  });

  it("is the certificate's whatever certificate KeyInfo carries", async () => {
    expect((await postBearer(sf, sign(assertionXml(sf), { keyInfo: CERTIFICATE }))).status).toBe(200);
  });
});

describe('markup', () => {
  const billionLaughs = (xml: string) =>
    `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_unused, i) => `<!ENTITY lol${i + 1} "${`&lol${i || ''};`.repeat(10)}">`).join('')}]>${xml.replace('ada@', '&lol9;@')}`;

  it.each<[string, (xml: string) => string]>([
    [
      'a comment that cuts the name short',
      (xml) => xml.replace('ada@acme.example', 'ada@acme.example<!---->.evil.example'),
    ],
    ['a comment inside the name', (xml) => xml.replace('ada@acme.example', 'ada@<!-- x -->acme.example')],
    ['a comment anywhere', (xml) => `<!-- hello -->${xml}`],
    [
      'a processing instruction in the name',
      (xml) => xml.replace('ada@acme.example', 'ada@acme.example<?x .evil?>'),
    ],
    ['CDATA in the name', (xml) => xml.replace('ada@acme.example', '<![CDATA[ada@acme.example]]>')],
    ['a billion laughs', billionLaughs],
    [
      'an external entity',
      (xml) => `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${xml.replace('ada@', '&x;@')}`,
    ],
    ['an external document type', (xml) => `<!DOCTYPE a SYSTEM "http://127.0.0.1:9/evil.dtd">${xml}`],
    ['a parameter entity', (xml) => `<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/">%x;]>${xml}`],
    ['a document type in lower case', (xml) => `<!doctype a>${xml}`],
    ['a style sheet', (xml) => `<?xml-stylesheet href="http://127.0.0.1:9/"?>${xml}`],
    ['two XML declarations', (xml) => `<?xml version="1.0"?><?xml version="1.0"?>${xml}`],
  ])('%s is refused before it is parsed', async (_what, change) => {
    const { status, body } = await postBearer(sf, change(sign(assertionXml(sf))));
    expect({ status, body }).toEqual({ status: 400, body: INVALID_BEARER });
    expect(lastRefusal(sf)).toBe('saml.markup');
  });

  it.each<[string, (xml: string) => string | Buffer]>([
    ['an entity nobody declared', (xml) => xml.replace('ada@', '&x;@')],
    ['two roots', (xml) => xml + xml],
    ['text after the root', (xml) => `${xml}evil`],
    ['an unclosed element', (xml) => xml.slice(0, -3)],
    ['an attribute twice', (xml) => xml.replace(' Version="2.0"', ' Version="2.0" Version="1.0"')],
    ['a prefix without a namespace', (xml) => xml.replace('<saml:Issuer>', '<evil:Issuer>')],
    ['bytes that are no UTF-8', (xml) => Buffer.concat([Buffer.from(xml), Buffer.from([0xff, 0xfe])])],
    ['UTF-16', (xml) => Buffer.from(xml, 'utf16le')],
    ['a NUL', (xml) => xml.replace('ada', 'ada\u0000')],
    [
      'SAML 1.1',
      (xml) =>
        xml.replaceAll('urn:oasis:names:tc:SAML:2.0:assertion', 'urn:oasis:names:tc:SAML:1.0:assertion'),
    ],
    ['HTML', () => '<html><body>hello</body></html>'],
    ['100,000 levels', () => '<a>'.repeat(60_000) + '</a>'.repeat(60_000)],
    ['300 kB', (xml) => xml.replace('ada@', `${'a'.repeat(300_000)}@`)],
  ])('%s is no assertion', async (_what, change) => {
    const { status, body } = await postBearer(sf, change(sign(assertionXml(sf))));
    expect({ status, body }).toEqual({ status: 400, body: INVALID_BEARER });
    expect(lastRefusal(sf)).toMatch(/^saml\.(?:malformed|markup)$/);
  });

  it('character references are not markup: they are part of what was signed', async () => {
    const xml = sign(assertionXml(sf, { nameId: 'ada&#64;acme.example' }));
    expect((await postBearer(sf, xml.replace('ada@acme.example', 'ada&#64;acme.example'))).status).toBe(200);
  });

  it.each([2_900, 3_100, 60_000])('%i elements are answered in time', async (count) => {
    const xml = sign(assertionXml(sf)).replace('</saml:Subject>', `${'<x/>'.repeat(count)}</saml:Subject>`);
    const cost = await processorTime(async () => expect((await postBearer(sf, xml)).status).toBe(400));
    expect(cost).toBeLessThan(5_000);
  });
});

it('an assertion in a body of 1 MiB and more is refused by the web server', async () => {
  const { status } = await postToken(sf, { grant_type: BEARER, assertion: 'A'.repeat(1024 * 1024) });
  expect(status).toBe(413);
});
