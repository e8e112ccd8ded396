/** Refusals of Bulk API 2.0: calls of jobs (rest-data.md 6). What becomes of rows is no refusal of a call. */
import { family } from './family.ts';
import { place } from './place.ts';
import { quote } from './quote.ts';
import { armed, written } from './record-recipes.ts';
import type { Step } from './refusal.ts';

const BEARER = { authorization: 'Bearer {{access_token}}' };
const JOBS = '/services/data/v60.0/jobs';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

function jobs(method: Method, path: string, body?: unknown): Step {
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  const type = method === 'PUT' ? 'text/csv' : 'application/json';
  return {
    method,
    path: `${JOBS}/${path}`,
    headers: text === undefined ? BEARER : { ...BEARER, 'content-type': type },
    ...(text === undefined ? {} : { body: text }),
  };
}

const INSERT = { object: 'Account', operation: 'insert' };
const NEW_JOB = jobs('POST', 'ingest', INSERT);
const UPLOAD = jobs('PUT', 'ingest/{{id}}/batches', 'Name\nAcme\n');
const ABORT = { state: 'Aborted' };

function query(soql: string): Step {
  return jobs('POST', 'query', { operation: 'query', query: soql });
}

const SHARED = {
  at: place('job'),
  surface: 'rest-array',
  status: 400,
  section: 'rest-data.md 6',
} as const;

export const bulkRefusals = family('bulk', SHARED, {
  option: {
    error: 'INVALIDJOB',
    description: ({ member, value, known }) =>
      `InvalidJob : Invalid value ${value} for ${member}. Valid values are ${known.join(', ')}`,
    why: ({ member, value, known }: { member: string; value: string; known: readonly string[] }) =>
      `${member} must be one of ${known.join(', ')}; it is ${quote(value)}`,
    fix: 'Send one of these values, in this case of letters.',
    evidence: 'unconfirmed',
    recipe: written(jobs('POST', 'ingest', { ...INSERT, columnDelimiter: 'SPACE' })),
  },
  object: {
    error: 'INVALIDJOB',
    description: ({ object }) => `InvalidJob : Unable to find object: ${object}`,
    why: ({ object }: { object: string }) =>
      `the job is of ${quote(object)}, which must be an object that the user may read`,
    fix: 'Check the name: a custom object ends in __c. Setup > Profiles > (profile) > Object Settings.',
    evidence: 'recalled',
    recipe: written(jobs('POST', 'ingest', { ...INSERT, object: 'Invoice__c' })),
  },
  entity: {
    error: 'INVALIDENTITY',
    description: ({ object }) => `Entity '${object}' is not supported by the Bulk API.`,
    why: ({ object, operation }: { object: string; operation: string }) =>
      `${object} must be an object that a job can ${operation}`,
    fix: 'Use the REST or SOAP API for this object, if it can be written at all.',
    section: 'rest-data.md 6.2',
    evidence: 'client',
    recipe: written(jobs('POST', 'ingest', { ...INSERT, object: 'LoginHistory' })),
  },
  'external-id-missing': {
    error: 'INVALIDJOB',
    description: ({ object }) =>
      `InvalidJob : External ID was blank for: ${object}. An External ID must be specified for upsert.`,
    why: ({ object }: { object: string }) =>
      `an upsert of ${object} names the field that tells records apart in externalIdFieldName`,
    fix: 'Send externalIdFieldName: an external id of the object, or Id.',
    evidence: 'recalled',
    recipe: written(jobs('POST', 'ingest', { ...INSERT, operation: 'upsert' })),
  },
  'external-id': {
    error: 'INVALIDJOB',
    description: ({ field, object }) =>
      `InvalidJob : Field name provided, ${field} does not match an External ID, Salesforce Id, or indexed field for ${object}`,
    why: ({ field, object }: { field: string; object: string }) =>
      `${quote(field)} must be a field of ${object} that finds records: Id, an external id, or an idLookup field`,
    fix: 'Setup > Object Manager > (object) > Fields & Relationships > (field) > External ID.',
    evidence: 'recalled',
    recipe: written(
      jobs('POST', 'ingest', { ...INSERT, operation: 'upsert', externalIdFieldName: 'Industry' }),
    ),
  },
  'hard-delete': {
    error: 'FEATURENOTENABLED',
    description:
      'hardDelete operation requires special user profile permission, please contact your system administrator',
    why: ({ profile }: { profile: string }) =>
      `hardDelete needs Bulk API Hard Delete, which no user of fauxforce has; the profile is ${profile}`,
    fix: 'Use delete: records go to the recycle bin. In Salesforce: Setup > Permission Sets > System Permissions > Bulk API Hard Delete.',
    evidence: 'recalled',
    recipe: written(jobs('POST', 'ingest', { ...INSERT, operation: 'hardDelete' })),
  },
  'too-many': {
    error: 'EXCEEDEDQUOTA',
    description: 'ExceededQuota : ApiBatchItems Limit exceeded.',
    why: ({ used, most }: { used: number; most: number }) =>
      `the org has used ${used} of its ${most} jobs and batches of a day`,
    fix: 'Wait until the oldest are a day old: fauxforce clock --advance 24h. /limits tells DailyBulkApiBatches and DailyBulkV2QueryJobs.',
    evidence: 'recalled',
    recipe: armed('bulk.too-many', NEW_JOB),
  },
  state: {
    error: 'INVALIDJOBSTATE',
    description: ({ doing, state }) => `${doing} already ${state} Job not allowed`,
    why: ({ doing, state }: { doing: string; state: string }) =>
      `the job is in the state ${state}: ${doing.toLowerCase()} it needs another`,
    fix: 'Look at the state of the job, and make another one.',
    evidence: 'recalled',
    recipe: written(NEW_JOB, jobs('PATCH', 'ingest/{{id}}', ABORT), jobs('PATCH', 'ingest/{{id}}', ABORT)),
  },
  'upload-twice': {
    error: 'INVALIDJOBSTATE',
    description: ({ id }) =>
      `Found multiple contents for job: <${id}>, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.`,
    why: ({ id }: { id: string }) => `data was sent to job ${id} before, and a job takes it once`,
    fix: 'Make a job for each file.',
    evidence: 'recalled',
    recipe: written(NEW_JOB, UPLOAD, UPLOAD),
  },
  'too-large': {
    status: 413,
    error: 'REQUEST_TOO_LARGE',
    description: ({ most }) => `Maximum size of request reached. Maximum size of request is ${most} bytes`,
    why: ({ most }: { most: number }) => `the data of a job may have ${most} bytes`,
    fix: 'Send the data in several jobs.',
    evidence: 'unconfirmed',
    recipe: armed('bulk.too-large', NEW_JOB),
  },
  encoding: {
    error: 'INVALIDBATCH',
    description: 'InvalidBatch : Data is not UTF-8',
    why: () => 'the data of a job must be text in UTF-8',
    fix: 'Save the file as UTF-8, without a byte order mark.',
    evidence: 'unconfirmed',
    recipe: armed('bulk.encoding', NEW_JOB),
  },
  'results-early': {
    error: 'INVALIDJOBSTATE',
    description: ({ state }) => `Invalid job state: ${state}. Results are there when the job has ended`,
    why: ({ state }: { state: string }) =>
      `results of rows are there when the job is JobComplete, Failed or Aborted; it is ${state}`,
    fix: 'Poll the job until it has ended.',
    evidence: 'unconfirmed',
    recipe: written(NEW_JOB, jobs('GET', 'ingest/{{id}}/successfulResults')),
  },
  'not-ended': {
    error: 'API_ERROR',
    description: 'Error encountered when deleting the job because the job is not terminated',
    why: ({ state }: { state: string }) =>
      `a job can be deleted when it is JobComplete, Failed or Aborted; it is ${state}`,
    fix: 'Abort the job first: PATCH {"state":"Aborted"}.',
    evidence: 'recalled',
    recipe: written(NEW_JOB, jobs('DELETE', 'ingest/{{id}}')),
  },
  'query-missing': {
    error: 'INVALIDJOB',
    description: 'InvalidJob : The query must be specified',
    why: () => 'the member query of the body holds the SOQL',
    fix: 'Send {"operation":"query","query":"SELECT Id FROM Account"}.',
    evidence: 'unconfirmed',
    recipe: written(jobs('POST', 'query', { operation: 'query' })),
  },
  'query-feature': {
    error: 'API_ERROR',
    description: ({ feature }) => `${feature} not supported in Bulk Query`,
    why: ({ feature }: { feature: string }) => `queries of jobs have no such thing: ${feature}`,
    fix: 'Select the parts of an address, run a job for the children, and use /query for aggregates.',
    section: 'rest-data.md 6.2',
    evidence: { observed: 'idx 35563850898, of compound data; the others are recalled' },
    recipe: written(query('SELECT BillingAddress FROM Account')),
  },
  'query-running': {
    status: 412,
    error: 'JOB_NOT_COMPLETE',
    description: ({ state }) =>
      `can only download query results of successfully completed bulk job with status: JOB_COMPLETE. Current status: ${state}`,
    why: ({ state }: { state: string }) => `results are there when the job is JOB_COMPLETE; it is ${state}`,
    fix: 'Poll the job until it is JobComplete.',
    section: 'rest-data.md 6.2',
    evidence: 'documented',
    recipe: armed('bulk.query-running', query('SELECT Id FROM Account')),
  },
  'query-version': {
    status: 409,
    error: 'API_ERROR',
    description: ({ version }) => `Results must be read with API version ${version}, which made the job`,
    why: ({ version, called }: { version: string; called: string }) =>
      `the job was made with version ${version}, and its results are read with ${called}`,
    fix: 'Use one API version for all calls of a job.',
    section: 'rest-data.md 6.2',
    evidence: 'unconfirmed',
    recipe: armed('bulk.query-version', query('SELECT Id FROM Account')),
  },
  locator: {
    error: 'INVALID_QUERY_LOCATOR',
    description: 'invalid query locator',
    why: ({ locator }: { locator: string }) =>
      `${quote(locator)} must be what Sforce-Locator of the page before says, or nextRecordsUrl of a list of jobs`,
    fix: 'Send locator as it was answered; there is no next page after null.',
    evidence: 'unconfirmed',
    recipe: written(jobs('GET', 'ingest?queryLocator=none')),
  },
});
