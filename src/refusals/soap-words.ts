/** What the refusals of SOAP have in common: requests for recipes, and what Salesforce says of a session that is over. */
import type { Step } from './refusal.ts';

const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';
const PARTNER = 'urn:partner.soap.sforce.com';

type Request = Extract<Step, { readonly path: string }>;

/** Posts a body to the partner API. */
export function postSoap(body: string, changes: Partial<Request> = {}): Request {
  return {
    method: 'POST',
    path: '/services/Soap/u/64.0',
    headers: { 'content-type': 'text/xml; charset=UTF-8', soapaction: '""' },
    body,
    ...changes,
  };
}

/** @param operation as XML, without a namespace of its own */
export function envelope(operation: string, header = ''): string {
  return `<se:Envelope xmlns:se="${ENVELOPE}"><se:Header xmlns="${PARTNER}">${header}</se:Header><se:Body xmlns="${PARTNER}">${operation}</se:Body></se:Envelope>`;
}

/** Logs ada in, but for the changes. */
export function soapLogIn(
  { username = 'ada@acme.example', password = 'correct-horseTok3n', header = '' } = {},
  changes: Partial<Request> = {},
): Request {
  const login = `<login><username>${username}</username><password>${password}</password></login>`;
  return postSoap(envelope(login, header), changes);
}

/** Calls an operation with the session or access token that a step before has saved. */
export function soapCall(
  operation: string,
  changes: Partial<Request> = {},
  session = '{{access_token}}',
): Request {
  const header = `<SessionHeader><sessionId>${session}</sessionId></SessionHeader>`;
  return postSoap(envelope(operation, header), changes);
}

/** The headers of a request that comes from an address. */
export function soapFrom(ip: string) {
  return {
    headers: {
      'content-type': 'text/xml; charset=UTF-8',
      soapaction: '""',
      'x-fauxforce-client-ip': ip,
    },
  };
}

/** A text that differs by its cause, or the commonest one where a test armed the refusal and there is no cause. */
export function textOr(commonest: string, text: unknown): string {
  return typeof text === 'string' ? text : commonest;
}

export const ILLEGAL_SESSION = 'Invalid Session ID found in SessionHeader: Illegal Session';
export const NOT_FOR_API = 'This session is not valid for use with the API';
