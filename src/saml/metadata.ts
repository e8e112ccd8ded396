/** The metadata document of an identity provider (identity-and-resources.md 8). */
import { X509Certificate } from 'node:crypto';
import { xmlText } from '../wire/xml.ts';
import { BINDINGS, METADATA, NAME_ID_FORMATS } from './names.ts';

export interface Provider {
  readonly entityId: string;
  /** PEM. */
  readonly certificate: string;
  /** Milliseconds since the epoch. */
  readonly validUntil: number;
  readonly nameIdFormat: keyof typeof NAME_ID_FORMATS;
  readonly post: string;
  readonly redirect: string;
  /** Undefined: no single logout. */
  readonly logOut: string | undefined;
}

export function writeMetadata(provider: Provider): string {
  const { entityId, certificate, validUntil, nameIdFormat, post, redirect, logOut } = provider;
  const der = new X509Certificate(certificate).raw.toString('base64');
  return (
    `<?xml version="1.0" encoding="UTF-8"?><md:EntityDescriptor xmlns:md="${METADATA}" entityID="${xmlText(entityId)}" validUntil="${new Date(validUntil).toISOString()}" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\n` +
    '   <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">\n' +
    `      <md:KeyDescriptor use="signing">\n         <ds:KeyInfo>\n            <ds:X509Data>\n               <ds:X509Certificate>${der}</ds:X509Certificate>\n            </ds:X509Data>\n         </ds:KeyInfo>\n      </md:KeyDescriptor>\n` +
    (logOut === undefined
      ? ''
      : endpoint('SingleLogoutService', 'PostBinding', logOut) +
        endpoint('SingleLogoutService', 'RedirectBinding', logOut)) +
    `      <md:NameIDFormat>${NAME_ID_FORMATS[nameIdFormat]}</md:NameIDFormat>\n` +
    endpoint('SingleSignOnService', 'PostBinding', post) +
    endpoint('SingleSignOnService', 'RedirectBinding', redirect) +
    '   </md:IDPSSODescriptor>\n</md:EntityDescriptor>\n'
  );
}

function endpoint(name: string, binding: keyof typeof BINDINGS, location: string): string {
  return `      <md:${name} Binding="${BINDINGS[binding]}" Location="${xmlText(location)}"/>\n`;
}
