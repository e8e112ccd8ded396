/** Opens seed, store, port and workers. If one of them fails, the others are closed again. */
import type { Org } from '../../org/model.ts';
import { type Doors, openForOthers } from '../../server/listen.ts';
import type { LogTarget } from '../log/log-writer.ts';
import { WholeLines } from '../log/whole-lines.ts';
import { pagesOf, sayIfClosed } from '../server/lab-access.ts';
import { type OpenServer, secureUrlOf } from '../server/open-server.ts';
import { openState } from '../server/open-state.ts';
import { explained, type Place, secondPlace } from '../server/port-problems.ts';
import { sayTrouble } from '../server/server-of.ts';
import type { StartOptions } from '../server/start-options.ts';
import type { SeedWatch } from '../server/watch.ts';
import { replaceSeed, watchSeed } from '../server/watch-seed.ts';
import { Crew } from './crew.ts';
import { sentOrgs } from './sent-orgs.ts';

/**
 * Returns when all workers serve.
 *
 * @throws SeedError, StoreError, UsageError, CommandError
 */
export async function openCrew(options: StartOptions, target: LogTarget): Promise<OpenServer> {
  const { port, host } = options;
  const state = await openState(options);
  const { world } = state;
  const lines = new WholeLines(target.stream);
  const doors: Doors[] = [];
  let orgs = sentOrgs(state.seed.orgs);
  const crew = new Crew({
    size: options.workers,
    start: () => ({
      orgs,
      url: doors[0]?.url ?? '',
      ports: doors.map((door) => door.port),
      log: logOf(target),
    }),
    read: ({ output }) => output && lines.read(output),
    trouble: sayTrouble,
    canBegin: () => world.store.availability.problem === undefined,
  });
  const open = async (place: Place) => {
    const door = await explained(place, () => openForOthers(crew.add, place.port, host));
    doors.push(door);
    return door;
  };
  let watch: SeedWatch | undefined;
  const close = async () => {
    for (const door of doors) door.close();
    // A reload under way waits for all workers: for one that hangs, until that is stopped.
    const [problem] = await Promise.all([crew.stop(), watch?.close()]);
    await state.close().finally(() => lines.close());
    return problem ?? world.store.availability.problem;
  };
  try {
    const { url } = await open({ host, port });
    const second = secondPlace(options);
    const besides = second && (await open(second));
    await crew.begin();
    watch = await watchSeed(options, state.seed, target, async (next: readonly Org[]) => {
      await replaceSeed(world, next);
      orgs = sentOrgs(next);
      await crew.seed(orgs);
    });
    sayIfClosed(options);
    const pages = pagesOf(options);
    pages.are(url);
    return {
      url,
      secureUrl: besides && secureUrlOf(url, besides.port),
      world,
      pageOf: pages.of,
      failed: crew.failed,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function logOf({ stream, json, quiet }: LogTarget) {
  return { json, quiet, columns: stream.isTTY ? stream.columns : undefined };
}
