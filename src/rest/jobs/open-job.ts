/** Makes a job in the store, within what an org may have of them. */
import type { JobFacts } from '../../bulk/facts.ts';
import { realTime } from '../../ground/clock.ts';
import { check } from '../../refusals/check.ts';
import type { JobKind, JobState, StoredJob } from '../../store/port.ts';
import type { RestCall } from '../call.ts';

const DAY = 24 * 60 * 60 * 1000;
/** A job that has ended is kept for so long (D). */
const KEPT = 7 * DAY;
/** Jobs of an org: the oldest that have ended make room. */
const MOST_JOBS = 1_000;
/** `DailyBulkApiBatches` and `DailyBulkV2QueryJobs` of `/limits`. */
export const MOST_BATCHES = 15_000;
export const MOST_QUERIES = 10_000;

interface Opening {
  readonly kind: JobKind;
  readonly state: JobState;
  readonly facts: JobFacts;
}

type Caller = Pick<RestCall, 'access' | 'world' | 'session' | 'trace'>;

/** @throws Refusal */
export async function openJob(call: Caller, { kind, state, facts }: Opening): Promise<StoredJob> {
  const { access, world, session } = call;
  const { id: orgId } = access.org;
  const jobId = session.ids.next('750');
  const createdAt = session.now;
  const job = { jobId, orgId, userId: access.user.id, kind, state, facts: JSON.stringify(facts), createdAt };
  // Its data is the query itself.
  const batch = kind === 'query' ? { batchId: session.ids.next('751'), jobId, orgId, createdAt } : undefined;
  const isOpen = await world.store.jobs.open(job, batch, {
    keepSince: createdAt - KEPT,
    most: MOST_JOBS,
    daySince: createdAt - DAY,
    mostBatches: MOST_BATCHES,
    mostQueries: MOST_QUERIES,
    at: realTime(),
  });
  if (!isOpen) await refuseFull(call, kind);
  const found = await world.store.jobs.find(orgId, jobId);
  return found ?? { ...job, row: 0, modifiedAt: createdAt, message: undefined };
}

async function refuseFull(call: Caller, kind: JobKind): Promise<void> {
  const { world, access, session } = call;
  const { batches, queries } = await world.store.jobs.used(access.org.id, session.now - DAY);
  const [used, most] = kind === 'query' ? [queries, MOST_QUERIES] : [batches, MOST_BATCHES];
  check(call, 'bulk.too-many', false, used < most ? { used: MOST_JOBS, most: MOST_JOBS } : { used, most });
}

/** What an org has used of a day. */
export function usedOfDay({
  access,
  world,
  session,
}: Pick<RestCall, 'access' | 'world' | 'session'>): Promise<{ batches: number; queries: number }> {
  return world.store.jobs.used(access.org.id, session.now - DAY);
}
