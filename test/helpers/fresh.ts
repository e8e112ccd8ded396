/**
 * Servers for a file of many small tests. A server takes thirty times longer to start than to go back to its start, so tests that
 * want the same one have it one after the other.
 */
import { afterAll, onTestFinished } from 'vitest';
import { type Fauxforce, type StartOptions, startFauxforce } from '../../src/testing/index.ts';

/** Options that are nothing but data: a server is found by them. */
type FreshOptions = Omit<StartOptions, 'store' | 'ca' | 'onTrouble' | 'onBug'>;

/** Gives a server as it is after its start. It is this test's alone until the test has ended. */
export type Fresh = (options?: FreshOptions) => Promise<Fauxforce>;

interface Idle {
  readonly key: string;
  readonly server: Fauxforce;
}

/** How many servers wait for the next test. */
const MOST_IDLE = 16;

/** To be called by each file, outside its tests. */
export function freshServers(): Fresh {
  let idle: Idle[] = [];
  afterAll(async () => {
    for (const { server } of idle) await server[Symbol.asyncDispose]();
  });

  async function take(key: string): Promise<Fauxforce | undefined> {
    const found = idle.find((one) => one.key === key);
    if (!found) return undefined;
    idle = idle.filter((one) => one !== found);
    // A test may have changed the seed itself, as a change of its file does.
    await found.server.world.image.replaceSeed(found.server.orgs);
    await found.server.reset();
    return found.server;
  }

  return async (options = {}) => {
    const key = JSON.stringify(options);
    const server = (await take(key)) ?? (await startFauxforce(options));
    onTestFinished(async () => {
      idle.push({ key, server });
      if (idle.length > MOST_IDLE) await idle.shift()?.server[Symbol.asyncDispose]();
    });
    return server;
  };
}
