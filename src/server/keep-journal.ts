/** Opens a trace for every request and records it with its answer. */
import type { FastifyInstance } from 'fastify';
import { LAB_PREFIX } from '../lab/api.ts';
import { NO_PARAMETERS } from '../wire/form.ts';
import type { World } from '../world.ts';
import { WITHOUT_TYPE } from './answer-refusal.ts';

/** Names the journal's entry of a request in its answer. */
export const JOURNAL_HEADER = 'x-fauxforce-journal';

export function keepJournal(app: FastifyInstance, { journal }: World, withHeader: boolean): void {
  app.decorateRequest('trace');
  app.decorateRequest('parameters');

  app.addHook('onRequest', (request, reply, done) => {
    request.trace = journal.open(request.method, pathOf(request.url));
    request.parameters = NO_PARAMETERS;
    if (withHeader && !isLab(request.trace.path)) reply.header(JOURNAL_HEADER, request.trace.id);
    done();
  });
  // Recorded before the last byte leaves, so that a client that has its answer finds it in the journal.
  app.addHook('onSend', (request, reply, payload, done) => {
    if (reply.getHeader('content-type') === WITHOUT_TYPE) reply.removeHeader('content-type');
    if (!isLab(request.trace.path)) {
      request.trace.ip = request.ip;
      journal.record(request.trace, {
        status: reply.statusCode,
        contentType: reply.getHeader('content-type')?.toString(),
        body: typeof payload === 'string' ? payload : undefined,
        location: reply.getHeader('location')?.toString(),
      });
    }
    done();
  });
}

/** Requests to the lab are in no journal. */
export function isLab(path: string): boolean {
  return path === LAB_PREFIX || path.startsWith(`${LAB_PREFIX}/`);
}

/** Collapses doubled slashes as the router does, so that `//services/data` has one name. */
export function pathOf(url: string): string {
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  return path.includes('//') ? path.replace(/\/{2,}/g, '/') : path;
}
