/** The life of a worker: it serves what the primary accepts, until that says stop, or ends. */
import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers';
import { boundHeap } from '../../server/bound-heap.ts';
import { type Doorway, serveForOthers } from '../../server/listen.ts';
import { closeWorld } from '../../server/open-world.ts';
import { warmUp } from '../../server/warm-up.ts';
import type { World } from '../../world/world.ts';
import { openLog } from '../log/log.ts';
import { pagesOf } from '../server/lab-access.ts';
import { worldFor } from '../server/open-state.ts';
import { serverOf } from '../server/server-of.ts';
import type { StartOptions } from '../server/start-options.ts';
import { replaceSeed } from '../server/watch-seed.ts';
import { Line } from './line.ts';
import type { Log, OfPrimary, OfWorker, Start } from './questions.ts';
import { receivedOrgs } from './sent-orgs.ts';

interface Serving {
  readonly world: World;
  readonly enter: Doorway;
  close(): Promise<void>;
}

/** @returns when the primary has said stop */
export async function work(options: StartOptions): Promise<void> {
  // A terminal sends its signals to all; the primary says when to stop.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
  const stopped = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<Serving>();
  begun.promise.catch(() => undefined);
  let serving: Serving | undefined;
  const primary: Line<OfWorker, OfPrimary> = new Line(process, {
    serve: async (start) => {
      begun.resolve(open(options, start, primary));
      serving = await begun.promise;
    },
    connection: (since: number, socket?: Socket) => {
      if (socket) serving?.enter(socket, since);
    },
    seed: async (orgs) => replaceSeed((await begun.promise).world, receivedOrgs(orgs)),
    count: async () => {
      const { journal } = (await begun.promise).world;
      journal.settle();
      return journal.counts.take();
    },
    stop: async () => {
      const { close, world } = await begun.promise;
      await close();
      // Behind the answer.
      setImmediate(stopped.resolve);
      return world.store.availability.problem;
    },
  });
  await stopped.promise;
  process.disconnect();
}

async function open(
  options: StartOptions,
  { number, of, orgs, url, ports, log: target }: Start,
  primary: Line<OfWorker, OfPrimary>,
): Promise<Serving> {
  boundHeap();
  const world = await worldFor(receivedOrgs(orgs), options);
  const pages = pagesOf(options);
  pages.are(url);
  const log = openLog(world, options.logLevel, { ...target, stream: streamFor(target) }, pages.of);
  const app = await serverOf(world, options, {
    onBug: log.bug,
    onTrouble: (sentence) => {
      primary.ask('trouble', sentence).catch(() => undefined);
    },
    worker: { number, of, counts: () => primary.ask('counts', undefined) },
  });
  const enter = await serveForOthers(app, ports);
  const stop = new AbortController();
  void warmUp(stop.signal);
  return {
    world,
    enter,
    close: async () => {
      stop.abort();
      await app.close();
      await closeWorld(world);
      await log.close();
    },
  };
}

/** Rows for a terminal are as wide as that of the primary. */
function streamFor({ columns }: Log): typeof process.stdout {
  return columns === undefined ? process.stdout : Object.assign(process.stdout, { isTTY: true, columns });
}
