/** The AuthnRequest of an org that is service provider: its shape is recalled. */
import { xmlText } from '../wire/xml.ts';
import { BINDINGS } from './names.ts';

export interface AuthnRequestFacts {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly issuer: string;
  readonly destination: string;
  readonly acsUrl: string;
}

export function authnRequestXml({ id, issuedAt, issuer, destination, acsUrl }: AuthnRequestFacts): string {
  return (
    `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" AssertionConsumerServiceURL="${xmlText(acsUrl)}" Destination="${xmlText(destination)}"` +
    ` ID="${id}" IssueInstant="${new Date(issuedAt).toISOString()}" ProtocolBinding="${BINDINGS.PostBinding}" Version="2.0">` +
    `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${xmlText(issuer)}</saml:Issuer></samlp:AuthnRequest>`
  );
}
