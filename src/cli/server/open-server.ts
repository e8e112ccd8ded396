/** Opens seed, port, store and server. If one of them fails, the others are closed again. */
import type { LabWorld } from '../../lab/lab-world.ts';
import { isLoopback, listen, wantFreePort } from '../../server/listen.ts';
import { closeWorld, openWorld } from '../../server/open-world.ts';
import { buildServer } from '../../server/server.ts';
import { UsageError } from '../failure.ts';
import { openLog } from '../log/log.ts';
import type { LogTarget } from '../log/log-writer.ts';
import { tellOfOutages } from './outage.ts';
import { readSeedAloud, type SeedInUse, tellOfChange } from './seed-in-use.ts';
import type { StartOptions } from './start-options.ts';

export interface OpenServer {
  /** `http://localhost:7332` */
  readonly url: string;
  readonly world: LabWorld;
  /** Lets requests under way finish, writes the snapshot if one was ordered, closes the store. */
  close(): Promise<void>;
}

/**
 * Returns when the server is seeded and listens.
 *
 * @throws SeedError, StoreError, UsageError
 */
export async function openServer(options: StartOptions, log: LogTarget): Promise<OpenServer> {
  const { port, host, exportOnExit } = options;
  const seed = await readSeedAloud(options);
  await explained(options, () => wantFreePort(port, host));
  if (exportOnExit !== undefined)
    (await import('../files.ts')).wantWritable(exportOnExit, '--export-on-exit');
  const world = await openWorld(seed.orgs, options.store, {
    size: options.journalSize,
    age: options.journalAge,
  });
  tellOfOutages(world.store.availability, options.json);
  if (options.import !== undefined) await importing(world, options.import);
  return serveWorld(world, seed, options, log);
}

async function serveWorld(
  world: LabWorld,
  seed: SeedInUse,
  options: StartOptions,
  target: LogTarget,
): Promise<OpenServer> {
  const { port, host, baseUrl, labToken, trustProxy } = options;
  const log = openLog(world, options.logLevel, target);
  const app = await buildServer(world, {
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(labToken === undefined ? {} : { labToken }),
    ...(trustProxy === undefined ? {} : { trustProxy }),
    ca: options.ca,
    proxyOthers: options.proxyOthers,
    onTrouble: (sentence) => process.stderr.write(`${sentence}\n`),
    allowClientIpHeader: options.allowClientIpHeader,
    followRealCallbacks: options.followRealCallbacks,
    exposed: !isLoopback(host),
    journalHeader: options.journalHeader,
    onBug: log.bug,
  });
  const closeAll = async () => {
    await app.close();
    try {
      if (options.exportOnExit !== undefined)
        await (await snapshotFiles()).exportSnapshot(world, options.exportOnExit);
    } finally {
      await closeWorld(world);
      await log.close();
    }
  };
  try {
    const url = await explained(options, () => listen(app, port, host));
    const watch = options.watch ? await watchSeed(options, seed, world, target) : undefined;
    if (!isLoopback(host) && labToken === undefined) process.stderr.write(CLOSED_LAB);
    return { url, world, close: () => (watch?.close() ?? Promise.resolve()).then(closeAll) };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

const CLOSED_LAB = 'the lab API is closed: other machines can reach it, and there is no --lab-token\n';

/** Loaded only when they are needed. */
function snapshotFiles() {
  return import('../snapshot-file.ts');
}

/** A snapshot that does not fit ends the start, and leaves the store as it was. */
async function importing(world: LabWorld, file: string): Promise<void> {
  try {
    await (await snapshotFiles()).importSnapshot(world, file);
  } catch (error) {
    await closeWorld(world);
    throw error;
  }
}

async function watchSeed(
  { seed: paths, json }: StartOptions,
  seed: SeedInUse,
  world: LabWorld,
  { stream }: LogTarget,
) {
  const { SeedWatch } = await import('./watch.ts');
  return new SeedWatch(paths, seed, world, (problems) => tellOfChange(problems, json, stream));
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
