/** Restores a snapshot, or the seed's state, in place of all state. */

import { makeSeedRecords } from '../data/given/seed-records.ts';
import type { ClockState } from '../ground/clock.ts';
import { OrgDirectory } from '../org/directory.ts';
import type { Org } from '../org/model.ts';
import { modulesIn, type WrittenOrg, writeOrg } from '../seed/document-of.ts';
import { SeedError } from '../seed/problems.ts';
import { type DumpedOrg, notWhole, otherVersion, StoreError } from '../store/port.ts';
import { isRecord } from '../wire/json.ts';
import { orgClashesAmong } from '../world/org-clashes.ts';
import { readingOf } from '../world/org-rows.ts';
import type { World } from '../world/world.ts';
import type { Failure } from './failures/failures.ts';
import { isWrittenFailure, readFailure } from './failures/written-failures.ts';
import type { LabWorld } from './lab-world.ts';
import { LabProblem } from './plane/answer-problem.ts';
import { FIRST_INSTANT, LAST_INSTANT } from './plane/input.ts';
import { SNAPSHOT_VERSION, type Snapshot } from './take-snapshot.ts';

/** Version 1 had the store's tables as SQLite has them. */
const KNOWN_VERSIONS: readonly unknown[] = [1, SNAPSHOT_VERSION];

/**
 * Replaces all state with a snapshot. Orgs of the seed that the snapshot does not have count as deleted.
 *
 * @param mayRun whether a module may be a token exchange handler
 * @throws SeedError, StoreError; nothing was changed
 */
export async function restoreSnapshot(
  world: LabWorld,
  value: unknown,
  mayRun: (module: string) => boolean = modulesOf(world),
): Promise<void> {
  const snapshot = readSnapshot(value);
  const { readWrittenOrg } = await import('../seed/written-org.ts');
  const orgs = snapshot.orgs.map((org, i) =>
    readWrittenOrg(org, mayRun, (path) => ['orgs', i, 'document', ...path]),
  );
  const problems = orgClashesAmong(orgs);
  if (problems.length > 0) throw new SeedError(problems);
  const failures = failuresOf(snapshot, { ...world, orgs: new OrgDirectory(orgs) });
  await world.image.exclusively(async () => {
    // What another process made of the lab is replaced too: it has to be known for that.
    await world.sharedLab.follow();
    await world.store.state.load(snapshot.store, [
      ...orgs.map((org, i) => documentFor(world, org, snapshot, i)),
      ...world.image.seed.filter(({ id }) => !orgs.some((org) => org.id === id)).map(buried),
    ]);
    world.laterRecords.clear();
    await world.sharedLab.change(() => {
      world.clock.restore(snapshot.clock);
      world.failures.restore(failures);
    });
    await world.image.load();
  });
}

/** Goes back to the start: the seed's orgs as they were, no tokens, no failures, an empty journal, the machine's time. */
export async function reset(world: LabWorld): Promise<void> {
  await world.image.exclusively(async () => {
    await world.sharedLab.follow();
    world.laterRecords.clear();
    await world.store.state.clear();
    await world.sharedLab.change(() => {
      world.clock.restore({ offset: 0 });
      world.failures.disarmAll();
    });
    await world.journal.clear();
    await world.image.load();
    await makeSeedRecords(world);
  });
}

function documentFor({ image, store: into }: World, org: Org, { orgs }: Snapshot, index: number): DumpedOrg {
  const { expiresAt, createdAt = 0 } = orgs[index] ?? {};
  return {
    orgId: org.id,
    document: JSON.stringify(writeOrg(org)),
    expiresAt,
    createdAt,
    seed: image.seedFingerprintOf(org.id),
    reading: readingOf(org, into),
  };
}

function buried({ id }: Org): DumpedOrg {
  const nothing = { document: undefined, expiresAt: undefined, seed: undefined };
  return { orgId: id, ...nothing, createdAt: 0 };
}

/** @throws StoreError when a failure does not fit the orgs */
function failuresOf({ failures = [] }: Snapshot, world: Pick<LabWorld, 'orgs' | 'failures'>): Failure[] {
  try {
    return failures.flatMap((failure) => readFailure(failure, world));
  } catch (error) {
    if (!(error instanceof LabProblem)) throw error;
    throw new StoreError(`The snapshot has a failure that does not fit: ${error.message}.`);
  }
}

/** Modules that run here already may run again: a snapshot must not bring a new program. */
function modulesOf({ orgs, image }: World): (module: string) => boolean {
  const known = new Set([...orgs.orgs, ...image.seed].flatMap((org) => [...modulesIn(org)]));
  return (module) => known.has(module);
}

/** @throws StoreError */
function readSnapshot(value: unknown): Snapshot {
  if (!isRecord(value) || value.fauxforce !== 'snapshot') {
    throw new StoreError('The document is no snapshot of fauxforce: GET /_fauxforce/snapshot makes one.');
  }
  if (!KNOWN_VERSIONS.includes(value.version)) {
    throw otherVersion(`The snapshot is of version ${JSON.stringify(value.version)}`, SNAPSHOT_VERSION);
  }
  const { clock, orgs } = value;
  if (!isClock(clock)) throw notWhole('clock');
  if (!Array.isArray(orgs)) throw notWhole('orgs');
  const wrong = orgs.findIndex((org: unknown) => !isWrittenOrg(org));
  if (wrong >= 0) throw notWhole(`orgs[${wrong}]`);
  const { failures = [] } = value;
  if (!Array.isArray(failures) || !failures.every(isWrittenFailure)) throw notWhole('failures');
  return value as unknown as Snapshot;
}

function isWrittenOrg(org: unknown): org is WrittenOrg {
  return (
    isRecord(org) &&
    isRecord(org.document) &&
    isRecord(org.parents) &&
    Object.values(org.parents).every((key) => typeof key === 'string') &&
    isListOfKeys(org.deleted) &&
    [org.expiresAt, org.createdAt].every((at) => at === undefined || isInstant(at))
  );
}

function isListOfKeys(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.every((key) => typeof key === 'string'));
}

function isClock(clock: unknown): clock is ClockState {
  if (!isRecord(clock) || !isClockOf(clock)) return false;
  return clock.orgs === undefined || (isRecord(clock.orgs) && Object.values(clock.orgs).every(isClockOf));
}

function isClockOf(clock: unknown): boolean {
  return (
    isRecord(clock) &&
    typeof clock.offset === 'number' &&
    Math.abs(clock.offset) <= LAST_INSTANT - FIRST_INSTANT &&
    (clock.frozenAt === undefined || isInstant(clock.frozenAt))
  );
}

/** Wider than the calendar: an org's clock runs ahead of the common one, and its expirations are later still. */
function isInstant(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) <= 3 * (LAST_INSTANT - FIRST_INSTANT);
}
