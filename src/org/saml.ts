/** What an org and its apps say of SAML: whom it trusts, what it signs with, who its service providers are (model.md 1.5, setup-pages.md A). */

/** Setup > Single Sign-On Settings: the identity provider whose assertions log the org's users in. */
export interface SamlSso {
  /** The provider's entity id. */
  readonly issuer: string;
  /** PEM: the only one whose signatures count. */
  readonly certificate: string;
  /** What the subject of an assertion is. */
  readonly identityMapping: 'Username' | 'FederationId';
  /** What the log-in page calls it. */
  readonly name?: string | undefined;
  /** Where the log-in page leads; undefined: nowhere. */
  readonly loginUrl?: string | undefined;
  readonly requestBinding: SamlBinding;
  /** Where it hears what came of its log-outs; undefined: it does not. */
  readonly sloUrl?: string | undefined;
  readonly sloBinding: SamlBinding;
}

export type SamlBinding = 'RedirectBinding' | 'PostBinding';

/** Setup > Identity Provider: the org as SAML identity provider. Certificate and key are both there, or made once and kept by the store. */
export interface IdentityProvider {
  readonly enabled: boolean;
  /** PEM. */
  readonly certificate?: string | undefined;
  /** PKCS #8 in PEM: it leaves the process in snapshots only. */
  readonly privateKey?: string | undefined;
}

/** An app as SAML service provider: `samlConfig` (model.md 1.5). */
export interface AppSaml {
  readonly entityUrl: string;
  readonly acsUrl: string;
  readonly subjectType: 'Username' | 'FederationId' | 'UserId' | 'PersistentId' | 'CustomAttribute';
  /** A field of User, or a key of the app's attributes. */
  readonly subjectCustomAttr?: string | undefined;
  readonly nameIdFormat: 'Unspecified' | 'EmailAddress' | 'Persistent' | 'Transient';
  /** Undefined: the host that was called. */
  readonly issuer?: string | undefined;
  readonly signingAlgoType: 'SHA256' | 'SHA1';
  /** PEM of the key that signs its requests; undefined: they need no signature. */
  readonly certificate?: string | undefined;
  /** PEM; undefined: assertions are not encrypted. */
  readonly encryptionCertificate?: string | undefined;
  readonly encryptionType: 'AES_128' | 'AES_256';
  readonly sloUrl?: string | undefined;
  readonly sloBinding: SamlBinding;
}
