/** The server that the options of `start` describe. */
import type { FastifyInstance } from 'fastify';
import type { LabWorld } from '../../lab/lab-world.ts';
import { isLoopback } from '../../server/listen.ts';
import { buildServer, type ServerOptions } from '../../server/server.ts';
import type { StartOptions } from './start-options.ts';

/** @param surroundings who is told of trouble, and which of several processes it is */
export function serverOf(
  world: LabWorld,
  options: StartOptions,
  surroundings: Pick<ServerOptions, 'onBug' | 'onTrouble' | 'worker'>,
): Promise<FastifyInstance> {
  const { baseUrl, labToken, trustProxy } = options;
  return buildServer(world, {
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(labToken === undefined ? {} : { labToken }),
    ...(trustProxy === undefined ? {} : { trustProxy }),
    ca: options.ca,
    proxyOthers: options.proxyOthers,
    requireHttps: options.requireHttps,
    allowClientIpHeader: options.allowClientIpHeader,
    followRealCallbacks: options.followRealCallbacks,
    exposed: !isLoopback(options.host),
    journalHeader: options.journalHeader,
    ...surroundings,
  });
}

/** What the authority behind https says. */
export function sayTrouble(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
