/** `/jobs/ingest`: jobs that save the rows of a CSV file (rest-data.md 6.1). */
import { check } from '../../refusals/check.ts';
import type { JobState } from '../../store/port.ts';
import { asWord } from '../../wire/json.ts';
import { NO_CONTENT, ok, type RestAnswer } from '../answer.ts';
import type { Resource, RestCall } from '../call.ts';
import { readBody } from '../request-body.ts';
import { createdJson, ingestJson, jobJson } from './job-json.ts';
import { type FoundJob, jobOfPath } from './job-of-path.ts';
import { listJobs } from './list-jobs.ts';
import { openJob } from './open-job.ts';
import { readIngestJob } from './read-job.ts';
import { type ResultKind, rowResults } from './row-results.ts';
import { upload } from './upload.ts';

/** Bytes of the data of a job (D: 150 MB). */
const MOST_BYTES = 150_000_000;
const ENDED: readonly JobState[] = ['JobComplete', 'Failed', 'Aborted'];

export const ingestJobs: Resource = {
  path: '/jobs/ingest',
  methods: {
    GET: async (call) => ok(await listJobs(call, 'jobs/ingest', ['ingest', 'classic'])),
    POST: create,
  },
};

export const ingestJob: Resource = {
  path: '/jobs/ingest/:job',
  methods: {
    GET: async (call) => ok(ingestJson(await jobOfPath(call, ['ingest', 'classic']))),
    PATCH: (call) => changeState(call),
    DELETE: async (call) => removeJob(call, await jobOfPath(call, ['ingest', 'classic'])),
  },
};

export const ingestData: Resource = {
  path: '/jobs/ingest/:job/batches',
  takesStream: true,
  methods: { PUT: takeData },
};

const resultsAt = (path: string, kind: ResultKind): Resource => ({
  path: `/jobs/ingest/:job/${path}`,
  methods: { GET: (call) => results(call, kind) },
});

/** jsforce asks for unprocessed records in lower case, simple-salesforce does not. */
export const ingestResults: readonly Resource[] = [
  resultsAt('successfulResults', 'successful'),
  resultsAt('failedResults', 'failed'),
  resultsAt('unprocessedrecords', 'unprocessed'),
  resultsAt('unprocessedRecords', 'unprocessed'),
];

async function create(call: RestCall): Promise<RestAnswer> {
  const facts = readIngestJob(call);
  await call.trace.passed('job');
  return ok(createdJson(await openJob(call, { kind: 'ingest', state: 'Open', facts })));
}

async function takeData(call: RestCall): Promise<RestAnswer> {
  const { job, batches } = await jobOfPath(call, ['ingest']);
  const { jobId, orgId, state } = job;
  check(call, 'bulk.state', state === 'Open', { doing: 'Uploading to', state });
  check(call, 'bulk.upload-twice', batches.length === 0, { id: jobId });
  await call.trace.passed('job');
  const { jobs } = call.world.store;
  const batch = { batchId: call.session.ids.next('751'), jobId, orgId, createdAt: call.session.now };
  await upload(call, batch.batchId, MOST_BYTES);
  const delivery = await jobs.deliver(batch, 1);
  if (delivery !== 'done') await jobs.discard(batch.batchId);
  check(call, 'bulk.upload-twice', delivery !== 'twice', { id: jobId });
  check(call, 'bulk.state', delivery === 'done', {
    doing: 'Uploading to',
    state: await stateOf(call, job.jobId),
  });
  return { status: 201, body: undefined };
}

async function changeState(call: RestCall): Promise<RestAnswer> {
  const { job } = await jobOfPath(call, ['ingest']);
  const { state: wanted } = readBody(call);
  const known = ['UploadComplete', 'Aborted'] as const;
  const to = known.find((state) => state === wanted);
  check(call, 'bulk.option', to, { member: 'state', value: asWord(wanted ?? 'null'), known });
  return to === 'Aborted'
    ? move(call, job, { from: ['Open', 'UploadComplete', 'InProgress'], to, doing: 'Aborting' })
    : move(call, job, { from: ['Open'], to, doing: 'Closing' });
}

interface Change {
  readonly from: readonly JobState[];
  readonly to: JobState;
  readonly doing: string;
}

/** Checked first and, as others may be faster, in the operation itself. @throws Refusal */
export async function move(
  call: RestCall,
  job: FoundJob['job'],
  { from, to, doing }: Change,
): Promise<RestAnswer> {
  const { world, session, trace, jobs } = call;
  check(call, 'bulk.state', from.includes(job.state), { doing, state: job.state });
  await trace.passed('job');
  const moved = await world.store.jobs.move(job, { from, to, at: session.now });
  check(call, 'bulk.state', moved, { doing, state: moved ?? (await stateOf(call, job.jobId)) });
  jobs.wake();
  return ok(jobJson({ ...job, state: to, modifiedAt: session.now }));
}

async function stateOf({ world, access }: RestCall, jobId: string): Promise<string> {
  return (await world.store.jobs.find(access.org.id, jobId))?.state ?? 'Deleted';
}

export async function removeJob(call: RestCall, { job }: FoundJob): Promise<RestAnswer> {
  const ended: readonly JobState[] = job.kind === 'classic' ? ['Closed', 'Failed', 'Aborted'] : ENDED;
  check(call, 'bulk.not-ended', ended.includes(job.state), { state: job.state });
  await call.trace.passed('job');
  await call.world.store.jobs.remove(job, ended);
  return NO_CONTENT;
}

async function results(call: RestCall, kind: ResultKind): Promise<RestAnswer> {
  const found = await jobOfPath(call, ['ingest']);
  check(call, 'bulk.results-early', ENDED.includes(found.job.state), { state: found.job.state });
  return rowResults(call.world.store.jobs, found, kind);
}
