/** A run: replicas on one store, mixed load on them, kills and restarts, and what must hold meanwhile (docs/replicas.md). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startCluster } from '../store/postgres/cluster.ts';
import { strike } from './faults.ts';
import { Fleet, Lost } from './fleet.ts';
import { flatness, heldTable } from './held.ts';
import { JournalLedger } from './journal-ledger.ts';
import { Random } from './random.ts';
import { RecordLedger } from './record-ledger.ts';
import { Replica } from './replica.ts';
import { Report } from './report.ts';
import { writeSeed } from './seed.ts';
import { orLost, type Soak, type Story, Users } from './soak.ts';
import { manyApprovals } from './stories/approvals.ts';
import { codeRace } from './stories/codes.ts';
import { armedOnce } from './stories/failures.ts';
import { rotationRace } from './stories/families.ts';
import { clientCredentials, tokenOfUser } from './stories/grants.ts';
import { everyToken, oldToken, page, snapshot } from './stories/looks.ts';
import { clockJump, orgLife } from './stories/orgs.ts';
import { everyRecord, oldRecord, recordLife } from './stories/records.ts';
import { logOut, revocation } from './stories/revocations.ts';
import { TokenLedger } from './token-ledger.ts';

export interface RunOptions {
  readonly store: 'sqlite' | 'postgres';
  readonly minutes: number;
  readonly replicas: number;
  /** Stories at a time. */
  readonly clients: number;
  /** Seconds between two kills, and between two restarts of the database. */
  readonly killEvery: number;
  readonly restartEvery: number;
  /** Of every choice. */
  readonly seed: number;
}

export interface RunResult {
  readonly kills: number;
  readonly restarts: number;
  /** Lines. */
  readonly figures: readonly string[];
  /** A sentence for each invariant that did not hold. */
  readonly broken: readonly string[];
}

/** How often each is told among a hundred. */
const STORIES: readonly (readonly [times: number, story: Story])[] = [
  [12, tokenOfUser],
  [16, clientCredentials],
  [8, codeRace],
  [10, rotationRace],
  [4, manyApprovals],
  [8, revocation],
  [5, logOut],
  [12, recordLife],
  [4, oldRecord],
  [3, orgLife],
  [1, clockJump],
  [4, armedOnce],
  [8, oldToken],
  [4, page],
  [1, snapshot],
];
/** What a replica says of its store on stderr. */
const OF_STORE = /the store can be used again|"store":|The (?:database|store) /;
const ENDS = 'a replica ends only when it is told to, and complains of nothing but its store';

/** Milliseconds after the load in which the journal is read to its end: replicas may still be starting. */
const LONGEST_READING = 180_000;

const STORY_OF_100 = STORIES.flatMap(([times, story]) => Array<Story>(times).fill(story));

export async function run(options: RunOptions): Promise<RunResult> {
  const folder = mkdtempSync(join(tmpdir(), 'fauxforce-soak-'));
  const cluster = options.store === 'postgres' ? await startCluster() : undefined;
  const report = new Report();
  const journal = new JournalLedger(report);
  const store = cluster?.url() ?? join(folder, 'state.db');
  const replicas = makeReplicas(options.replicas, ['--store', store, '--seed', writeSeed(folder)], report);
  const fleet = new Fleet(replicas, report, journal);
  const soak = { fleet, report, tokens: new TokenLedger(), records: new RecordLedger(), users: new Users() };
  try {
    await Promise.all(replicas.map((replica) => replica.start()));
    const until = performance.now() + options.minutes * 60_000;
    const random = new Random(`${options.seed}`);
    await Promise.all([
      ...Array.from({ length: options.clients }, (_, i) => tell(soak, random.of(`client ${i}`), until)),
      strike({ fleet, report, journal, cluster }, options, random.of('faults'), until),
      follow(fleet, journal, random.of('journal'), until),
      watch(fleet, until),
    ]);
    await everyToken(soak, random.of('tokens'));
    await everyRecord(soak, random.of('records'));
    await stopAll(replicas, report);
    for (const how of flatness(replicas)) report.breaks('memory and handles stay flat', how);
    return {
      kills: report.counted('kills'),
      restarts: report.counted('restarts of the database'),
      figures: [...report.figures, ...heldTable(replicas)],
      broken: report.broken,
    };
  } finally {
    await Promise.all(replicas.map((replica) => replica.kill()));
    await cluster?.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeReplicas(count: number, args: readonly string[], report: Report): readonly Replica[] {
  const usual = ['--log-level', 'error', '--journal-size', '3000', '--quiet'];
  return Array.from({ length: count }, (_, i) => {
    const name = `replica ${i + 1}`;
    return new Replica({
      name,
      args: [...args, ...usual],
      onComplaint(line) {
        if (OF_STORE.test(line)) return report.count(`times that a replica wrote: ${line}`);
        report.breaks(ENDS, `${name} wrote ${line}`);
      },
      onEnd: (how) => report.breaks(ENDS, how),
    });
  });
}

/** A client: one story after the other. */
async function tell(soak: Soak, random: Random, until: number): Promise<void> {
  for (let number = 0; performance.now() < until; number++) {
    const own = random.of(`story ${number}`);
    const story = own.pick(STORY_OF_100);
    try {
      await story(soak, own);
      soak.report.count('stories told to their end');
    } catch (error) {
      if (error instanceof Lost) soak.report.count('stories that a fault cut short');
      else soak.report.breaks('the load goes on', `${story.name}: ${(error as Error).message}`);
    }
    // None is up: the next is about to be.
    if (soak.fleet.up.length === 0) await setTimeout(100);
  }
}

/** Reads the journal as it grows. */
async function follow(fleet: Fleet, journal: JournalLedger, random: Random, until: number): Promise<void> {
  const end = () => (journal.size > 0 ? until + LONGEST_READING : until);
  while (performance.now() < end()) {
    await setTimeout(1_000);
    const askedAt = performance.now();
    const replica = fleet.any(random);
    const path = `/journal?limit=${journal.size + 500}`;
    const listed = await orLost(fleet.lab<{ entries: { id: string }[] }>(replica, 'GET', path));
    if (listed) journal.shown(new Set(listed.entries.map(({ id }) => id)), askedAt, replica.name);
  }
  journal.neverShown();
}

async function watch(fleet: Fleet, until: number): Promise<void> {
  while (performance.now() < until) {
    for (const replica of fleet.replicas) replica.look();
    await setTimeout(1_000);
  }
}

async function stopAll(replicas: readonly Replica[], report: Report): Promise<void> {
  for (const replica of replicas) {
    const code = await replica.stop();
    report.expect(code === 0, ENDS, () => `${replica.name} ended with ${code} after SIGTERM`);
  }
}
