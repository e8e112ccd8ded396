/** Each rule of form that a Signature must keep before its arithmetic counts (identity-and-resources.md 8). */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readSaml, type SamlDocument } from '../../src/saml/document.ts';
import { verifySignatures } from '../../src/saml/signature.ts';
import { otherKey } from '../helpers/jwt.ts';
import { SHA1, type SigningFacts, sign } from './make.ts';

const CERTIFICATE = readFileSync(new URL('../../seed/demo.crt', import.meta.url), 'utf8');
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ASSERTION =
  '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a"><saml:Issuer>idp</saml:Issuer><saml:Subject>ada</saml:Subject></saml:Assertion>';

/** Of an elliptic curve. */
const EC_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBgjCCASegAwIBAgIUc+3Y69QhziTZYzh5PUWgOeYq1pAwCgYIKoZIzj0EAwIw
FTETMBEGA1UEAwwKZWMuZXhhbXBsZTAgFw0yNjExMjkxMDUyNDJaGA8yMTI2MTEw
NTEwNTI0MlowFTETMBEGA1UEAwwKZWMuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABMCiIKnrKJEUSveSOuNGXLiYMn4VLmGIfZ+qgSQ20F/fZIbBzG3L
60b1UgJ4y2bEVMO4oL3Vi69gv8T/5YLhw/yjUzBRMB0GA1UdDgQWBBRW11X7RYtV
6SXQ9OdNgCLEMeJWyDAfBgNVHSMEGDAWgBRW11X7RYtV6SXQ9OdNgCLEMeJWyDAP
BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQCtCJqod47h0LgBd7wh
Dy5RoRrkufN2zL7NnzGBUIQj/wIhAJtagVcYFgsw8VbsMtW1+Gy2lQQhOaPHbZf+
/q+6qwwF
-----END CERTIFICATE-----`;

const response = (content: string) =>
  `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">idp</saml:Issuer>${content}</samlp:Response>`;

async function read(xml: string): Promise<SamlDocument> {
  const document = await readSaml(Buffer.from(xml).toString('base64'), 'base64');
  if ('flaw' in document) throw new Error(document.rule);
  return document;
}

const verify = async (xml: string, certificate = CERTIFICATE) =>
  await verifySignatures(await read(xml), certificate);

const GOOD = sign(ASSERTION);
const part = (name: string) =>
  new RegExp(`<ds:${name}[ >].*</ds:${name}>|<ds:${name}[^>]*/>`, 's').exec(GOOD)?.[0] ?? '';
const without = (name: string) => GOOD.replace(part(name), '');
const twice = (name: string) => GOOD.replace(part(name), part(name) + part(name));
const ahead = (name: string, other: string) => without(name).replace(part(other), part(name) + part(other));
/** In a namespace that is not XML Signature's. */
const foreign = (name: string) =>
  GOOD.replace(
    part(name),
    part(name).replaceAll(`ds:${name}`, `e:${name}`).replace(`<e:${name}`, `<e:${name} xmlns:e="urn:e"`),
  );

describe('what was signed', () => {
  test.each<[string, SigningFacts]>([
    ['with SHA-256', {}],
    ['with SHA-1', { algorithms: SHA1 }],
    ['with a certificate in KeyInfo', { keyInfo: CERTIFICATE }],
  ])('%s comes back in its canonical form', async (_what, facts) => {
    expect(await verify(sign(ASSERTION, facts))).toEqual({ signed: ASSERTION });
  });

  test('is the outermost element', async () => {
    const signed = expect.stringMatching(/^<samlp:Response .*<\/samlp:Response>$/);
    expect(await verify(sign(response(GOOD), { element: 'Response' }))).toEqual({ signed });
    expect(await verify(response(GOOD))).toEqual({ signed: ASSERTION });
  });
});

describe('a Signature of which does not hold that', () => {
  const HOLDS = 'a Signature holds SignedInfo, SignatureValue and KeyInfo, and nothing else';
  const INFO = 'SignedInfo holds its two methods and one Reference';
  const CANONICAL = 'the canonicalization is exclusive and without comments';
  const METHOD = 'the signature is RSA with SHA-1 or SHA-256';
  const REFERENCE = 'the Reference holds Transforms, DigestMethod and DigestValue';
  const TRANSFORMS = 'the transforms are enveloped-signature and exclusive canonicalization';
  const DIGEST = 'the digest is SHA-1 or SHA-256';
  const URI = 'the Reference is to the ID of the element that carries the Signature';

  const [enveloped, exclusive] = [`${DSIG}enveloped-signature`, C14N].map(
    (algorithm) => `<ds:Transform Algorithm="${algorithm}"/>`,
  );
  const transforms = (content: string) =>
    GOOD.replace(part('Transforms'), `<ds:Transforms>${content}</ds:Transforms>`);
  const algorithm = (name: string, to: string) =>
    GOOD.replace(part(name), part(name).replace(/Algorithm="[^"]*"/, to));
  const ending = (name: string, more: string) => GOOD.replace(`</ds:${name}>`, `${more}</ds:${name}>`);
  const keyInfo = '<ds:KeyInfo/>';

  test.each<[string, string, string]>([
    [HOLDS, 'nothing', GOOD.replace(part('Signature'), `<ds:Signature xmlns:ds="${DSIG}"/>`)],
    [HOLDS, 'no SignedInfo', without('SignedInfo')],
    [HOLDS, 'no SignatureValue', without('SignatureValue')],
    [HOLDS, 'two SignedInfo', twice('SignedInfo')],
    [HOLDS, 'two SignatureValue', twice('SignatureValue')],
    [HOLDS, 'two KeyInfo', ending('Signature', keyInfo + keyInfo)],
    [HOLDS, 'an Object', ending('Signature', '<ds:Object/>')],
    [HOLDS, 'an Object after KeyInfo', ending('Signature', `${keyInfo}<ds:Object/>`)],
    [HOLDS, 'its value first', ahead('SignatureValue', 'SignedInfo')],
    [HOLDS, 'a SignedInfo of another namespace', foreign('SignedInfo')],
    [HOLDS, 'a SignatureValue of another namespace', foreign('SignatureValue')],
    [INFO, 'nothing', GOOD.replace(part('SignedInfo'), '<ds:SignedInfo/>')],
    [INFO, 'no canonicalization', without('CanonicalizationMethod')],
    [INFO, 'no method', without('SignatureMethod')],
    [INFO, 'no reference', without('Reference')],
    [INFO, 'two references', twice('Reference')],
    [INFO, 'its methods the other way round', ahead('SignatureMethod', 'CanonicalizationMethod')],
    [INFO, 'its reference first', ahead('Reference', 'CanonicalizationMethod')],
    [INFO, 'a method of another namespace', foreign('SignatureMethod')],
    [CANONICAL, 'comments', algorithm('CanonicalizationMethod', `Algorithm="${C14N}WithComments"`)],
    [CANONICAL, 'no algorithm', algorithm('CanonicalizationMethod', '')],
    [
      METHOD,
      'SHA-512',
      algorithm('SignatureMethod', 'Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"'),
    ],
    [METHOD, 'HMAC', algorithm('SignatureMethod', `Algorithm="${DSIG}hmac-sha1"`)],
    [METHOD, 'no algorithm', algorithm('SignatureMethod', '')],
    [
      METHOD,
      'a parameter',
      GOOD.replace(
        part('SignatureMethod'),
        '<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"><ds:HMACOutputLength>1</ds:HMACOutputLength></ds:SignatureMethod>',
      ),
    ],
    [REFERENCE, 'no transforms', without('Transforms')],
    [REFERENCE, 'no digest method', without('DigestMethod')],
    [REFERENCE, 'no digest', without('DigestValue')],
    [REFERENCE, 'two digests', twice('DigestValue')],
    [REFERENCE, 'its digest first', ahead('DigestValue', 'DigestMethod')],
    [REFERENCE, 'transforms of another namespace', foreign('Transforms')],
    [TRANSFORMS, 'none', transforms('')],
    [TRANSFORMS, 'the first only', transforms(`${enveloped}`)],
    [TRANSFORMS, 'the second only', transforms(`${exclusive}`)],
    [TRANSFORMS, 'the other way round', transforms(`${exclusive}${enveloped}`)],
    [TRANSFORMS, 'a third', transforms(`${enveloped}${exclusive}${exclusive}`)],
    [TRANSFORMS, 'something else beside them', transforms(`${enveloped}${exclusive}<ds:Object/>`)],
    [TRANSFORMS, 'one of another namespace', transforms(`${enveloped}<Transform Algorithm="${C14N}"/>`)],
    [DIGEST, 'SHA-512', algorithm('DigestMethod', 'Algorithm="http://www.w3.org/2001/04/xmlenc#sha512"')],
    [DIGEST, 'no algorithm', algorithm('DigestMethod', '')],
    [URI, 'the whole document', GOOD.replace('URI="#_a"', 'URI=""')],
    [URI, 'nothing', GOOD.replace(' URI="#_a"', '')],
    [URI, 'another element', GOOD.replace('URI="#_a"', 'URI="#_b"')],
    [URI, 'an ID without its #', GOOD.replace('URI="#_a"', 'URI="_a"')],
    [URI, 'an ID that is empty', GOOD.replace('ID="_a"', 'ID=""').replace('URI="#_a"', 'URI="#"')],
    [URI, 'an ID that is not there', GOOD.replace(' ID="_a"', '').replace('URI="#_a"', 'URI="#null"')],
  ])('%s: %s', async (rule, _what, xml) => {
    expect(xml).not.toBe(GOOD);
    expect(await verify(xml)).toEqual({ rule });
  });
});

describe('a Signature of the right form', () => {
  test.each([
    ['over another text', GOOD.replace('ada', 'grace'), 'the digest is that of the signed element'],
    ['of another key', sign(ASSERTION, { key: otherKey }), "the signature is the certificate's"],
    [
      'whose value is another',
      GOOD.replace(/(<ds:SignatureValue>)[^<]*/, '$1AAAA'),
      "the signature is the certificate's",
    ],
    [
      'of the Assertion, in a Response of another key',
      sign(response(GOOD), { element: 'Response', key: otherKey }),
      "the signature is the certificate's",
    ],
  ])('%s', async (_what, xml, rule) => {
    expect(await verify(xml)).toEqual({ rule });
  });

  test('is asked of RSA certificates only', async () => {
    expect(await verify(GOOD, EC_CERTIFICATE)).toEqual({ rule: 'the certificate has an RSA key' });
  });

  test('is wanted', async () => {
    const document = await read(GOOD);
    expect(await verifySignatures({ ...document, signatures: [] }, CERTIFICATE)).toEqual({
      rule: 'it is signed',
    });
  });
});
