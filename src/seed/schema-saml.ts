/** SAML in a seed: apps that are service providers, the org as identity provider, and the identity provider that the org trusts (model.md 1.5, setup-pages.md A). */
import { z } from 'zod';
import { absoluteUrlComplaint, singleLogoutUrlComplaint } from './fields.ts';
import { checked, flag, text } from './schema-words.ts';

/** Characters of an entity id or URL: SAML allows 1,024 of an entity id (SAML 2.0 core 8.3.6). */
const LONGEST_URL = 1_024;
const LONGEST_PEM = 1_000_000;

const binding = (what: string) =>
  z.enum(['RedirectBinding', 'PostBinding']).default('RedirectBinding').describe(what);

export const AppSaml = z.strictObject({
  entityUrl: text(LONGEST_URL).describe(
    "The service provider's entity id, as its requests spell it; unique in the org.",
  ),
  acsUrl: checked(LONGEST_URL, absoluteUrlComplaint).describe(
    'ACS URL: where responses are posted, and nowhere else.',
  ),
  subjectType: z
    .enum(['Username', 'FederationId', 'UserId', 'PersistentId', 'CustomAttribute'])
    .default('Username')
    .describe('What the subject of an assertion is.'),
  subjectCustomAttr: text()
    .optional()
    .describe(
      'Of subjectType CustomAttribute: a field of User, such as `EmployeeNumber`, or a key of attributes. Left out: none.',
    ),
  nameIdFormat: z
    .enum(['Unspecified', 'EmailAddress', 'Persistent', 'Transient'])
    .default('Unspecified')
    .describe('What the subject is said to be.'),
  issuer: text(LONGEST_URL)
    .optional()
    .describe('How the org calls itself to this app. Left out: the My Domain or site that was called.'),
  signingAlgoType: z
    .enum(['SHA256', 'SHA1'])
    .default('SHA256')
    .describe('Signing Algorithm for SAML Messages.'),
  certificate: text(LONGEST_PEM)
    .optional()
    .describe(
      'Verify Request Signatures: only requests that its key signed are answered. PEM, base64 DER, or a path relative to the seed file. Left out: requests need no signature.',
    ),
  encryptionCertificate: text(LONGEST_PEM)
    .optional()
    .describe('Encrypt SAML Response, to its RSA key. PEM, base64 DER, or a path. Left out: not encrypted.'),
  encryptionType: z.enum(['AES_128', 'AES_256']).default('AES_128').describe('Block Encryption Algorithm.'),
  sloUrl: checked(LONGEST_URL, singleLogoutUrlComplaint)
    .optional()
    .describe('Enable Single Logout: where log-outs are told. Left out: they are not.'),
  sloBinding: binding('Single Logout Binding.'),
});

export const SamlSso = z.strictObject({
  issuer: text(450).describe("The identity provider's entity id, as its assertions spell it."),
  certificate: text(LONGEST_PEM).describe(
    'Certificate of the key it signs with: PEM, base64 DER, or a path relative to the seed file.',
  ),
  identityMapping: z
    .enum(['Username', 'FederationId'])
    .default('Username')
    .describe('What the subject of an assertion is.'),
  name: text(80).optional().describe('What the log-in page calls it. Left out: the issuer.'),
  loginUrl: checked(LONGEST_URL, absoluteUrlComplaint)
    .optional()
    .describe('Identity Provider Login URL: where the log-in page leads. Left out: it leads nowhere.'),
  requestBinding: binding('Service Provider Initiated Request Binding.'),
  sloUrl: checked(LONGEST_URL, singleLogoutUrlComplaint)
    .optional()
    .describe(
      'Identity Provider Single Logout URL: where it hears what came of its log-outs. Left out: it does not.',
    ),
  sloBinding: binding('Single Logout Request Binding.'),
});

export const IdentityProvider = z.strictObject({
  enabled: flag(true, 'false: no app is logged in to by SAML.'),
  certificate: text(LONGEST_PEM)
    .optional()
    .describe(
      'Certificate of the key that signs: PEM, base64 DER, or a path relative to the seed file; goes with privateKey. Left out: made once, and kept by the store.',
    ),
  privateKey: text(LONGEST_PEM)
    .optional()
    .describe(
      'Its RSA key, not encrypted: PEM, or a path relative to the seed file. Left out: as certificate.',
    ),
});
