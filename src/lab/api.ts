/** Under construction. */
import type { FastifyInstance } from 'fastify';
import type { World } from '../world.ts';

export async function labEndpoints(_app: FastifyInstance, _world: World, _options: object): Promise<void> {}
