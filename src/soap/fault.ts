/** A refusal as a fault of the SOAP API, in the namespace of the API that was called (identity-and-resources.md 9.3, soap-data.md 7). */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from '../refusals/catalogue.ts';
import type { SoapFault } from '../refusals/refusal.ts';
import { apiOfPath } from './api.ts';
import { element, elements, writeEnvelope, type XmlElement } from './xml.ts';

/** Of answers and faults. */
export const SOAP_TYPE = 'text/xml; charset=utf-8';

/** Of every fault, whatever REST answers in its place. */
const STATUS = 500;

export function sendFault(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply
    .code(STATUS)
    .type(SOAP_TYPE)
    .send(writeFault(refusal, apiOfPath(request.trace.path).faults));
}

function writeFault(refusal: Refusal, sf: string): string {
  const { description } = refusal;
  const { error } = refusal.facts;
  const fault = faultOf(refusal);
  const members =
    fault === undefined
      ? elements({ faultcode: error, faultstring: description })
      : elements({
          faultcode: fault.isBare ? error : `sf:${error}`,
          faultstring: `${error}: ${description}`,
          detail: [
            element(
              `sf:${fault.type}`,
              [
                ...elements({ 'sf:exceptionCode': error, 'sf:exceptionMessage': description }),
                ...placeOf(refusal, fault),
              ],
              { 'xsi:type': `sf:${fault.type}` },
            ),
          ],
        });
  return writeEnvelope([], [element('soapenv:Fault', members)], { unprefixed: undefined, sf });
}

/** What the WSDL has for a code; for any other it is an UnexpectedErrorFault. */
const TYPES: Readonly<Record<string, SoapFault['type']>> = {
  INVALID_FIELD: 'InvalidFieldFault',
  INVALID_QUERY_LOCATOR: 'InvalidQueryLocatorFault',
  INVALID_TYPE: 'InvalidSObjectFault',
  MALFORMED_ID: 'InvalidIdFault',
  MALFORMED_QUERY: 'MalformedQueryFault',
  MALFORMED_SEARCH: 'MalformedSearchFault',
};

function faultOf({ facts: { error, fault, surface } }: Refusal): SoapFault | undefined {
  if (surface === 'soap-fault') return fault;
  return { type: TYPES[error] ?? 'UnexpectedErrorFault' };
}

/** Those that the WSDL derives from ApiQueryFault. */
const WITH_PLACE: ReadonlySet<SoapFault['type']> = new Set<SoapFault['type']>([
  'InvalidFieldFault',
  'InvalidSObjectFault',
  'MalformedQueryFault',
  'MalformedSearchFault',
]);

/** Where in the query it went wrong; -1 outside one, and where Salesforce shows no place (recalled). */
function placeOf({ values }: Refusal, { type }: SoapFault): XmlElement[] {
  if (!WITH_PLACE.has(type)) return [];
  const { place } = values as { readonly place?: { readonly row?: unknown; readonly column?: unknown } };
  const number = (value: unknown) => (typeof value === 'number' ? value : -1);
  return elements({ 'sf:row': number(place?.row), 'sf:column': number(place?.column) });
}
