/** State as a document. */
import type { FastifyInstance } from 'fastify';
import type { World } from '../world.ts';
import { readObject, readQuery } from './input.ts';
import { reset, restoreSnapshot, takeSnapshot } from './snapshot.ts';

/** Bytes: tens of thousands of tokens. */
const LARGEST_SNAPSHOT = 256 * 1024 * 1024;

export function snapshotRoutes(app: FastifyInstance, world: World): void {
  app.get('/snapshot', ({ query }) => {
    readQuery(query, []);
    return takeSnapshot(world);
  });

  app.put('/snapshot', { bodyLimit: LARGEST_SNAPSHOT }, async ({ query, body }, reply) => {
    readQuery(query, []);
    await restoreSnapshot(world, body);
    return reply.code(204).send();
  });

  app.post('/reset', async ({ query, body }, reply) => {
    readQuery(query, []);
    if (body !== undefined && body !== null) readObject(body, []);
    await reset(world);
    return reply.code(204).send();
  });
}
