/**
 * Servers for a file of many small tests. A server takes thirty times longer to start than to go back to its start, or to that of another
 * seed, so tests that want the same options have it one after the other.
 */
import { afterAll, onTestFinished } from 'vitest';
import type { Org } from '../../src/org/model.ts';
import { type Fauxforce, type StartOptions, startFauxforce } from '../../src/testing/index.ts';
import { recordsByName } from '../../src/testing/org.ts';
import { orgsOf, type SeedOptions } from '../../src/testing/orgs-of.ts';
import { salesforce } from '../../src/testing/salesforce.ts';

/** Options that are nothing but data: a server is found by them, whatever its seed was. */
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
  const seeds = new Map<string, readonly Org[]>();
  afterAll(async () => {
    for (const { server } of idle) await server[Symbol.asyncDispose]();
  });

  async function orgsFor(options: SeedOptions): Promise<readonly Org[]> {
    const key = JSON.stringify(options);
    const orgs = seeds.get(key) ?? (await orgsOf(options));
    seeds.set(key, orgs);
    return orgs;
  }

  async function take(key: string, options: FreshOptions): Promise<Fauxforce | undefined> {
    const found = idle.find((one) => one.key === key);
    if (!found) return undefined;
    idle = idle.filter((one) => one !== found);
    const { seed, demo, labToken } = options;
    const orgs = await orgsFor({ ...(seed !== undefined && { seed }), ...(demo !== undefined && { demo }) });
    const { server } = found;
    await server.world.image.replaceSeed(orgs);
    await server.reset();
    const running = { url: server.url, labToken, isOpen: () => true };
    return { ...server, ...salesforce(server.world, running, recordsByName(orgs)), orgs };
  }

  return async (options = {}) => {
    const { seed: _seed, demo: _demo, ...ofServer } = options;
    const key = JSON.stringify(ofServer);
    const server = (await take(key, options)) ?? (await startFauxforce(options));
    onTestFinished(async () => {
      idle.push({ key, server });
      if (idle.length > MOST_IDLE) await idle.shift()?.server[Symbol.asyncDispose]();
    });
    return server;
  };
}
