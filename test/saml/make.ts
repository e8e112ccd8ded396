/** Assertions made by hand, so that they can be wrong in any way. */
import type { KeyObject } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import type { Fauxforce } from '../../src/testing/index.ts';
import { demoKey } from '../helpers/jwt.ts';
import { type Answer, postToken } from '../helpers/token.ts';

export const BEARER = 'urn:ietf:params:oauth:grant-type:saml2-bearer';
export const BROWSER_SSO = 'urn:oasis:names:tc:SAML:2.0:profiles:SSO:browser';
export const IDP = 'https://idp.acme.example';
const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const SHA1 = {
  signature: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
  digest: 'http://www.w3.org/2000/09/xmldsig#sha1',
};
const SHA256 = {
  signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  digest: 'http://www.w3.org/2001/04/xmlenc#sha256',
};

export interface Facts {
  readonly id?: string;
  readonly issuer?: string;
  readonly nameId?: string;
  readonly audiences?: readonly string[];
  readonly recipient?: string;
  /** As xs:dateTime; undefined leaves it out. */
  readonly notBefore?: string | undefined;
  readonly notOnOrAfter?: string | undefined;
  /** Of Conditions. */
  readonly conditions?: string;
  readonly method?: string;
}

let made = 0;

export function freshId(): string {
  made += 1;
  return `_${process.pid}.${made}`;
}

export function instant(sf: Fauxforce, offset: number): string {
  return new Date(sf.clock.now() + offset).toISOString();
}

/** An unsigned assertion that names ada, valid for three minutes. */
export function assertionXml(sf: Fauxforce, facts: Facts = {}): string {
  const {
    id = freshId(),
    issuer = '3MVG9Demo.JWT_Bearer',
    nameId = 'ada@acme.example',
    audiences = ['https://login.salesforce.com'],
    recipient = `${sf.url}/services/oauth2/token`,
    notBefore,
    conditions = '',
    method = 'urn:oasis:names:tc:SAML:2.0:cm:bearer',
  } = facts;
  const notOnOrAfter = 'notOnOrAfter' in facts ? facts.notOnOrAfter : instant(sf, 180_000);
  const times =
    (notBefore ? ` NotBefore="${notBefore}"` : '') + (notOnOrAfter ? ` NotOnOrAfter="${notOnOrAfter}"` : '');
  const restriction = audiences.map((audience) => `<saml:Audience>${audience}</saml:Audience>`).join('');
  return (
    `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id}" IssueInstant="2026-01-01T00:00:00Z" Version="2.0">` +
    `<saml:Issuer>${issuer}</saml:Issuer><saml:Subject><saml:NameID>${nameId}</saml:NameID>` +
    `<saml:SubjectConfirmation Method="${method}"><saml:SubjectConfirmationData Recipient="${recipient}"${times}/>` +
    `</saml:SubjectConfirmation></saml:Subject><saml:Conditions${conditions}>` +
    (audiences.length > 0 ? `<saml:AudienceRestriction>${restriction}</saml:AudienceRestriction>` : '') +
    '</saml:Conditions><saml:AuthnStatement AuthnInstant="2026-01-01T00:00:00Z"/></saml:Assertion>'
  );
}

export function responseXml(content: string, id = freshId()): string {
  return (
    `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="${id}" Version="2.0">` +
    `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${IDP}</saml:Issuer>${content}</samlp:Response>`
  );
}

export interface SigningFacts {
  readonly key?: KeyObject;
  /** What is signed, and carries the signature after its Issuer. */
  readonly element?: 'Assertion' | 'Response';
  readonly algorithms?: { readonly signature: string; readonly digest: string };
  readonly transforms?: readonly string[];
  readonly c14n?: string;
  /** A certificate to put into KeyInfo. */
  readonly keyInfo?: string;
}

export function sign(xml: string, facts: SigningFacts = {}): string {
  const { key = demoKey, element = 'Assertion', algorithms = SHA256, c14n = C14N } = facts;
  const signer = new SignedXml({
    privateKey: key,
    signatureAlgorithm: algorithms.signature,
    canonicalizationAlgorithm: c14n,
    ...(facts.keyInfo ? { publicCert: facts.keyInfo } : {}),
  });
  signer.addReference({
    xpath: `//*[local-name()='${element}']`,
    transforms: [...(facts.transforms ?? ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', C14N])],
    digestAlgorithm: algorithms.digest,
  });
  signer.computeSignature(xml, {
    prefix: 'ds',
    location: { reference: `//*[local-name()='${element}']/*[local-name()='Issuer']`, action: 'after' },
  });
  return signer.getSignedXml();
}

export { SHA1 };

export function postBearer(
  sf: Fauxforce,
  xml: string | Buffer,
  more: Record<string, string> = {},
): Promise<Answer> {
  const assertion = Buffer.from(xml).toString('base64url');
  return postToken(sf, { grant_type: BEARER, assertion, ...more });
}

export function postSso(
  sf: Fauxforce,
  xml: string | Buffer,
  more: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const assertion = Buffer.from(xml).toString('base64');
  return postToken(sf, { grant_type: 'assertion', assertion_type: BROWSER_SSO, assertion, ...more }, headers);
}

/** What the demo's identity provider says of ada. */
export function ssoAssertionXml(sf: Fauxforce, facts: Facts = {}): string {
  return assertionXml(sf, { issuer: IDP, audiences: ['https://saml.salesforce.com'], ...facts });
}

export function lastRefusal(sf: Fauxforce): string | undefined {
  return sf.journal.entries({ outcome: 'refused', limit: 1 })[0]?.refusal?.name;
}
