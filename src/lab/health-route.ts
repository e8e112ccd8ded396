/** Answers only once the orgs are there: the server listens after it is seeded. */
import type { FastifyInstance } from 'fastify';
import type { World } from '../world.ts';
import { readQuery } from './input.ts';
import { count, object, word } from './json-schema.ts';
import type { Operation } from './operation.ts';

export function healthRoute(app: FastifyInstance, world: World): void {
  app.get('/health', { config: { operation: SHOW_HEALTH } }, ({ query }) => {
    readQuery(query, []);
    return { status: 'ready', orgs: world.orgs.orgs.length };
  });
}

const SHOW_HEALTH: Operation = {
  id: 'showHealth',
  summary: 'Whether fauxforce is ready',
  description: 'Answers once every org of the seed is there. Needs no lab token.',
  answer: {
    status: 200,
    schema: () => object({ status: word(['ready']), orgs: count('How many there are.') }),
  },
};
