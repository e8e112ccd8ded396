/** The rows of identity-and-resources.md 8: SAML, Salesforce as identity provider, each in our own words. */
import type { Rows } from './row.ts';

export const IDENTITY = {
  '8/org-metadata': '`/.well-known/samlidp.xml`: the metadata of the org',
  '8/app-metadata': '`/.well-known/samlidp/<app>.xml`: the metadata for an app',
  '8/metadata-logout': 'no SingleLogoutService unless single logout is enabled',
  '8/certificate': 'a self-signed certificate, with the names that Salesforce gives it',
  '8/redirect': '`/idp/endpoint/HttpRedirect` takes an AuthnRequest',
  '8/post': '`/idp/endpoint/HttpPost` takes an AuthnRequest',
  '8/idp-initiated': '`/idp/login?app=0sp…` starts a log-in',
  '8/signatures': 'Response and Assertion are signed, each with its list of prefixes',
  '8/sha1': 'RSA with SHA-1 by setting',
  '8/ids': 'ids are `_`, 32 hexadecimal digits and milliseconds',
  '8/issuer': 'the issuer, with the format of an entity',
  '8/name-id': 'the format of the subject by setting',
  '8/subject-type': 'the subject by setting',
  '8/confirmation': '`InResponseTo` where there was a request, `NotOnOrAfter` in five minutes, `Recipient`',
  '8/conditions': 'from 30 seconds ago for five minutes; the audience is the entity id',
  '8/authn-statement': 'AuthnInstant and the class `unspecified`',
  '8/attributes': 'the four attributes, then those of the app, in order',
  '8/relay-state': 'RelayState comes back',
  '8/unknown-issuer': 'an unknown issuer: a page, and an entry in the event log',
  '8/not-assigned': 'a user who is not assigned to the app: a page, and an entry in the event log',
  '8/not-logged-in': 'who is not logged in sees the log-in page, and goes on',
} as const satisfies Rows;
