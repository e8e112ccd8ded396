/** Answers to what is not well-formed HTTP. No hook of ours has seen these requests, so they are journalled here. */

import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { httpDate } from '../ground/clock.ts';
import { STATUS_CODES } from '../ground/node-http.ts';
import { LAB_PREFIX } from '../lab/api.ts';
import { Refusal } from '../refusals/catalogue.ts';
import { edgeHeaders, HTML_TYPE, headAsSent } from '../wire/headers.ts';
import type { World } from '../world/world.ts';
import { refusalPage } from './answer-refusal.ts';
import { pathOf } from './keep-journal.ts';

/** A URL that the router cannot read, such as `/%`. */
export function answerUnroutable(
  { journal }: World,
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const path = pathOf(request.raw.url ?? '');
  if (path.startsWith(`${LAB_PREFIX}/`)) {
    reply.code(400).send({ error: `the path cannot be read: ${error.message}` });
    return;
  }
  const refusal = new Refusal('request.malformed', { reason: error.message });
  remember(journal, request.method, path, refusal);
  reply.code(refusal.facts.status).headers(edgeHeaders(false)).type(HTML_TYPE).send(refusalPage(refusal));
}

/** Bytes that are not HTTP, or headers beyond what we read: an answer if one can still be sent, then the end. */
export function answerBrokenConnection({ journal }: World, error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || error.code === 'ERR_HTTP_REQUEST_TIMEOUT' || !canAnswer(socket)) {
    socket.destroy();
    return;
  }
  const refusal =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? new Refusal('request.headers-too-large', {})
      : new Refusal('request.malformed', { reason: foreignProtocol(error) ?? error.message });
  const [, method = '-', url = '-'] = REQUEST_LINE.exec(firstBytes(error)) ?? [];
  remember(journal, method, pathOf(url), refusal);
  socket.write(rawAnswer(refusal, !mayBeHead(error)));
  socket.destroySoon();
}

/** A handshake that came to nothing: TLS has told the client already. */
export function recordBrokenHandshake({ journal }: World, error: Error, isTunnel: boolean): void {
  const reason = `its TLS handshake failed: ${inWords(error)}`;
  remember(
    journal,
    '-',
    '-',
    new Refusal('request.malformed', { reason }),
    undefined,
    isTunnel ? 'proxy' : undefined,
  );
}

/** What a client says that was not told to trust us. */
const DISTRUST = /alert (?:unknown ca|bad certificate|certificate unknown)/;

/** OpenSSL writes `thread:error:code:SSL routines:function:wrong version number:file:line`. */
function inWords({ message }: Error): string {
  return DISTRUST.test(message) ? UNTRUSTED : (message.split(':')[5] ?? message);
}

const UNTRUSTED =
  'the client does not trust the certificate authority of fauxforce: fauxforce certs says what to set for it';

const HTTP2 =
  'it begins an HTTP/2 connection, and this port speaks HTTP/1.1: let the client use that (curl without --http2-prior-knowledge)';

/** What begins so is meant for another kind of port. */
function foreignProtocol(error: ConnectionError): string | undefined {
  return firstBytes(error).startsWith('PRI * HTTP/2.0\r\n') ? HTTP2 : undefined;
}

interface ConnectionError extends Error {
  readonly code?: string;
  /** Fastify's types say it is the JSON form of a Buffer; Node gives the Buffer. */
  readonly rawPacket?: unknown;
}

const REQUEST_LINE = /^([A-Z]{3,10}) ([!-~]{1,2000}) HTTP\//;

/** An answer to HEAD has no body; of headers that overflow, the first bytes may not be at hand. */
function mayBeHead(error: ConnectionError): boolean {
  const bytes = firstBytes(error);
  return /^HEAD /.test(bytes) || (error.code === 'HPE_HEADER_OVERFLOW' && !/^[A-Z]+ /.test(bytes));
}

function firstBytes({ rawPacket }: ConnectionError): string {
  return Buffer.isBuffer(rawPacket) ? rawPacket.toString('latin1', 0, 4_096) : '';
}

/** Not in the middle of another answer on the same connection. */
function canAnswer(socket: Socket): boolean {
  const { _httpMessage: answering } = socket as Socket & { _httpMessage?: { headersSent: boolean } };
  return socket.writable && !answering?.headersSent;
}

function rawAnswer(refusal: Refusal, withBody: boolean): string {
  const body = withBody ? refusalPage(refusal) : '';
  const names = headAsSent(
    {
      ...edgeHeaders(false),
      'content-type': HTML_TYPE,
      'content-length': String(Buffer.byteLength(body)),
      connection: 'close',
    },
    httpDate(),
  );
  const { status } = refusal.facts;
  const head = names.map((text, i) => (i % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n${body}`;
}

/** Journals what no hook has seen. */
export function remember(
  journal: World['journal'],
  method: string,
  path: string,
  refusal: Refusal,
  status = refusal.facts.status,
  via: 'proxy' | undefined = undefined,
): void {
  const trace = journal.open(method, path);
  trace.via = via;
  trace.refusal = refusal;
  trace.failedCheck(refusal.refusal, refusal.values);
  journal.record(trace, {
    status,
    contentType: HTML_TYPE,
    body: undefined,
    location: undefined,
  });
}
