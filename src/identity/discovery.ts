/** Under construction. */
import type { FastifyInstance } from 'fastify';
import type { World } from '../world.ts';

export function discoveryEndpoints(_app: FastifyInstance, _world: World): void {}
