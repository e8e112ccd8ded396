/** Counts for Prometheus: of this process, as each is scraped by itself, or of all workers, of which a scrape reaches any. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { StoreUnavailable } from '../../store/port.ts';
import type { World } from '../../world/world.ts';
import { text } from '../document/json-schema.ts';
import type { Operation } from '../document/operation.ts';
import { readQuery } from '../plane/input.ts';
import type { Worker } from '../worker.ts';

const TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export function metricsRoute(app: FastifyInstance, { journal, store }: World, worker?: Worker): void {
  const send = async (reply: FastifyReply, isUp: boolean) => {
    const counts = worker ? await worker.counts() : journal.counts.text();
    return reply.type(TYPE).send(`${counts}${storeUp(isUp)}`);
  };
  /** The store is read before any route is reached, and may fail there. */
  const errorHandler = (error: Error, _request: FastifyRequest, reply: FastifyReply) => {
    if (error instanceof StoreUnavailable) return send(reply, false);
    throw error;
  };
  app.get('/metrics', { config: { operation: SHOW_METRICS }, errorHandler }, async ({ query }, reply) => {
    readQuery(query, []);
    journal.settle();
    return send(reply, store.availability.problem === undefined);
  });
}

function storeUp(isUp: boolean): string {
  return [
    '# HELP fauxforce_store_up Whether the store can be used.',
    '# TYPE fauxforce_store_up gauge',
    `fauxforce_store_up ${Number(isUp)}`,
    '',
  ].join('\n');
}

const SHOW_METRICS: Operation = {
  id: 'showMetrics',
  summary:
    'Requests of this process, or of all workers of one port, how long they took, and whether the store can be used, for Prometheus',
  answer: {
    status: 200,
    schema: () =>
      text('fauxforce_requests_total{endpoint,outcome}, fauxforce_request_seconds, fauxforce_store_up.'),
    contentType: 'text/plain',
  },
};
