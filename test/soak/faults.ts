/** What happens to the replicas and to their store. */
import { setTimeout } from 'node:timers/promises';
import type { Cluster } from '../store/postgres/cluster.ts';
import type { Fleet } from './fleet.ts';
import type { JournalLedger } from './journal-ledger.ts';
import type { Random } from './random.ts';
import type { Replica } from './replica.ts';
import type { Report } from './report.ts';

/** Milliseconds that the database is away at most. */
const LONGEST_OUTAGE = 2_500;
/** Milliseconds until a replica is ready again, or usable again after an outage: also on a machine with far too much to do. */
const LONGEST_RETURN = 120_000;

export interface Struck {
  readonly fleet: Fleet;
  readonly report: Report;
  readonly journal: JournalLedger;
  /** Undefined where the store is a file. */
  readonly cluster: Cluster | undefined;
}

/** In seconds. */
export interface Intervals {
  readonly killEvery: number;
  readonly restartEvery: number;
}

/** One fault after the other, each when its time has come, until all that was killed is back. */
export async function strike(
  struck: Struck,
  { killEvery, restartEvery }: Intervals,
  random: Random,
  until: number,
): Promise<void> {
  const begun = performance.now();
  const due = { kill: begun + killEvery * 1_000, restart: begun + restartEvery * 1_000 };
  if (!struck.cluster) due.restart = Number.POSITIVE_INFINITY;
  const returning: Promise<void>[] = [];
  for (;;) {
    const next = Math.min(due.kill, due.restart);
    if (Math.max(next, performance.now()) >= until) break;
    await setTimeout(Math.max(0, next - performance.now()));
    if (next === due.kill) {
      due.kill += killEvery * 1_000;
      // On a slow machine all may still be starting.
      while (!mortalOf(struck.fleet).some(({ isUp }) => isUp) && performance.now() < until)
        await setTimeout(100);
      returning.push(back(await killOne(struck, random), struck.report));
    } else {
      due.restart += restartEvery * 1_000;
      await restartDatabase(struck, random);
    }
  }
  await Promise.all(returning);
}

/** All but the last, which lives through the whole run and shows what time does to a process. */
function mortalOf({ replicas }: Fleet): readonly Replica[] {
  return replicas.slice(0, Math.max(1, replicas.length - 1));
}

async function killOne({ fleet, report, journal }: Struck, random: Random): Promise<Replica> {
  const mortal = mortalOf(fleet);
  const first = random.pick(mortal);
  const replica = [first, ...mortal].find(({ isUp }) => isUp) ?? first;
  await replica.kill();
  journal.killed(replica);
  report.count('kills');
  return replica;
}

/** Starts a replica again, also while the database is away: what starts it tries until it stays. */
async function back(replica: Replica, report: Report): Promise<void> {
  const begun = performance.now();
  while (performance.now() - begun < LONGEST_RETURN) {
    try {
      return await replica.start();
    } catch {
      report.count('starts that failed while the database was away');
    }
  }
  report.breaks(
    'requests are answered within a bound, with nothing worse than 503 during an outage',
    `${replica.name} was not ready ${LONGEST_RETURN / 1_000} s after a kill`,
  );
}

async function restartDatabase({ fleet, report, cluster }: Struck, random: Random): Promise<void> {
  await fleet.duringOutage(async () => {
    await cluster?.stop();
    await setTimeout(random.between(0, LONGEST_OUTAGE));
    await cluster?.start();
    await Promise.all(fleet.up.map((replica) => usable(replica, report)));
  });
  report.count('restarts of the database');
}

/** A replica comes back by itself. */
async function usable(replica: Replica, report: Report): Promise<void> {
  const begun = performance.now();
  for (;;) {
    const { ok } = await fetch(`${replica.url}/_fauxforce/health`).catch(() => ({ ok: false }));
    if (ok) return;
    if (performance.now() - begun > LONGEST_RETURN) {
      report.breaks(
        'requests are answered within a bound, with nothing worse than 503 during an outage',
        `${replica.name} has not come back by itself ${LONGEST_RETURN / 1_000} s after a restart of the database`,
      );
      return;
    }
    await setTimeout(100);
  }
}
