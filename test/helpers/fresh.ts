/**
 * Servers for a file of many small tests. A server takes thirty times longer to start than to go back to its start, so tests that
 * want the same one have it one after the other.
 */
import { afterAll } from 'vitest';
import { type Fauxforce, type StartOptions, startFauxforce } from '../../src/testing/index.ts';

/** Gives a server as it is after its start, to one test at a time. It is stopped with the file, not by the test. */
export type Fresh = (options?: StartOptions) => Promise<Fauxforce>;

/** To be called by each file, outside its tests. */
export function freshServers(): Fresh {
  const servers = new Map<string, Fauxforce>();
  afterAll(async () => {
    for (const server of servers.values()) await server[Symbol.asyncDispose]();
  });
  return async (options = {}) => {
    const key = JSON.stringify(options);
    const known = servers.get(key);
    if (known) return backAtStart(known);
    const server = await startFauxforce(options);
    servers.set(key, server);
    return server;
  };
}

/** A test may have changed the seed itself, as a change of its file does. */
async function backAtStart(server: Fauxforce): Promise<Fauxforce> {
  await server.world.image.replaceSeed(server.orgs);
  await server.reset();
  return server;
}
