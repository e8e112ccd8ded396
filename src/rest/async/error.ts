/** A refusal in the words of Bulk API 1: an exception code and a message, as XML or JSON (rest-data.md 7). */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from '../../refusals/catalogue.ts';
import { JSON_TYPE } from '../../wire/headers.ts';
import { XML_TYPE, xmlDocument } from './xml.ts';

/** What REST refuses by codes of its own; all others are errors of the client's input. */
const CODES: Readonly<Record<string, string>> = {
  INVALID_SESSION_ID: 'InvalidSessionId',
  INVALID_AUTH_HEADER: 'InvalidSessionId',
  URL_NOT_RESET: 'InvalidUrl',
  NOT_FOUND: 'InvalidUrl',
  API_DISABLED_FOR_ORG: 'FeatureNotEnabled',
  FUNCTIONALITY_NOT_ENABLED: 'FeatureNotEnabled',
  FEATURENOTENABLED: 'FeatureNotEnabled',
  REQUEST_LIMIT_EXCEEDED: 'ExceededQuota',
  EXCEEDEDQUOTA: 'ExceededQuota',
  INVALIDJOB: 'InvalidJob',
  INVALIDJOBSTATE: 'InvalidJobState',
  INVALIDENTITY: 'InvalidEntity',
  INVALIDBATCH: 'InvalidBatch',
};

export function sendBulkError(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  isJson = isJsonSent(request),
): FastifyReply {
  const { error, status, surface } = refusal.facts;
  const exceptionCode = surface === 'bulk-error' ? error : (CODES[error] ?? 'ClientInputError');
  const exceptionMessage = messageOf(exceptionCode, refusal.description);
  const answer = { exceptionCode, exceptionMessage };
  reply.code(status < 500 && status !== 413 ? 400 : status);
  return isJson
    ? reply.type(JSON_TYPE).send(JSON.stringify(answer))
    : reply.type(XML_TYPE).send(xmlDocument('error', answer));
}

/** The code is said once. */
function messageOf(code: string, description: string): string {
  if (code === 'InvalidSessionId') return 'Invalid session id';
  return description.startsWith(`${code} : `) ? description.slice(code.length + 3) : description;
}

/** As it was sent: the headers have lost a type that is no form's. */
export function isJsonSent({ raw: { rawHeaders } }: FastifyRequest): boolean {
  const at = rawHeaders.findIndex((name, i) => i % 2 === 0 && name.toLowerCase() === 'content-type');
  return at >= 0 && /^\s{0,9}application\/json\b/i.test(rawHeaders[at + 1] ?? '');
}
