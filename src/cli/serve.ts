/** The life of a server process: seed, store, port, ready, a signal, the end. */
import type { FastifyInstance } from 'fastify';
import { isLoopback, listen, wantFreePort } from '../server/listen.ts';
import { closeWorld, openWorld } from '../server/open-world.ts';
import { buildServer } from '../server/server.ts';
import type { World } from '../world.ts';
import { UsageError } from './failure.ts';
import { openLog } from './log.ts';
import { readSeedAloud, type SeedInUse, tellOfChange } from './seed-in-use.ts';
import type { StartOptions } from './start-options.ts';

/** Returns when the server has stopped. */
export async function serve(options: StartOptions): Promise<void> {
  const { port, host } = options;
  const seed = await readSeedAloud(options);
  await explained(options, () => wantFreePort(port, host));
  if (options.exportOnExit !== undefined) (await snapshotFiles()).wantWritable(options.exportOnExit);
  const world = await openWorld(seed.orgs, options.store, {
    size: options.journalSize,
    age: options.journalAge,
  });
  if (options.import !== undefined) await importing(world, options.import);
  const log = openLog(world, options);
  const app = await buildServer(world, {
    ...(options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl }),
    ...(options.labToken === undefined ? {} : { labToken: options.labToken }),
    ...(options.trustProxy === undefined ? {} : { trustProxy: options.trustProxy }),
    allowClientIpHeader: options.allowClientIpHeader,
    exposed: !isLoopback(host),
    journalHeader: options.journalHeader,
    onBug: log.bug,
  });
  const stopped = untilStopped();
  try {
    const url = await explained(options, () => listen(app, port, host));
    const watch = options.watch ? await watchSeed(options, seed, world) : undefined;
    announce(url, options);
    await stopped;
    await watch?.close();
  } finally {
    await shutDown(app, world, log, options.exportOnExit);
  }
}

/** Loaded only when they are needed. */
function snapshotFiles() {
  return import('./snapshot-file.ts');
}

/** A snapshot that does not fit ends the start, and leaves the store as it was. */
async function importing(world: World, file: string): Promise<void> {
  try {
    await (await snapshotFiles()).importSnapshot(world, file);
  } catch (error) {
    await closeWorld(world);
    throw error;
  }
}

async function watchSeed({ seed: paths, json }: StartOptions, seed: SeedInUse, world: World) {
  const { SeedWatch } = await import('./watch.ts');
  return new SeedWatch(paths, seed, world, (problems) => tellOfChange(problems, json));
}

function announce(url: string, { json, host, labToken }: StartOptions): void {
  process.stdout.write(json ? `${JSON.stringify({ ready: url })}\n` : `ready ${url}\n`);
  if (!isLoopback(host) && labToken === undefined) {
    process.stderr.write('the lab API is closed: other machines can reach it, and there is no --lab-token\n');
  }
}

async function shutDown(
  app: FastifyInstance,
  world: World,
  log: { close(): Promise<void> },
  exportOnExit: string | undefined,
): Promise<void> {
  await app.close();
  try {
    if (exportOnExit !== undefined) await (await snapshotFiles()).exportSnapshot(world, exportOnExit);
  } finally {
    await closeWorld(world);
    await log.close();
  }
}

/** Settles at the first SIGINT or SIGTERM; the second ends the process at once. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = (signal: NodeJS.Signals) => {
      if (asked) process.exit(signal === 'SIGINT' ? 130 : 143);
      asked = true;
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}

/** Turns what the operating system says of a port or address into a sentence with a way out. */
async function explained<Result>({ port, host }: StartOptions, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code && PORT_PROBLEMS[code]?.(port, host ?? 'localhost');
    if (!reason) throw error;
    throw new UsageError(reason);
  }
}

const PORT_PROBLEMS: Readonly<Record<string, (port: number, host: string) => string>> = {
  EADDRINUSE: (port) =>
    `port ${port} is taken: end what listens there, or choose another with --port (0 picks a free one)`,
  EACCES: (port) => `port ${port} is reserved for administrators: choose one from 1024 on with --port`,
  EADDRNOTAVAIL: (_port, host) => `${host} is not an address of this machine: choose another with --host`,
  ENOTFOUND: (_port, host) => `${host} is not a host name that resolves: choose another with --host`,
  EAI_AGAIN: (_port, host) => `${host} is not a host name that resolves: choose another with --host`,
};
