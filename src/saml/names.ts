/** Names of SAML 2.0 and XML Signature that documents are written with. */
export const ENTITY_FORMAT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity';
export const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';
export const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:';

export const BINDINGS = {
  RedirectBinding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
  PostBinding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
} as const;

export const NAME_ID_FORMATS = {
  Unspecified: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
  EmailAddress: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  Persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  Transient: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
} as const;

/** By Setup's names: SHA-1 is what Salesforce signed with until it could choose (identity-and-resources.md 8). */
export const ALGORITHMS = {
  SHA256: {
    signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    digest: 'http://www.w3.org/2001/04/xmlenc#sha256',
    hash: 'sha256',
  },
  SHA1: {
    signature: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
    digest: 'http://www.w3.org/2000/09/xmldsig#sha1',
    hash: 'sha1',
  },
} as const;

export type SigningAlgorithm = keyof typeof ALGORITHMS;

/** What an identity provider signs with: PEM. */
export interface SigningPair {
  readonly certificate: string;
  readonly privateKey: string;
}
