/** The Response of an identity provider, as Salesforce's was captured (identity-and-resources.md 8): both signatures, order of elements and attributes. */
import { xmlText } from '../wire/xml.ts';
import { encryptElement } from './encrypt.ts';
import { ENTITY_FORMAT, STATUS } from './names.ts';
import { type Signing, signDocument } from './sign.ts';
import { textOfXml } from './text.ts';

const MINUTE = 60_000;
/** Milliseconds. */
const LIFETIME = 5 * MINUTE;
const BACKDATED = 30_000;

const UNSPECIFIED_CONTEXT = 'urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified';
const UNSPECIFIED_NAME = 'urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified';
const SAML_NAMESPACE = 'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"';
const TYPES =
  'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:anyType"';

/** What stands around an answer. */
export interface Envelope {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly issuer: string;
  /** ACS URL. */
  readonly destination: string;
  /** Undefined: nobody asked. */
  readonly inResponseTo: string | undefined;
}

export interface Subject {
  readonly assertionId: string;
  readonly nameId: string;
  readonly nameIdFormat: string;
  /** Entity id of the app. */
  readonly audience: string;
  /** Undefined: none is told. */
  readonly sessionIndex: string | undefined;
  /** In order. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

/** To whom an assertion is encrypted. */
export interface Encryption {
  /** PEM. */
  readonly certificate: string;
  readonly type: 'AES_128' | 'AES_256';
}

export async function writeResponse(
  envelope: Envelope,
  subject: Subject,
  signing: Signing,
  encryption: Encryption | undefined,
): Promise<string> {
  const assertion = await signDocument(assertionXml(envelope, subject), signing, ['ds', 'saml', 'xs', 'xsi']);
  const content = encryption
    ? `<saml:EncryptedAssertion ${SAML_NAMESPACE}>${await encryptElement(assertion, encryption.certificate, encryption.type)}</saml:EncryptedAssertion>`
    : assertion;
  return signResponse(envelope, `<samlp:StatusCode Value="${STATUS}Success"/>`, content, signing);
}

/** @param codes the last words of the status codes, the outer one first */
export async function writeFailure(
  envelope: Envelope,
  [outer, inner]: readonly [string, string],
  signing: Signing,
): Promise<string> {
  const status = `<samlp:StatusCode Value="${STATUS}${outer}"><samlp:StatusCode Value="${STATUS}${inner}"/></samlp:StatusCode>`;
  return signResponse(envelope, status, '', signing);
}

async function signResponse(
  { id, issuedAt, issuer, destination, inResponseTo }: Envelope,
  status: string,
  content: string,
  signing: Signing,
): Promise<string> {
  const asked = inResponseTo === undefined ? '' : ` InResponseTo="${xmlText(inResponseTo)}"`;
  const xml =
    `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" Destination="${xmlText(destination)}" ID="${id}"${asked} IssueInstant="${instant(issuedAt)}" Version="2.0">` +
    `<saml:Issuer ${SAML_NAMESPACE} Format="${ENTITY_FORMAT}">${xmlText(issuer)}</saml:Issuer>` +
    `<samlp:Status>${status}</samlp:Status>${content}</samlp:Response>`;
  const prefixes = ['ds', 'saml', 'samlp', 'xs', 'xsi'];
  return `<?xml version="1.0" encoding="UTF-8"?>${await signDocument(xml, signing, prefixes)}`;
}

function assertionXml(envelope: Envelope, subject: Subject): string {
  const { issuedAt, issuer, destination, inResponseTo } = envelope;
  const { assertionId, nameId, nameIdFormat, audience, sessionIndex, attributes } = subject;
  const end = instant(issuedAt + LIFETIME);
  const asked = inResponseTo === undefined ? '' : `InResponseTo="${xmlText(inResponseTo)}" `;
  const index = sessionIndex === undefined ? '' : ` SessionIndex="${xmlText(sessionIndex)}"`;
  return (
    `<saml:Assertion ${SAML_NAMESPACE} ID="${assertionId}" IssueInstant="${instant(issuedAt)}" Version="2.0">` +
    `<saml:Issuer Format="${ENTITY_FORMAT}">${xmlText(issuer)}</saml:Issuer>` +
    `<saml:Subject><saml:NameID Format="${nameIdFormat}">${textOfXml(nameId)}</saml:NameID>` +
    '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">' +
    `<saml:SubjectConfirmationData ${asked}NotOnOrAfter="${end}" Recipient="${xmlText(destination)}"/>` +
    '</saml:SubjectConfirmation></saml:Subject>' +
    `<saml:Conditions NotBefore="${instant(issuedAt - BACKDATED)}" NotOnOrAfter="${end}"><saml:AudienceRestriction>` +
    `<saml:Audience>${textOfXml(audience)}</saml:Audience></saml:AudienceRestriction></saml:Conditions>` +
    `<saml:AuthnStatement AuthnInstant="${instant(issuedAt)}"${index}><saml:AuthnContext>` +
    `<saml:AuthnContextClassRef>${UNSPECIFIED_CONTEXT}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>` +
    `<saml:AttributeStatement>${attributes.map(attributeXml).join('')}</saml:AttributeStatement></saml:Assertion>`
  );
}

function attributeXml([name, value]: readonly [name: string, value: string]): string {
  return (
    `<saml:Attribute Name="${xmlText(name)}" NameFormat="${UNSPECIFIED_NAME}">` +
    `<saml:AttributeValue ${TYPES}>${textOfXml(value)}</saml:AttributeValue></saml:Attribute>`
  );
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
