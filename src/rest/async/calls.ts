/** The calls of Bulk API 1 (rest-data.md 7). */
import { factsOf, INGEST_OPERATIONS, isQuery, type JobFacts, QUERY_OPERATIONS } from '../../bulk/facts.ts';
import { visibleObject } from '../../data/data.ts';
import { isRecordId, wholeId } from '../../data/ids.ts';
import { check, refuse } from '../../refusals/check.ts';
import type { JobState, StoredBatch, StoredJob } from '../../store/port.ts';
import { asWord } from '../../wire/json.ts';
import { isTheirs } from '../jobs/job-of-path.ts';
import { openJob } from '../jobs/open-job.ts';
import { externalIdOf, ingestObject, optionOf } from '../jobs/read-job.ts';
import { upload } from '../jobs/upload.ts';
import type { AsyncAnswer } from './answer.ts';
import { queryAsCsv, queryAsJson, resultIdOf, rowsAsCsv, rowsAsJson } from './batch-results.ts';
import type { AsyncCall } from './call.ts';
import { batchInfo, jobInfo } from './job-info.ts';
import { readJobBody } from './read-body.ts';

/** Bytes of a batch (D: ten million). */
const MOST_BYTES = 10_000_000;
const MOST_BATCHES = 1_000;

/** `POST /job` */
export async function createJob(call: AsyncCall): Promise<AsyncAnswer> {
  const isJson = call.isJsonSent;
  const facts = readFacts(call, await readJobBody(call), isJson);
  await call.trace.passed('async');
  const job = await openJob(call, { kind: 'classic', state: 'Open', facts });
  return { status: 201, isJson, root: 'jobInfo', members: jobInfo(job, [], isJson) };
}

/** @throws Refusal */
function readFacts(call: AsyncCall, body: Readonly<Record<string, unknown>>, isJson: boolean): JobFacts {
  const { assignmentRuleId } = body;
  if (assignmentRuleId !== undefined && assignmentRuleId !== null && assignmentRuleId !== '')
    refuse(call, 'rest.unsupported', { what: 'assignment rules of a bulk job' });
  const operation = optionOf(call, body, 'operation', [...INGEST_OPERATIONS, ...QUERY_OPERATIONS], undefined);
  const name = asWord(body.object ?? '');
  const object = isQuery(operation)
    ? visibleObject(call.session, name)
    : ingestObject(call, call.session, name, operation);
  check(call, 'bulk.object', object, { object: name });
  check(call, 'bulk.entity', !isQuery(operation) || object.capabilities.has('queryable'), {
    object: object.name,
    operation,
  });
  const contentType = optionOf(call, body, 'contentType', CONTENT_TYPES, 'XML');
  if (contentType !== 'CSV' && contentType !== 'JSON')
    refuse(call, 'rest.unsupported', { what: `batches of ${contentType}` });
  return {
    object: object.name,
    operation,
    apiVersion: call.version,
    contentType,
    columnDelimiter: 'COMMA',
    lineEnding: undefined,
    externalIdFieldName:
      operation === 'upsert' ? externalIdOf(call, call.session, object, body.externalIdFieldName) : undefined,
    concurrencyMode: modeOf(call, body),
    query: undefined,
    isJson,
  };
}

const MODES = ['Parallel', 'Serial'] as const;

/** By its name or by its number: simple-salesforce sends 0 or 1. */
function modeOf(call: AsyncCall, body: Readonly<Record<string, unknown>>): string {
  const { concurrencyMode } = body;
  const numbered = typeof concurrencyMode === 'number' ? MODES[concurrencyMode] : undefined;
  return numbered ?? optionOf(call, body, 'concurrencyMode', MODES, 'Parallel');
}

const CONTENT_TYPES = ['CSV', 'JSON', 'XML', 'ZIP_CSV', 'ZIP_JSON', 'ZIP_XML'] as const;

/** `GET /job/{id}` */
export async function readJob(call: AsyncCall): Promise<AsyncAnswer> {
  return answerJob(call, await jobOf(call));
}

/** `POST /job/{id}`: closes or aborts it. */
export async function changeJob(call: AsyncCall): Promise<AsyncAnswer> {
  const job = await jobOf(call);
  const to = optionOf(call, await readJobBody(call), 'state', ['Closed', 'Aborted'], undefined);
  const doing = to === 'Closed' ? 'Closing' : 'Aborting';
  const from: readonly JobState[] = to === 'Closed' ? ['Open'] : ['Open', 'Closed'];
  check(call, 'bulk.state', from.includes(job.state), { doing, state: job.state });
  await call.trace.passed('async');
  const { jobs } = call.world.store;
  const moved = await jobs.move(job, { from, to, at: call.session.now });
  const now = await jobs.find(job.orgId, job.jobId);
  check(call, 'bulk.state', moved && now, { doing, state: now?.state ?? 'Deleted' });
  return answerJob(call, now);
}

async function answerJob(call: AsyncCall, job: StoredJob): Promise<AsyncAnswer> {
  const isJson = isJsonOf(job);
  const batches = await call.world.store.jobs.batches(job.jobId);
  return { status: 200, isJson, root: 'jobInfo', members: jobInfo(job, batches, isJson) };
}

/** `POST /job/{id}/batch`: rows, or a query. */
export async function addBatch(call: AsyncCall): Promise<AsyncAnswer> {
  const job = await jobOf(call);
  const { jobId, orgId, state } = job;
  check(call, 'bulk.state', state === 'Open', { doing: 'Adding a batch to', state });
  await call.trace.passed('async');
  const { jobs } = call.world.store;
  const batch = { batchId: call.session.ids.next('751'), jobId, orgId, createdAt: call.session.now };
  await upload(call, batch.batchId, MOST_BYTES);
  const delivery = await jobs.deliver(batch, MOST_BATCHES);
  if (delivery !== 'done') await jobs.discard(batch.batchId);
  check(call, 'async.too-many-batches', delivery !== 'too many', { most: MOST_BATCHES });
  check(call, 'bulk.state', delivery === 'done', { doing: 'Adding a batch to', state: 'Closed' });
  call.jobs.wake();
  const isJson = hasJsonBatches(job);
  const added = { ...batch, ...NEW, row: 0, modifiedAt: batch.createdAt };
  return { status: 201, isJson, root: 'batchInfo', members: batchInfo(job, added, isJson) };
}

const NEW = { state: 'Queued', processed: 0, failed: 0, took: 0, message: undefined } as const;

/** `GET /job/{id}/batch` */
export async function listBatches(call: AsyncCall): Promise<AsyncAnswer> {
  const job = await jobOf(call);
  const isJson = hasJsonBatches(job);
  const batches = await call.world.store.jobs.batches(job.jobId);
  const list = batches.map((batch) => batchInfo(job, batch, isJson));
  return { status: 200, isJson, root: 'batchInfoList', item: 'batchInfo', list };
}

/** `GET /job/{id}/batch/{id}` */
export async function readBatch(call: AsyncCall): Promise<AsyncAnswer> {
  const job = await jobOf(call);
  const batch = await batchOf(call, job);
  const isJson = hasJsonBatches(job);
  return { status: 200, isJson, root: 'batchInfo', members: batchInfo(job, batch, isJson) };
}

/** `GET /job/{id}/batch/{id}/result`: of rows what became of them, of a query the ids of its results. */
export async function readResults(call: AsyncCall): Promise<AsyncAnswer> {
  const job = await jobOf(call);
  const { batchId, state, processed } = await batchOf(call, job);
  const isDone = state === 'Completed' || (state === 'Failed' && processed > 0);
  check(call, 'async.batch-running', isDone, { state });
  const { operation, contentType } = factsOf(job);
  const { jobs } = call.world.store;
  if (isQuery(operation)) return { status: 200, isJson: hasJsonBatches(job), results: [resultIdOf(batchId)] };
  return contentType === 'JSON'
    ? { status: 200, isJson: true, content: rowsAsJson(jobs, batchId) }
    : { status: 200, isJson: false, content: rowsAsCsv(jobs, batchId) };
}

/** `GET /job/{id}/batch/{id}/result/{id}`: what a query found. */
export async function readResult(call: AsyncCall): Promise<AsyncAnswer> {
  const job = await jobOf(call);
  const { batchId, state } = await batchOf(call, job);
  const { operation, contentType } = factsOf(job);
  const id = call.path.result ?? '';
  const isThere = isQuery(operation) && isRecordId(id) && wholeId(id) === resultIdOf(batchId);
  check(call, 'async.batch', isThere, { id });
  check(call, 'async.batch-running', state === 'Completed', { state });
  const { jobs } = call.world.store;
  return contentType === 'JSON'
    ? { status: 200, isJson: true, content: queryAsJson(jobs, batchId) }
    : { status: 200, isJson: false, content: queryAsCsv(jobs, batchId) };
}

/** @throws Refusal */
async function jobOf(call: AsyncCall): Promise<StoredJob> {
  const id = call.path.job ?? '';
  const { orgId } = call.access.token;
  const found = isRecordId(id) ? await call.world.store.jobs.find(orgId, wholeId(id)) : undefined;
  const job = found?.kind === 'classic' && isTheirs(call, found) ? found : undefined;
  check(call, 'async.job', job, { id });
  return job;
}

/** @throws Refusal */
async function batchOf(call: AsyncCall, { jobId }: StoredJob): Promise<StoredBatch> {
  const id = call.path.batch ?? '';
  const batches = await call.world.store.jobs.batches(jobId);
  const batch = isRecordId(id) ? batches.find(({ batchId }) => batchId === wholeId(id)) : undefined;
  check(call, 'async.batch', batch, { id });
  // Another process may have ended while it worked on it.
  if (batch.state === 'Queued' || batch.state === 'InProgress') call.jobs.wake();
  return batch;
}

/** A job is answered as it was made. */
function isJsonOf(job: StoredJob): boolean {
  return factsOf(job).isJson === true;
}

/** Batches are answered as their rows are written: tap-salesforce makes jobs of CSV with JSON, and reads their batches as XML. */
function hasJsonBatches(job: StoredJob): boolean {
  return factsOf(job).contentType === 'JSON';
}
