/** Opens a trace for every request, and records those of the Salesforce plane with their answers. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Journal } from '../journal/journal.ts';
import { type FormParameters, NO_PARAMETERS } from '../wire/form.ts';
import { JOURNAL_HEADER } from '../wire/headers.ts';
import type { World } from '../world/world.ts';
import { WITHOUT_TYPE } from './answer-refusal.ts';
import { Arrivals } from './arrivals.ts';

export function openTraces(app: FastifyInstance, { journal }: World): void {
  const arrivals = new Arrivals();
  // Who accepted it for another process says since when it may have waited.
  app.server.on('connection', (socket, since?: number) => arrivals.accept(socket, since));
  app.decorateRequest('trace');
  app.decorateRequest('parameters');
  app.addHook('onRequest', (request, _reply, done) => {
    request.trace = journal.open(request.method, pathOf(request.url));
    request.trace.waitingSince = arrivals.since(request.raw.socket);
    request.parameters = NO_PARAMETERS;
    done();
  });
}

/** @param plane the plane whose requests are recorded: the router decides which they are, however their paths are written */
export function keepJournal(plane: FastifyInstance, { journal }: World, withHeader: boolean): void {
  // Recorded before the last byte leaves, so that a client that has its answer finds it in the journal.
  plane.addHook('onSend', (request, reply, payload, done) => {
    if (reply.getHeader('content-type') === WITHOUT_TYPE) reply.removeHeader('content-type');
    if (withHeader) reply.header(JOURNAL_HEADER, request.trace.id);
    request.trace.ip = request.ip;
    const answer = {
      authorization: request.headers.authorization,
      status: reply.statusCode,
      contentType: reply.getHeader('content-type')?.toString(),
      body: typeof payload === 'string' ? payload : undefined,
      location: reply.getHeader('location')?.toString(),
    };
    const size = sizeOf(request);
    journal.record(request.trace, answer, size);
    if (journal.sent.fits(size + (answer.body?.length ?? 0))) keepSent(journal, request, reply, answer.body);
    done();
  });
}

function keepSent({ sent }: Journal, request: FastifyRequest, reply: FastifyReply, body: string | undefined) {
  const { trace, method, originalUrl, otherBody, formText } = request;
  const url = originalUrl === trace.path ? trace.path : originalUrl;
  const headers = request.raw.rawHeaders;
  const form = request.body as FormParameters | undefined;
  const answer = { status: reply.statusCode, headers: reply.getHeaders(), body };
  sent.keep({ id: trace.id, method, url, headers, body: otherBody ?? formText ?? form, answer });
}

/** The size of a request's body in bytes. For a body in chunks, the largest that is allowed. */
function sizeOf({ url, headers, routeOptions }: FastifyRequest): number {
  const body =
    'transfer-encoding' in headers ? routeOptions.bodyLimit : Number(headers['content-length'] ?? 0);
  return url.length + body;
}

/**
 * The path as the router reads it: `//services/data` and `/services/d%61ta` are the same. Use this one wherever it matters
 * where a path leads.
 */
export function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  const path = end < 0 ? url : url.slice(0, end);
  const plain = path.includes('%') ? decoded(path) : path;
  return plain.includes('//') ? plain.replace(/\/{2,}/g, '/') : plain;
}

/** Escapes that mean something in a URL stay, `%25` too. A path that no router can read stays as it is. */
function decoded(path: string): string {
  try {
    return decodeURI(path.replaceAll('%25', '%2525'));
  } catch {
    return path;
  }
}
