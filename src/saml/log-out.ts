/** Messages of single logout (SAML 2.0 core 3.7, setup-pages.md A.5). */
import { xmlText } from '../wire/xml.ts';
import { ENTITY_FORMAT, STATUS } from './names.ts';
import { textOfXml } from './text.ts';

interface Common {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly issuer: string;
  readonly destination: string;
}

export interface LogOutRequest extends Common {
  readonly nameId: string;
  readonly nameIdFormat: string;
  readonly sessionIndex: string;
}

export interface LogOutResponse extends Common {
  readonly inResponseTo: string;
  /** The last words of the status codes, the outer one first. */
  readonly status: readonly string[];
}

/** How long a request counts: milliseconds. */
const LIFETIME = 5 * 60_000;

export function logOutRequestXml(request: LogOutRequest): string {
  const { nameId, nameIdFormat, sessionIndex, issuedAt } = request;
  const end = new Date(issuedAt + LIFETIME).toISOString();
  return wrapped(
    'LogoutRequest',
    request,
    ` NotOnOrAfter="${end}"`,
    `<saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" Format="${nameIdFormat}">${textOfXml(nameId)}</saml:NameID>` +
      `<samlp:SessionIndex>${xmlText(sessionIndex)}</samlp:SessionIndex>`,
  );
}

export function logOutResponseXml(response: LogOutResponse): string {
  const code = response.status.reduceRight(
    (inner, name) => `<samlp:StatusCode Value="${STATUS}${name}">${inner}</samlp:StatusCode>`,
    '',
  );
  const asked = ` InResponseTo="${xmlText(response.inResponseTo)}"`;
  return wrapped('LogoutResponse', response, asked, `<samlp:Status>${code}</samlp:Status>`);
}

function wrapped(
  name: string,
  { id, issuedAt, issuer, destination }: Common,
  attributes: string,
  content: string,
): string {
  return (
    `<samlp:${name} xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" Destination="${xmlText(destination)}" ID="${id}"${attributes} IssueInstant="${new Date(issuedAt).toISOString()}" Version="2.0">` +
    `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" Format="${ENTITY_FORMAT}">${xmlText(issuer)}</saml:Issuer>${content}</samlp:${name}>`
  );
}
