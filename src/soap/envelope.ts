/** Reads the envelope of a request: its operation, and the headers that mean something. Namespaces count, prefixes do not (soap-data.md 2, 4). */
import { check, refuse, type Traced } from '../refusals/check.ts';
import { elementsOf } from '../wire/read-xml.ts';
import { readDocument } from './well-formed.ts';

const SOAP_ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';

export interface Envelope {
  /** The first element of the Body; undefined: it has none. */
  readonly operation: Element | undefined;
  readonly headers: SoapHeaders;
}

/** As sent; empty where they were not. */
export interface SoapHeaders {
  readonly sessionId: string;
  /** Of CallOptions: what the client calls itself. */
  readonly client: string;
  /** Of LoginScopeHeader. */
  readonly organizationId: string;
  readonly portalId: string;
  /** Of QueryOptions. */
  readonly batchSize: string;
  /** Of AllOrNoneHeader. */
  readonly allOrNone: boolean;
  /** Of AllowFieldTruncationHeader. */
  readonly allowFieldTruncation: boolean;
}

/** @throws Refusal */
export async function readEnvelope(request: Traced, xml: string): Promise<Envelope> {
  check(request, 'soap.empty', xml.trim() !== '', {});
  const root = await readDocument(xml);
  if ('rule' in root) {
    // Salesforce's sentence quotes it. The journal and the log must not.
    if (root.unescaped !== undefined) request.trace.parameters = new Map([['password', root.unescaped]]);
    refuse(request, 'soap.malformed', { rule: root.rule, message: root.message });
  }
  const isEnvelope = root.localName === 'Envelope' && root.namespaceURI === SOAP_ENVELOPE;
  check(request, 'soap.envelope', isEnvelope, { element: nameOf(root) });
  const parts = elementsOf(root).filter(({ namespaceURI }) => namespaceURI === SOAP_ENVELOPE);
  const body = parts.find(({ localName }) => localName === 'Body');
  return {
    operation: body && elementsOf(body)[0],
    headers: readHeaders(parts.find(({ localName }) => localName === 'Header')),
  };
}

/** Clients put headers in whatever namespace, and some that no WSDL has: what is not known is ignored. */
function readHeaders(header: Element | undefined): SoapHeaders {
  const read = (name: string, member: string) => textOf(childNamed(childNamed(header, name), member));
  return {
    sessionId: read('SessionHeader', 'sessionId').trim(),
    client: read('CallOptions', 'client').trim(),
    organizationId: read('LoginScopeHeader', 'organizationId').trim(),
    portalId: read('LoginScopeHeader', 'portalId').trim(),
    batchSize: read('QueryOptions', 'batchSize').trim(),
    allOrNone: isTrue(read('AllOrNoneHeader', 'allOrNone')),
    allowFieldTruncation: isTrue(read('AllowFieldTruncationHeader', 'allowFieldTruncation')),
  };
}

/** Of xsd:boolean. */
function isTrue(text: string): boolean {
  return text.trim() === 'true' || text.trim() === '1';
}

/** `{namespace}name`, shortened. */
export function nameOf({ namespaceURI, localName, nodeName }: Element): string {
  return `{${(namespaceURI ?? '').slice(0, 200)}}${(localName ?? nodeName).slice(0, 100)}`;
}

function childNamed(parent: Element | undefined, name: string): Element | undefined {
  return parent && elementsOf(parent).find(({ localName }) => localName === name);
}

export function textOf(found: Element | undefined): string {
  return found?.textContent ?? '';
}
