/** The text of a request: unpacked and decoded, each within bounds (soap-data.md 1). */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse } from '../refusals/check.ts';
import { NO_PARAMETERS } from '../wire/form.ts';
import { unpacked } from '../wire/gzip.ts';
import { sendFault } from './fault.ts';

/** Bytes of a body, as sent and unpacked. Salesforce takes 50 MB; 200 records with a long text each need six. */
const SOAP_BODY_LIMIT = 8 * 1024 * 1024;

/** Takes a body of any type, whatever it calls itself: real clients send all kinds. */
export function readSoapBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: SOAP_BODY_LIMIT }, (request, body, done) => {
    request.otherBody = body as Buffer;
    done(null, NO_PARAMETERS);
  });
  app.setErrorHandler((error, request, reply) => {
    if ((error as { statusCode?: number }).statusCode !== 413) throw error;
    return sendFault(request, reply, request.trace.failed('soap.too-large', { limit: SOAP_BODY_LIMIT }));
  });
}

/** @throws Refusal */
export async function textOfBody(request: FastifyRequest): Promise<string> {
  const bytes = await bytesOf(request);
  try {
    return new TextDecoder(encodingOf(request, bytes), { fatal: true }).decode(bytes);
  } catch {
    return refuse(request, 'soap.malformed', {
      rule: 'it is text in the encoding that it names, UTF-8 where it names none',
      message: 'Invalid byte 1 of 1-byte UTF-8 sequence.',
    });
  }
}

/** Many clients gzip every request (soap-data.md 1). @throws Refusal */
async function bytesOf(request: FastifyRequest): Promise<Buffer> {
  const { headers, otherBody = Buffer.alloc(0) } = request;
  const bytes = await unpacked(otherBody, headers['content-encoding'], SOAP_BODY_LIMIT);
  if (bytes === 'too large') return refuse(request, 'soap.too-large', { limit: SOAP_BODY_LIMIT });
  if (bytes !== 'not packed') return bytes;
  return refuse(request, 'soap.malformed', {
    rule: 'it is packed as Content-Encoding says',
    message: 'Not in GZIP format',
  });
}

/** What the bytes begin with, as XML has it (XML 1.0, F); else what Content-Type says, else what the document does. */
function encodingOf({ raw: { rawHeaders } }: FastifyRequest, bytes: Buffer): string {
  const mark = bytes.length < 2 ? 0 : bytes.readUInt16BE(0);
  if (mark === 0xfffe) return 'utf-16le';
  if (mark === 0xfeff) return 'utf-16be';
  // Read as it was sent: the headers have lost a type that is no form's.
  const at = rawHeaders.findIndex((name, i) => i % 2 === 0 && name.toLowerCase() === 'content-type');
  const said = /;\s{0,9}charset\s{0,9}=\s{0,9}"?([\w.:-]{1,40})/i.exec(
    at < 0 ? '' : (rawHeaders[at + 1] ?? ''),
  )?.[1];
  const declared = /^<\?xml\s[^>]{0,100}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})/.exec(
    bytes.toString('latin1', 0, 200),
  )?.[1];
  return said ?? declared ?? 'utf-8';
}
