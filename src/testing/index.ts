/** The test kit: a whole fauxforce in this process, on a free port. */
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Journal } from '../journal/journal.ts';
import type { LabClock } from '../lab/clock.ts';
import type { App, Org, User } from '../org/model.ts';
import type { DemoChanges } from '../refusals/refusal.ts';
import { demoOrgs } from '../seed/demo.ts';
import { readSeedDocument } from '../seed/load.ts';
import { closeWorld, openWorld } from '../server/open-world.ts';
import { buildServer, type ServerOptions } from '../server/server.ts';
import type { World } from '../world.ts';

export interface StartOptions extends ServerOptions {
  /** A seed document (design 5.2); the demo org when left out. */
  readonly seed?: object;
  /** Changes to the demo org. */
  readonly demo?: DemoChanges;
  /** A store file; in memory when left out. */
  readonly store?: string;
}

export interface Fauxforce extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly orgs: readonly Org[];
  /** By name. */
  readonly apps: Readonly<Record<string, App>>;
  /** By the part of the username before `@`. */
  readonly users: Readonly<Record<string, User>>;
  readonly clock: LabClock;
  readonly journal: Journal;
  readonly world: World;
  readonly server: FastifyInstance;
}

export async function startFauxforce(options: StartOptions = {}): Promise<Fauxforce> {
  const orgs = options.seed ? [readSeedDocument(options.seed)] : demoOrgs(options.demo);
  const world = await openWorld(orgs, options.store ?? ':memory:');
  const server = await buildServer(world, options);
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    orgs,
    apps: Object.fromEntries(orgs.flatMap((org) => org.apps.map((app) => [app.name, app]))),
    users: Object.fromEntries(
      orgs.flatMap((org) => org.users.map((user) => [user.username.split('@')[0], user])),
    ),
    clock: world.clock,
    journal: world.journal,
    world,
    server,
    async [Symbol.asyncDispose]() {
      await server.close();
      await closeWorld(world);
    },
  };
}
