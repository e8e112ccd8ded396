/** `/jobs/query`: jobs that answer a query as CSV, in pages (rest-data.md 6.2). */
import { factsOf, LINE_ENDINGS } from '../../bulk/facts.ts';
import { check } from '../../refusals/check.ts';
import { asWord } from '../../wire/json.ts';
import { ok, type RestAnswer } from '../answer.ts';
import type { Resource, RestCall } from '../call.ts';
import { readBody } from '../request-body.ts';
import { move, removeJob } from './ingest.ts';
import { createdJson, queryJson, rowsOf } from './job-json.ts';
import { jobOfPath } from './job-of-path.ts';
import { listJobs } from './list-jobs.ts';
import { openJob } from './open-job.ts';
import { readQueryJob } from './read-job.ts';
import { CSV_TYPE } from './row-results.ts';

/** Rows of a page where the caller names no number, and where they do. */
const PAGE = 10_000;
const MOST = 250_000;

export const queryJobs: Resource = {
  path: '/jobs/query',
  methods: { GET: async (call) => ok(await listJobs(call, 'jobs/query', ['query'])), POST: create },
};

export const queryJob: Resource = {
  path: '/jobs/query/:job',
  methods: {
    GET: async (call) => ok(queryJson(await jobOfPath(call, ['query']))),
    PATCH: abort,
    DELETE: async (call) => removeJob(call, await jobOfPath(call, ['query'])),
  },
};

export const queryResults: Resource = { path: '/jobs/query/:job/results', methods: { GET: results } };

async function create(call: RestCall): Promise<RestAnswer> {
  const facts = await readQueryJob(call);
  await call.trace.passed('job');
  const job = await openJob(call, { kind: 'query', state: 'UploadComplete', facts });
  call.jobs.wake();
  return ok(createdJson({ ...job, state: 'UploadComplete' }));
}

async function abort(call: RestCall): Promise<RestAnswer> {
  const { job } = await jobOfPath(call, ['query']);
  const { state } = readBody(call);
  check(call, 'bulk.option', state === 'Aborted', {
    member: 'state',
    value: asWord(state ?? 'null'),
    known: ['Aborted'],
  });
  return move(call, job, { from: ['UploadComplete', 'InProgress'], to: 'Aborted', doing: 'Aborting' });
}

async function results(call: RestCall): Promise<RestAnswer> {
  const { job, batches } = await jobOfPath(call, ['query']);
  const facts = factsOf(job);
  const called = call.root.slice(call.root.lastIndexOf('/v') + 2);
  check(call, 'bulk.query-version', called === facts.apiVersion, { version: facts.apiVersion, called });
  check(call, 'bulk.query-running', job.state === 'JobComplete', { state: inCapitals(job.state) });
  await call.trace.passed('job');
  const size = rowsOf(batches);
  const from = fromOf(call, size);
  const limit = limitOf(call);
  const { jobs } = call.world.store;
  const batchId = batches[0]?.batchId ?? '';
  const [header = ''] = await jobs.results(batchId, { from: 0, limit: 1 });
  const rows = await jobs.results(batchId, { from: from + 1, limit });
  const end = LINE_ENDINGS[facts.lineEnding ?? 'LF'];
  const next = from + rows.length;
  return {
    status: 200,
    body: undefined,
    text: { type: CSV_TYPE, content: [header, ...rows].map((line) => line + end).join('') },
    headers: {
      'Sforce-NumberOfRecords': String(rows.length),
      'Sforce-Locator': next < size ? locatorOf(next) : 'null',
    },
  };
}

/** `InProgress` -> `IN_PROGRESS` */
function inCapitals(state: string): string {
  return state.replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** An opaque word: the number of the next row in base64, as Salesforce's look (`MTAwMDA`). */
function locatorOf(row: number): string {
  return Buffer.from(String(row)).toString('base64url');
}

/** @throws Refusal */
function fromOf(call: RestCall, size: number): number {
  const locator = call.parameters.get('locator');
  if (locator === undefined || locator === '') return 0;
  const text = Buffer.from(locator, 'base64url').toString('latin1');
  const row = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  check(call, 'bulk.locator', row > 0 && row < size && locatorOf(row) === locator, { locator });
  return row;
}

/** @throws Refusal */
function limitOf(call: RestCall): number {
  const given = call.parameters.get('maxRecords');
  if (given === undefined) return PAGE;
  const isNumber = /^[1-9]\d{0,8}$/.test(given);
  check(call, 'bulk.option', isNumber, {
    member: 'maxRecords',
    value: asWord(given),
    known: [`1 to ${MOST}`],
  });
  return Math.min(Number(given), MOST);
}
