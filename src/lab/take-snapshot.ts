/**
 * All state as one document: the store's contents, the orgs as they are now, the clock, armed failures; not the journal. A
 * snapshot is of one moment. It is written piece by piece, and other requests are served in between.
 */
import { setImmediate } from 'node:timers/promises';
import type { ClockState } from '../ground/clock.ts';
import type { Org } from '../org/model.ts';
import { type WrittenOrg, writeOrg } from '../seed/document-of.ts';
import type { DumpReading, StoreDump } from '../store/port.ts';
import { isRecord } from '../wire/json.ts';
import type { World } from '../world/world.ts';
import { namesWhatIsThere, type WrittenFailure, writeFailure } from './failures/written-failures.ts';
import type { LabWorld } from './lab-world.ts';

export const SNAPSHOT_VERSION = 2;

/** How many orgs are written at once: some milliseconds. */
const ORGS_AT_ONCE = 20;

export interface Snapshot {
  readonly fauxforce: 'snapshot';
  readonly version: typeof SNAPSHOT_VERSION;
  readonly clock: ClockState;
  readonly orgs: readonly (WrittenOrg & OrgFacts)[];
  readonly store: StoreDump;
  /** Undefined when none is armed. */
  readonly failures?: readonly WrittenFailure[];
}

interface OrgFacts {
  readonly expiresAt?: number;
  readonly createdAt?: number;
}

/** A snapshot that is being written. */
export interface SnapshotText {
  /** Can be read once. */
  readonly pieces: AsyncIterable<string>;
  /** Must be called in the end. May be called at any time, also before every piece was read. */
  close(): void;
}

/** What was in memory at the moment of the snapshot. */
interface Moment {
  readonly clock: ClockState;
  readonly orgs: readonly (readonly [org: Org, facts: OrgFacts])[];
  readonly failures: readonly WrittenFailure[];
}

/**
 * Begins a snapshot. The same state gives the same text. It contains the store's secret, passwords and consumer secrets; tokens
 * only as hashes.
 *
 * @throws StoreError when the state is too large for a snapshot
 */
export async function openSnapshot(world: LabWorld): Promise<SnapshotText> {
  await world.image.follow();
  await world.laterRecords.all();
  const store = await world.store.state.dump();
  const orgs = [...world.orgs.orgs].sort((a, b) => (a.id < b.id ? -1 : 1));
  const moment = {
    clock: world.clock.state(),
    orgs: orgs.map((org) => [org, factsOf(world, org)] as const),
    failures: world.failures.list().filter(namesWhatIsThere(world.orgs)).map(writeFailure),
  };
  return { pieces: written(moment, store), close: () => store.close() };
}

/** Takes a snapshot as one object. */
export async function takeSnapshot(world: LabWorld): Promise<Snapshot> {
  const { pieces, close } = await openSnapshot(world);
  try {
    let text = '';
    for await (const piece of pieces) text += piece;
    const snapshot: Snapshot = JSON.parse(text);
    return snapshot;
  } finally {
    close();
  }
}

async function* written(moment: Moment, store: DumpReading): AsyncGenerator<string> {
  yield `{"fauxforce":"snapshot","version":${SNAPSHOT_VERSION},"clock":${JSON.stringify(moment.clock)}`;
  yield ',"orgs":[';
  for (const piece of writtenOrgs(moment.orgs)) {
    yield piece;
    await setImmediate();
  }
  const { version, secret, numbers } = store;
  yield `],"store":{"version":${version},"secret":${JSON.stringify(secret)},"numbers":${JSON.stringify(numbers)},"parts":{`;
  for await (const piece of writtenParts(store)) {
    yield piece;
    await setImmediate();
  }
  yield '}}';
  if (moment.failures.length > 0) yield `,"failures":${JSON.stringify(moment.failures)}`;
  yield '}';
}

function* writtenOrgs(orgs: Moment['orgs']): Generator<string> {
  for (let at = 0; at < orgs.length; at += ORGS_AT_ONCE) {
    const some = orgs.slice(at, at + ORGS_AT_ONCE);
    const texts = some.map(([org, facts]) => JSON.stringify(sorted({ ...writeOrg(org), ...facts })));
    yield (at === 0 ? '' : ',') + texts.join(',');
  }
}

async function* writtenParts(store: DumpReading): AsyncGenerator<string> {
  let begun: string | undefined;
  for await (const { part, rows } of store.slices) {
    const texts = rows.map((row) => JSON.stringify(row)).join(',');
    if (part === begun) yield `,${texts}`;
    else yield `${begun === undefined ? '' : '],'}${JSON.stringify(part)}:[${texts}`;
    begun = part;
  }
  if (begun !== undefined) yield ']';
}

function factsOf({ image }: World, { id }: Org): OrgFacts {
  const expiresAt = image.expiresAt(id);
  return { ...(expiresAt === undefined ? {} : { expiresAt }), createdAt: image.createdAt(id) ?? 0 };
}

/** Sorts the keys of every object, so that equal orgs have equal text, wherever they came from. */
function sorted<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(sorted) as Value;
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)])) as Value;
}
