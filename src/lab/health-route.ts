/** Answers only once the orgs are there: the server listens after it is seeded. */
import type { FastifyInstance } from 'fastify';
import type { World } from '../world.ts';
import { readQuery } from './input.ts';

export function healthRoute(app: FastifyInstance, world: World): void {
  app.get('/health', ({ query }) => {
    readQuery(query, []);
    return { status: 'ready', orgs: world.orgs.orgs.length };
  });
}
