/** Refusals of Bulk API 1, which has error codes of its own; what REST refuses is told in its words (rest-data.md 7). */
import { family } from './family.ts';
import { place } from './place.ts';
import { quote } from './quote.ts';
import { passwordGrant } from './recipe-words.ts';
import type { Recipe, Step } from './refusal.ts';

const SESSION = { 'x-sfdc-session': '{{access_token}}' };
const JOB = '/services/async/60.0/job';

function async(path: string, body?: string, type = 'application/json'): Step {
  return {
    method: body === undefined ? 'GET' : 'POST',
    path,
    headers: body === undefined ? SESSION : { ...SESSION, 'content-type': type },
    ...(body === undefined ? {} : { body }),
  };
}

function after(...steps: readonly Step[]): Recipe {
  return { steps: [passwordGrant(), ...steps] };
}

function armed(refusal: string): Recipe {
  const arm = { method: 'POST', path: '/_fauxforce/failures', body: JSON.stringify({ refusal }) } as const;
  return after({ ...arm, headers: { 'content-type': 'application/json' } }, NEW_JOB);
}

const NEW_JOB = async(JOB, '{"operation":"insert","object":"Account","contentType":"CSV"}');
const NOBODY = '750FF0000000000AAA';

const SHARED = {
  at: place('async'),
  surface: 'bulk-error',
  status: 400,
  section: 'rest-data.md 7',
} as const;

export const asyncRefusals = family('async', SHARED, {
  version: {
    error: 'InvalidVersion',
    description: ({ version }) => `Invalid API version: ${version}`,
    why: ({ version }: { version: string }) =>
      `version ${quote(version)} must be one that /services/data lists`,
    fix: 'Call /services/async/NN.0 with a version that /services/data lists.',
    evidence: 'unconfirmed',
    recipe: after(async('/services/async/9.0/job/x')),
  },
  url: {
    error: 'InvalidUrl',
    description: 'The requested resource does not exist',
    why: ({ path, method }: { path: string; method: string }) =>
      `${method} ${quote(path)} must be a call of jobs, batches or results`,
    fix: 'Check the path: /services/async/NN.0/job[/<id>[/batch[/<id>[/result[/<id>]]]]].',
    evidence: 'unconfirmed',
    recipe: after(async('/services/async/60.0/jobs')),
  },
  xml: {
    error: 'InvalidXML',
    description: ({ problem }) => problem,
    why: ({ problem }: { problem: string }) => `reading the body as XML gave: ${problem}`,
    fix: 'Send <jobInfo xmlns="http://www.force.com/2009/06/asyncapi/dataload">, or JSON with Content-Type: application/json.',
    evidence: 'unconfirmed',
    recipe: after(async(JOB, '<jobInfo>', 'application/xml')),
  },
  json: {
    error: 'ClientInputError',
    description: ({ problem }) => problem,
    why: ({ problem }: { problem: string }) => `reading the body as JSON gave: ${problem}`,
    fix: 'Correct the body at that place.',
    evidence: 'unconfirmed',
    recipe: after(async(JOB, '{"operation"insert"}')),
  },
  job: {
    error: 'InvalidJob',
    description: ({ id }) => `Invalid job id: ${id}`,
    why: ({ id }: { id: string }) =>
      `${quote(id)} must be the id of a job of the user, of Bulk API 1, that is not deleted`,
    fix: 'Check the id. Jobs are kept for seven days after their end.',
    evidence: 'unconfirmed',
    recipe: after(async(`${JOB}/${NOBODY}`)),
  },
  batch: {
    error: 'InvalidBatch',
    description: ({ id }) => `Invalid batch id: ${id}`,
    why: ({ id }: { id: string }) => `${quote(id)} must be the id of a batch or a result of the job`,
    fix: 'List the batches of the job: GET /job/<id>/batch.',
    evidence: 'unconfirmed',
    recipe: after(NEW_JOB, async(`${JOB}/{{id}}/batch/${NOBODY}`)),
  },
  'batch-running': {
    error: 'InvalidBatch',
    description: 'Batch not completed',
    why: ({ state }: { state: string }) =>
      `results are there when the batch is Completed, or Failed in its rows; it is ${state}`,
    fix: 'Poll the batch until its state is Completed or Failed.',
    evidence: 'recalled',
    recipe: armed('async.batch-running'),
  },
  'too-many-batches': {
    error: 'ExceededQuota',
    description: ({ most }) => `A job can have at most ${most} batches`,
    why: ({ most }: { most: number }) => `the job has ${most} batches, which is the most`,
    fix: 'Send the rest in another job.',
    evidence: 'unconfirmed',
    recipe: armed('async.too-many-batches'),
  },
});
