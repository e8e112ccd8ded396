/** The response as it was captured, written by hand, with what settings change (identity-and-resources.md 8). */

export interface ExpectedResponse {
  readonly issuer: string;
  readonly acs: string;
  readonly audience: string;
  /** ISO instants. */
  readonly now: string;
  readonly notBefore: string;
  readonly notOnOrAfter: string;
  readonly nameId: string;
  readonly nameIdFormat?: string;
  readonly inResponseTo?: string;
  readonly sessionIndex?: true;
  readonly hash?: 'sha1' | 'sha256';
  readonly attributes: readonly (readonly [string, string])[];
}

/** All of a response but what is drawn and signed. */
export function shape(xml: string): string {
  return xml
    .replaceAll(/<ds:(DigestValue|SignatureValue|X509Certificate)>[^<]*</g, '<ds:$1>…<')
    .replaceAll(/_[0-9a-f]{32}\d{13}/g, '_id')
    .replaceAll(/SessionIndex="[\w-]{43}"/g, 'SessionIndex="…"');
}

export function expectedResponse(facts: ExpectedResponse): string {
  const { issuer, acs, audience, now, notBefore, notOnOrAfter, nameId, hash = 'sha256', attributes } = facts;
  const { nameIdFormat = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified' } = facts;
  const asked = facts.inResponseTo === undefined ? '' : `InResponseTo="${facts.inResponseTo}" `;
  const index = facts.sessionIndex ? ' SessionIndex="…"' : '';
  return (
    `<?xml version="1.0" encoding="UTF-8"?><samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" Destination="${acs}" ID="_id" ${asked}IssueInstant="${now}" Version="2.0">` +
    `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">${issuer}</saml:Issuer>` +
    signature('ds saml samlp xs xsi', hash) +
    '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>' +
    `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_id" IssueInstant="${now}" Version="2.0">` +
    `<saml:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">${issuer}</saml:Issuer>` +
    signature('ds saml xs xsi', hash) +
    `<saml:Subject><saml:NameID Format="${nameIdFormat}">${nameId}</saml:NameID>` +
    '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">' +
    `<saml:SubjectConfirmationData ${asked}NotOnOrAfter="${notOnOrAfter}" Recipient="${acs}"/></saml:SubjectConfirmation></saml:Subject>` +
    `<saml:Conditions NotBefore="${notBefore}" NotOnOrAfter="${notOnOrAfter}">` +
    `<saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>` +
    `<saml:AuthnStatement AuthnInstant="${now}"${index}><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>` +
    `<saml:AttributeStatement>${attributes.map(attribute).join('')}</saml:AttributeStatement></saml:Assertion></samlp:Response>`
  );
}

const ALGORITHMS = {
  sha1: ['http://www.w3.org/2000/09/xmldsig#rsa-sha1', 'http://www.w3.org/2000/09/xmldsig#sha1'],
  sha256: ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'http://www.w3.org/2001/04/xmlenc#sha256'],
} as const;

function signature(prefixes: string, hash: 'sha1' | 'sha256'): string {
  const [method, digest] = ALGORITHMS[hash];
  return (
    '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>' +
    `<ds:SignatureMethod Algorithm="${method}"/>` +
    '<ds:Reference URI="#_id"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#">' +
    `<InclusiveNamespaces PrefixList="${prefixes}" xmlns="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transform></ds:Transforms>` +
    `<ds:DigestMethod Algorithm="${digest}"/><ds:DigestValue>…</ds:DigestValue></ds:Reference></ds:SignedInfo>` +
    '<ds:SignatureValue>…</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>…</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>'
  );
}

function attribute([name, value]: readonly [string, string]): string {
  return `<saml:Attribute Name="${name}" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified"><saml:AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:anyType">${value}</saml:AttributeValue></saml:Attribute>`;
}
