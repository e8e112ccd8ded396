/** Requests to the SOAP API as clients send them, written by hand. */
import type { Fauxforce } from '../../src/testing/index.ts';
import { type Answer, send } from '../helpers/token.ts';

const PARTNER = 'urn:partner.soap.sforce.com';
export const ENTERPRISE = 'urn:enterprise.soap.sforce.com';

interface Call {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly namespace?: string;
}

const SOAP_HEADERS = { 'content-type': 'text/xml; charset=UTF-8', soapaction: '""' };

export function post(
  sf: Fauxforce,
  body: string | Buffer,
  { path = '/services/Soap/u/64.0', headers = {} }: Call = {},
): Promise<Answer> {
  return send(sf, path, { method: 'POST', headers: { ...SOAP_HEADERS, ...headers }, body });
}

export function envelope(operation: string, header = '', namespace = PARTNER): string {
  return `<se:Envelope xmlns:se="http://schemas.xmlsoap.org/soap/envelope/"><se:Header xmlns="${namespace}">${header}</se:Header><se:Body xmlns="${namespace}">${operation}</se:Body></se:Envelope>`;
}

export function logIn(
  sf: Fauxforce,
  { username = 'ada@acme.example', password = 'correct-horseTok3n', header = '' } = {},
  more: Call = {},
): Promise<Answer> {
  const login = `<login><username>${username}</username><password>${password}</password></login>`;
  return post(sf, envelope(login, header, more.namespace), more);
}

/** The session of a log-in that succeeds. */
export async function session(sf: Fauxforce, more: Parameters<typeof logIn>[1] = {}): Promise<string> {
  const { body } = await logIn(sf, more);
  const id = /<sessionId>([^<]+)</.exec(body)?.[1];
  if (id === undefined) throw new Error(body);
  return id;
}

/** @param operation as XML */
export function call(
  sf: Fauxforce,
  operation: string,
  sessionId: string | undefined,
  more: Call = {},
): Promise<Answer> {
  const header =
    sessionId === undefined ? '' : `<SessionHeader><sessionId>${sessionId}</sessionId></SessionHeader>`;
  return post(sf, envelope(operation, header, more.namespace), more);
}

const FAULT_HEAD =
  '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"';

/** A fault with a detail, byte for byte. */
export function fault(
  faultcode: string,
  type: string,
  code: string,
  text: string,
  api: 'partner' | 'enterprise' = 'partner',
): string {
  return `${FAULT_HEAD} xmlns:sf="urn:fault.${api}.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><soapenv:Fault><faultcode>${faultcode}</faultcode><faultstring>${code}: ${text}</faultstring><detail><sf:${type} xsi:type="sf:${type}"><sf:exceptionCode>${code}</sf:exceptionCode><sf:exceptionMessage>${text}</sf:exceptionMessage></sf:${type}></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>`;
}

/** One without. */
export function clientFault(text: string): string {
  return `${FAULT_HEAD}><soapenv:Body><soapenv:Fault><faultcode>soapenv:Client</faultcode><faultstring>${text}</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>`;
}

/** A session of the SOAP API, and its calls: answers with the number of calls of the day left out. */
export interface Client {
  readonly sf: Fauxforce;
  partner(operation: string, header?: string): Promise<Answer>;
  enterprise(operation: string, header?: string): Promise<Answer>;
  at(version: number, operation: string, header?: string): Promise<Answer>;
}

/** @param sessionId of SOAP, or an access token */
export function client(sf: Fauxforce, sessionId: string): Client {
  const ask = async (path: string, namespace: string, operation: string, header = '') => {
    const own = `<SessionHeader><sessionId>${sessionId}</sessionId></SessionHeader>${header}`;
    const answered = await post(sf, envelope(operation, own, namespace), { path });
    return {
      ...answered,
      body: answered.body.replace(/<current>\d+<\/current>/, '<current>N</current>'),
    };
  };
  return {
    sf,
    partner: (operation, header) => ask('/services/Soap/u/64.0', PARTNER, operation, header),
    enterprise: (operation, header) => ask('/services/Soap/c/64.0', ENTERPRISE, operation, header),
    at: (version, operation, header) => ask(`/services/Soap/u/${version}.0`, PARTNER, operation, header),
  };
}

const DECLARED: Readonly<Record<string, string>> = {
  xsi: 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
  xsd: 'xmlns:xsd="http://www.w3.org/2001/XMLSchema"',
  sf: 'xmlns:sf="urn:sobject.partner.soap.sforce.com"',
  'sf of enterprise': 'xmlns:sf="urn:sobject.enterprise.soap.sforce.com"',
};

/**
 * An answer byte for byte.
 *
 * @param declared prefixes, in the order in which they are declared
 */
export function answerOf(
  content: string,
  declared: readonly string[],
  api: 'partner' | 'enterprise' = 'partner',
): string {
  const more = declared.map(
    (prefix) => ` ${DECLARED[api === 'enterprise' && prefix === 'sf' ? 'sf of enterprise' : prefix]}`,
  );
  return `${FAULT_HEAD} xmlns="urn:${api}.soap.sforce.com"${more.join('')}><soapenv:Header><LimitInfoHeader><limitInfo><current>N</current><limit>15000</limit><type>API REQUESTS</type></limitInfo></LimitInfoHeader></soapenv:Header><soapenv:Body>${content}</soapenv:Body></soapenv:Envelope>`;
}

/** A fault that says where in a query it is, or -1. */
export function queryFault(
  type: string,
  code: string,
  text: string,
  { row = -1, column = -1 } = {},
  api: 'partner' | 'enterprise' = 'partner',
): string {
  return fault(`sf:${code}`, type, code, text, api).replace(
    '</sf:exceptionMessage>',
    `</sf:exceptionMessage><sf:row>${row}</sf:row><sf:column>${column}</sf:column>`,
  );
}

/** The ids of the results of a save, in their order. */
export function idsIn({ body }: Pick<Answer, 'body'>): string[] {
  return [...body.matchAll(/<id>(\w{18})<\/id>/g)].map(([, id = '']) => id);
}
