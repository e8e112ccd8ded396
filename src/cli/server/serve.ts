/** The life of a server process: ready, a signal, the end. */
import { boundHeap } from '../../server/bound-heap.ts';
import { warmUp } from '../../server/warm-up.ts';
import { CommandError } from '../failure.ts';
import { inspectorUrl } from '../inspector-url.ts';
import type { LogTarget } from '../log/log-writer.ts';
import { isLabOpen } from './lab-access.ts';
import { type OpenServer, openServer } from './open-server.ts';
import type { StartOptions } from './start-options.ts';

/** @throws SeedError, StoreError, UsageError, CommandError; nothing is left open */
type Open = (options: StartOptions, target: LogTarget) => Promise<OpenServer>;

/**
 * Serves until a signal comes, and returns when the server has stopped.
 *
 * @param open opens the server, in this process when left out
 * @throws CommandError when some of what it answered is not in its store, or when workers end again and again
 */
export async function serve(options: StartOptions, open: Open = openServer): Promise<void> {
  const { stdout } = process;
  const { quiet, json } = options;
  const format = options.logFormat ?? (json || !stdout.isTTY ? 'json' : 'text');
  boundHeap();
  const server = await open(options, { stream: stdout, json: format === 'json', quiet });
  const stopped = untilStopped();
  stdout.write(readyLine(server, options.json));
  if (stdout.isTTY && !options.json && !options.quiet) await tell(server, options);
  const stop = new AbortController();
  if (options.workers === 1) void warmUp(stop.signal);
  const failure = await Promise.race([stopped, ...(server.failed ? [server.failed] : [])]);
  stop.abort();
  const before = await server.world.store.availability.check();
  const problem = (await server.close()) ?? before;
  if (failure) throw failure;
  if (problem !== undefined) throw new CommandError(`not all that happened is in the store. ${problem}`);
}

function readyLine({ url, secureUrl }: OpenServer, json: boolean): string {
  if (json) return `${JSON.stringify({ ready: url, secure: secureUrl })}\n`;
  return `ready ${url}${secureUrl === undefined ? '' : ` ${secureUrl}`}\n`;
}

/** Shows what is served if the reader is a person. */
async function tell({ url, world }: OpenServer, options: StartOptions): Promise<void> {
  const { baseUrl, store, labToken } = options;
  const { servedText } = await import('./served.ts');
  const { orgs } = world.orgs;
  process.stdout.write(
    servedText({
      url,
      baseUrl,
      inspector: isLabOpen(options) ? inspectorUrl(url, '', labToken) : undefined,
      store,
      labToken: labToken !== undefined,
      orgs,
      now: world.clock.now(),
    }),
  );
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
