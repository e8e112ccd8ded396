/** Under construction. */
import type { FastifyInstance } from 'fastify';
import type { World } from '../world.ts';

export function restEndpoints(_app: FastifyInstance, _world: World): void {}
