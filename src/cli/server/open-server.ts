/** Opens seed, port, store and server. If one of them fails, the others are closed again. */
import type { LabWorld } from '../../lab/lab-world.ts';
import { listen, listenBeside } from '../../server/listen.ts';
import type { CommandError } from '../failure.ts';
import { openLog } from '../log/log.ts';
import type { LogTarget } from '../log/log-writer.ts';
import type { PageOf } from '../log/page-link.ts';
import { pagesOf, sayIfClosed } from './lab-access.ts';
import { openState } from './open-state.ts';
import { explained, secondPlace } from './port-problems.ts';
import { sayTrouble, serverOf } from './server-of.ts';
import type { StartOptions } from './start-options.ts';
import { replaceSeed, watchSeed } from './watch-seed.ts';

export interface OpenServer {
  /** `http://localhost:7332` */
  readonly url: string;
  /** `https://localhost:8443` of `--tls-port`, if there is one. */
  readonly secureUrl: string | undefined;
  readonly world: LabWorld;
  /** Where the inspector explains an entry. */
  readonly pageOf: PageOf;
  /** Settles when the server cannot go on; undefined where nothing but a signal ends it. */
  readonly failed?: Promise<CommandError>;
  /**
   * Lets requests under way finish, writes the snapshot if one was ordered, closes the store.
   *
   * @returns what has kept something from the store to the end, in a sentence
   */
  close(): Promise<string | undefined>;
}

/**
 * Returns when the server is seeded and listens.
 *
 * @throws SeedError, StoreError, UsageError
 */
export async function openServer(options: StartOptions, target: LogTarget): Promise<OpenServer> {
  const { port, host } = options;
  const state = await openState(options);
  const { world } = state;
  const pages = pagesOf(options);
  const log = openLog(world, options.logLevel, target, pages.of);
  const app = await serverOf(world, options, { onBug: log.bug, onTrouble: sayTrouble });
  const closeAll = async () => {
    await app.close();
    await state.close().finally(() => log.close());
  };
  try {
    const second = secondPlace(options);
    const besides = second && (await explained(second, () => listenBeside(app, second.port, host)));
    const url = await explained({ host, port }, () => listen(app, port, host));
    pages.are(url);
    const watch = await watchSeed(options, state.seed, target, (orgs) => replaceSeed(world, orgs));
    sayIfClosed(options);
    return {
      url,
      secureUrl: besides === undefined ? undefined : secureUrlOf(url, besides),
      world,
      pageOf: pages.of,
      close: async () => {
        await watch?.close();
        await closeAll();
        return world.store.availability.problem;
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** @param port of `--tls-port` */
export function secureUrlOf(url: string, port: number): string {
  const secure = new URL(url.replace(/^http:/, 'https:'));
  secure.port = String(port);
  return secure.origin;
}
