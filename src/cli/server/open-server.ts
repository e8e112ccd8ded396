/** Opens seed, port, store and server. If one of them fails, the others are closed again. */
import type { LabWorld } from '../../lab/lab-world.ts';
import { isLoopback, listen, listenBeside, wantFreePort } from '../../server/listen.ts';
import { closeWorld, openWorld } from '../../server/open-world.ts';
import { buildServer } from '../../server/server.ts';
import { entryPath } from '../../wire/paths.ts';
import { UsageError } from '../failure.ts';
import { openLog } from '../log/log.ts';
import type { LogTarget } from '../log/log-writer.ts';
import type { PageOf } from '../log/page-link.ts';
import { tellOfOutages } from './outage.ts';
import { readSeedAloud, type SeedInUse, tellOfChange } from './seed-in-use.ts';
import type { StartOptions } from './start-options.ts';

export interface OpenServer {
  /** `http://localhost:7332` */
  readonly url: string;
  /** `https://localhost:8443` of `--tls-port`, if there is one. */
  readonly secureUrl: string | undefined;
  readonly world: LabWorld;
  /** Where the inspector explains an entry. */
  readonly pageOf: PageOf;
  /** Lets requests under way finish, writes the snapshot if one was ordered, closes the store. */
  close(): Promise<void>;
}

/**
 * Returns when the server is seeded and listens.
 *
 * @throws SeedError, StoreError, UsageError
 */
export async function openServer(options: StartOptions, log: LogTarget): Promise<OpenServer> {
  const { port, tlsPort, host, exportOnExit } = options;
  if (port !== 0 && port === tlsPort)
    throw new UsageError(`--port and --tls-port are both ${port}: choose two, or leave --tls-port out`);
  const seed = await readSeedAloud(options);
  await explained({ host, port }, () => wantFreePort(port, host));
  await explained(second(options), () => wantFreePort(tlsPort ?? 0, host));
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
  const { port, tlsPort, host, baseUrl, labToken, trustProxy } = options;
  const pages = pagesOf(options);
  const log = openLog(world, options.logLevel, target, pages.of);
  const app = await buildServer(world, {
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(labToken === undefined ? {} : { labToken }),
    ...(trustProxy === undefined ? {} : { trustProxy }),
    ca: options.ca,
    proxyOthers: options.proxyOthers,
    requireHttps: options.requireHttps,
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
    const besides =
      tlsPort === undefined
        ? undefined
        : await explained(second(options), () => listenBeside(app, tlsPort, host));
    const url = await explained({ host, port }, () => listen(app, port, host));
    pages.are(url);
    const watch = options.watch ? await watchSeed(options, seed, world, target) : undefined;
    if (!isLabOpen(options)) process.stderr.write(CLOSED_LAB);
    const secureUrl = besides === undefined ? undefined : secureUrlOf(url, besides);
    return {
      url,
      secureUrl,
      world,
      pageOf: pages.of,
      close: () => (watch?.close() ?? Promise.resolve()).then(closeAll),
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Whether anybody may use the lab: it is closed where other machines can reach it without a token. */
export function isLabOpen({ host, labToken }: Pick<StartOptions, 'host' | 'labToken'>): boolean {
  return labToken !== undefined || isLoopback(host);
}

const CLOSED_LAB = 'the lab API is closed: other machines can reach it, and there is no --lab-token\n';

/** Where the inspector explains an entry: nowhere before the server listens, where the lab is closed, or where nothing is to tell of it. */
function pagesOf(options: StartOptions): { of: PageOf; are(url: string): void } {
  const isOpen = options.journalHeader && isLabOpen(options);
  let origin: string | undefined;
  return {
    of: (id) => (isOpen && origin !== undefined ? origin + entryPath(id) : undefined),
    are(url) {
      origin = url;
    },
  };
}

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

function secureUrlOf(url: string, port: number): string {
  const secure = new URL(url.replace(/^http:/, 'https:'));
  secure.port = String(port);
  return secure.origin;
}

interface Place {
  readonly host: string | undefined;
  readonly port: number;
  /** The option that names the port. */
  readonly option?: string;
}

function second({ host, tlsPort = 0 }: StartOptions): Place {
  return { host, port: tlsPort, option: '--tls-port' };
}

/** Turns what the operating system says of a port or address into a sentence with a way out. */
async function explained<Result>(
  { port, host, option = '--port' }: Place,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code && PORT_PROBLEMS[code]?.(port, host ?? 'localhost', option);
    if (!reason) throw error;
    throw new UsageError(reason);
  }
}

const PORT_PROBLEMS: Readonly<Record<string, (port: number, host: string, option: string) => string>> = {
  EADDRINUSE: (port, _host, option) =>
    `port ${port} is taken: end what listens there, or choose another with ${option} (0 picks a free one)`,
  EACCES: (port, _host, option) =>
    `port ${port} is reserved for administrators: choose one from 1024 on with ${option}`,
  EADDRNOTAVAIL: (_port, host) => `${host} is not an address of this machine: choose another with --host`,
  ENOTFOUND: (_port, host) => `${host} is not a host name that resolves: choose another with --host`,
  EAI_AGAIN: (_port, host) => `${host} is not a host name that resolves: choose another with --host`,
};
