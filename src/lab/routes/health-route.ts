/**
 * Tells whether the server can be used: it answers only once the orgs are seeded, as the server listens only then, and says
 * when the store cannot be used.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { StoreUnavailable } from '../../store/port.ts';
import type { World } from '../../world/world.ts';
import { count, object, text, word } from '../document/json-schema.ts';
import type { Operation } from '../document/operation.ts';
import { readQuery } from '../plane/input.ts';
import type { Worker } from '../worker.ts';

export function healthRoute(app: FastifyInstance, world: World, worker?: Worker): void {
  const options = { config: { operation: SHOW_HEALTH }, errorHandler: answerUnavailable };
  app.get('/health', options, async ({ query }, reply) => {
    readQuery(query, []);
    const reason = await world.store.availability.check();
    if (reason !== undefined) return unavailable(reply, reason);
    return { status: 'ready', orgs: world.orgs.orgs.length, ...(worker && { worker: shown(worker) }) };
  });
}

function shown({ number, of }: Worker) {
  return { number, of, pid: process.pid };
}

/** The store is read before any route is reached, and may fail there. */
function answerUnavailable(error: Error, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof StoreUnavailable) return unavailable(reply, error.message);
  throw error;
}

function unavailable(reply: FastifyReply, reason: string): FastifyReply {
  return reply.code(503).send({ status: 'unavailable', reason });
}

function workerSchema() {
  const facts = { number: count('From 1.'), of: count('How many there are.'), pid: count('Of its process.') };
  return object(facts, { description: 'Which of several processes behind one port has answered.' });
}

const SHOW_HEALTH: Operation = {
  id: 'showHealth',
  summary: 'Whether fauxforce is ready',
  description:
    'Answers once every org of the seed is there, and 503 while the store is full or gone. Needs no lab token.',
  answer: {
    status: 200,
    schema: () =>
      object(
        { status: word(['ready']), orgs: count('How many there are.'), worker: workerSchema() },
        { optional: ['worker'] },
      ),
  },
  unavailable: () =>
    object({ status: word(['unavailable']), reason: text('What is wrong with the store, and what to do.') }),
};
