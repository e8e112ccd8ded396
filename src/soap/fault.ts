/** A refusal as a fault of the SOAP API, in the namespace of the API that was called (identity-and-resources.md 9.3, soap-data.md 7). */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from '../refusals/catalogue.ts';
import { apiOfPath } from './api.ts';
import { element, elements, writeEnvelope } from './xml.ts';

/** Of answers and faults. */
export const SOAP_TYPE = 'text/xml; charset=utf-8';

export function sendFault(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply
    .code(refusal.facts.status)
    .type(SOAP_TYPE)
    .send(writeFault(refusal, apiOfPath(request.trace.path).faults));
}

function writeFault({ facts: { error, fault }, description }: Refusal, sf: string): string {
  const members =
    fault === undefined
      ? elements({ faultcode: error, faultstring: description })
      : elements({
          faultcode: fault.isBare ? error : `sf:${error}`,
          faultstring: `${error}: ${description}`,
          detail: [
            element(
              `sf:${fault.type}`,
              elements({ 'sf:exceptionCode': error, 'sf:exceptionMessage': description }),
              { 'xsi:type': `sf:${fault.type}` },
            ),
          ],
        });
  return writeEnvelope([], [element('soapenv:Fault', members)], { unprefixed: undefined, sf });
}
