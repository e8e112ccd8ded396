/** Saves the rows of a batch in groups: each with its results and the progress in one transaction of the store. */
import { setImmediate } from 'node:timers/promises';
import { type Session, visibleObject } from '../data/data.ts';
import type { ObjectDefinition } from '../data/definition.ts';
import type { SaveRequest, Sent } from '../data/save/draft.ts';
import { type Preparation, prepare } from '../data/save/prepare.ts';
import { isPassing, MOST_TRIES, resultOf as savedOf } from '../data/save/save.ts';
import { stopwatch } from '../ground/clock.ts';
import type { RecordOutcome } from '../store/port.ts';
import { checkRows, sentRows } from './batch-rows.ts';
import { type RowRequest, requestsOf } from './requests.ts';
import { errorOf, failed, type RowResult, resultOf, writeResult } from './row-result.ts';
import { JobFailure, JobStopped, type Run, type Slices, sessionOf } from './run.ts';

/** Rows in which a key of an upsert may be there once, as Salesforce saves that many together (D). */
const GROUP = 200;
/** Rows of one transaction: some milliseconds. */
const PART = 100;
/** Rows that are looked at in one go: a few milliseconds. */
const AT_ONCE = 20;
/** Rows of a batch of Bulk API 1 (D); the sentence is recalled. */
const MOST_OF_BATCH = 10_000;
const TOO_MANY = `InvalidBatch : Exceeded max number of records: ${MOST_OF_BATCH}`;
const NOBODY: ReadonlySet<string> = new Set();

/** @param done rows that an earlier run has done */
export async function* ingest(run: Run, done: number): Slices {
  const { world, facts, batchId } = run;
  const { jobs } = world.store;
  const session = await sessionOf(run);
  const object = objectOf(run, session);
  let rows = 0;
  for await (const count of checkRows(jobs, batchId, facts, session, object)) {
    rows += count;
    if (run.job.kind === 'classic' && rows > MOST_OF_BATCH) throw new JobFailure(TOO_MANY);
    yield;
  }
  let after = done;
  for await (const group of groupsOf(sentRows(jobs, batchId, facts, session, object), done)) {
    yield;
    await saveGroup(run, group, after, after + group.length === rows);
    after += group.length;
  }
  if (rows === 0) await saveGroup(run, [], 0, true);
}

/** @throws JobFailure when the user cannot see it any more */
function objectOf({ facts: { object } }: Run, session: Session): ObjectDefinition {
  const found = visibleObject(session, object);
  if (!found) throw new JobFailure(`InvalidEntity : Entity '${object}' is not supported by the Bulk API.`);
  return found;
}

async function* groupsOf(pieces: AsyncIterable<readonly Sent[]>, done: number): AsyncGenerator<Sent[], void> {
  let waiting: Sent[] = [];
  let left = done;
  for await (const piece of pieces) {
    const skipped = Math.min(left, piece.length);
    left -= skipped;
    waiting = waiting.concat(piece.slice(skipped));
    while (waiting.length >= GROUP) {
      yield waiting.slice(0, GROUP);
      waiting = waiting.slice(GROUP);
    }
  }
  if (waiting.length > 0) yield waiting;
}

/** A row that passed its checks. */
interface Ready {
  readonly index: number;
  readonly request: SaveRequest;
  readonly own: Extract<Preparation, { readonly change: unknown }>;
}

/** @throws JobStopped */
async function saveGroup(run: Run, rows: readonly Sent[], after: number, isLast: boolean): Promise<void> {
  const session = await sessionOf(run);
  const requests = requestsOf(session, objectOf(run, session), run.facts, rows);
  let from = 0;
  let tries = 1;
  do {
    const end = endOfPart(requests, from);
    const part = { requests: requests.slice(from, end), after: after + from };
    const saved = await savePart(run, { ...part, isLast: isLast && end === rows.length, tries });
    tries = saved === 0 ? tries + 1 : 1;
    from += saved;
  } while (from < rows.length);
}

/** A record that is there twice is saved twice, one time after the other. */
function endOfPart(requests: readonly RowRequest[], from: number): number {
  const ids = new Set<string>();
  const most = Math.min(requests.length, from + PART);
  for (let at = from; at < most; at++) {
    const request = requests[at] as RowRequest;
    const id = 'id' in request ? request.id.slice(0, 15) : '';
    if (id !== '' && ids.has(id)) return at;
    ids.add(id);
  }
  return most;
}

interface Part {
  readonly requests: readonly RowRequest[];
  /** Rows that are done before it. */
  readonly after: number;
  readonly isLast: boolean;
  /** How often its first row is looked at. */
  readonly tries: number;
}

/**
 * Rows in front of one that others have changed meanwhile, one of the same part too, are saved without it.
 *
 * @returns how many were saved; @throws JobStopped
 */
async function savePart(run: Run, { requests, after, isLast, tries }: Part): Promise<number> {
  const started = stopwatch();
  const session = await sessionOf(run);
  const results = new Results(requests);
  let ready = await lookAt(session, requests, results);
  let end = requests.length;
  for (;;) {
    const outcome = await run.world.store.jobs.step({
      batchId: run.batchId,
      after,
      changes: ready.map(({ own }) => own.change),
      ...results.written(ready, end),
      took: Math.round(stopwatch() - started),
      at: session.now,
      isLast: isLast && end === requests.length,
      hold: run.hold(),
    });
    if (outcome.kind === 'done') return end;
    if (outcome.kind === 'stopped') throw new JobStopped();
    const passing = ready.find(({ request }, i) => isPassing(request, outcome.outcomes[i]));
    if (passing && tries < MOST_TRIES) end = passing.index;
    if (end === 0) return 0;
    await settle(session, ready, outcome.outcomes, results);
    ready = ready.filter(({ index }, i) => index < end && outcome.outcomes[i]?.done);
  }
}

/** Looks at rows before they are saved, and lets others be served between. @returns those that passed */
async function lookAt(session: Session, requests: readonly RowRequest[], results: Results): Promise<Ready[]> {
  const open = results.open();
  const ready: Ready[] = [];
  for (let from = 0; from < open.length; from += AT_ONCE) {
    const some = open.slice(from, from + AT_ONCE);
    const looked = await Promise.all(
      some.map(async (index) => {
        const request = requests[index] as SaveRequest;
        return { index, request, own: await prepare(session, request, undefined, NOBODY) };
      }),
    );
    for (const { index, request, own } of looked) {
      if ('change' in own) ready.push({ index, request, own });
      else results.set(index, resultOf(request, await savedOf(session, request, own, undefined)));
    }
    await setImmediate();
  }
  return ready;
}

/** What the transaction found of rows that cannot be saved. */
async function settle(
  session: Session,
  ready: readonly Ready[],
  outcomes: readonly RecordOutcome[],
  results: Results,
): Promise<void> {
  for (const [i, { index, request, own }] of ready.entries()) {
    const outcome = outcomes[i];
    if (!outcome || outcome.done) continue;
    results.set(index, resultOf(request, await savedOf(session, request, own, outcome)));
  }
}

/** What became of the rows of a group, as far as it is known. */
class Results {
  readonly #results: (RowResult | undefined)[];

  constructor(requests: readonly RowRequest[]) {
    this.#results = requests.map((request) =>
      'refused' in request ? failed(errorOf(request.refused), request.id) : undefined,
    );
  }

  open(): number[] {
    return this.#results.flatMap((result, index) => (result ? [] : [index]));
  }

  set(index: number, result: RowResult): void {
    this.#results[index] = result;
  }

  /** With those of rows that will have been saved. @param end only rows in front of it */
  written(
    ready: readonly Ready[],
    end: number,
  ): { readonly results: readonly string[]; readonly failed: number } {
    const all = [...this.#results];
    for (const { index, own } of ready) all[index] = { id: own.id, isCreated: own.isCreated, error: '' };
    const results = all.slice(0, end).filter((result) => result !== undefined);
    return {
      results: results.map(writeResult),
      failed: results.filter(({ error }) => error !== '').length,
    };
  }
}
