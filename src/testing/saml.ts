/** Makes and signs SAML assertions, correct and wrong ones, for the recipes and for `fauxforce saml`. */
import type { KeyObject } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import type { SamlFacts, SamlRequestFacts } from '../refusals/refusal.ts';
import { escapeXml } from '../wire/xml.ts';

const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';

export type AssertionFacts = Required<Omit<SamlFacts, 'notOnOrAfter'>> & {
  /** Milliseconds since the epoch; null leaves it out. */
  readonly notOnOrAfter: number | null;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  /** An XML name that no other assertion has. */
  readonly id: string;
};

/** @param key to sign with; undefined leaves the signature out */
export function samlAssertion(facts: AssertionFacts, key: KeyObject | undefined): string {
  const { prolog, times } = facts;
  const assertion = key ? signed(unsigned(facts), key) : unsigned(facts);
  if (times === 1) return prolog + assertion;
  const response =
    '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r" Version="2.0">';
  return `${prolog}${response}${assertion.repeat(times)}</samlp:Response>`;
}

function unsigned(facts: AssertionFacts): string {
  const { id, issuer, nameId, audience, recipient, notOnOrAfter } = facts;
  const issuedAt = new Date(facts.issuedAt).toISOString();
  const end = notOnOrAfter === null ? '' : ` NotOnOrAfter="${new Date(notOnOrAfter).toISOString()}"`;
  return (
    `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id}" IssueInstant="${issuedAt}" Version="2.0">` +
    `<saml:Issuer>${escapeXml(issuer)}</saml:Issuer><saml:Subject><saml:NameID>${escapeXml(nameId)}</saml:NameID>` +
    '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">' +
    `<saml:SubjectConfirmationData Recipient="${escapeXml(recipient)}"${end}/></saml:SubjectConfirmation></saml:Subject>` +
    `<saml:Conditions><saml:AudienceRestriction><saml:Audience>${escapeXml(audience)}</saml:Audience>` +
    `</saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${issuedAt}"><saml:AuthnContext>` +
    '<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef>' +
    '</saml:AuthnContext></saml:AuthnStatement></saml:Assertion>'
  );
}

function signed(xml: string, privateKey: KeyObject): string {
  const signer = new SignedXml({
    privateKey,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: EXCLUSIVE_C14N,
  });
  signer.addReference({
    xpath: '/*',
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', EXCLUSIVE_C14N],
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
  });
  signer.computeSignature(xml, { location: { reference: "/*/*[local-name()='Issuer']", action: 'after' } });
  return signer.getSignedXml();
}

type RequestFacts = Pick<SamlRequestFacts, 'issuer' | 'acsUrl' | 'isPassive'> & {
  readonly id: string;
  readonly destination: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
};

/** An AuthnRequest, not signed. */
export function authnRequest({ id, issuer, destination, issuedAt, acsUrl, isPassive }: RequestFacts): string {
  const acs = acsUrl === undefined ? '' : ` AssertionConsumerServiceURL="${escapeXml(acsUrl)}"`;
  const passive = isPassive ? ' IsPassive="true"' : '';
  const content =
    issuer === null
      ? ''
      : `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${escapeXml(issuer ?? '')}</saml:Issuer>`;
  return (
    `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="${id}" Version="2.0"` +
    ` IssueInstant="${new Date(issuedAt).toISOString()}" Destination="${escapeXml(destination)}"${acs}${passive}>${content}</samlp:AuthnRequest>`
  );
}
