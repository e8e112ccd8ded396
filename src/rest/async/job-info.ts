/** Jobs and batches of Bulk API 1: XML in the order of their schema, JSON in that of the alphabet (rest-data.md 7). */
import { factsOf } from '../../bulk/facts.ts';
import { datetimeOf } from '../../data/rows.ts';
import type { BatchState, StoredBatch, StoredJob } from '../../store/port.ts';
import { decimal } from '../../wire/json.ts';
import type { Members } from './xml.ts';

export function jobInfo(job: StoredJob, batches: readonly StoredBatch[], isJson: boolean): Members {
  const { operation, object, externalIdFieldName, concurrencyMode, contentType, apiVersion } = factsOf(job);
  const inState = (...states: BatchState[]) => batches.filter(({ state }) => states.includes(state)).length;
  const sum = (of: (batch: StoredBatch) => number) => batches.reduce((total, batch) => total + of(batch), 0);
  const took = sum((batch) => batch.took);
  const members = {
    id: job.jobId,
    operation,
    object,
    createdById: job.userId,
    createdDate: dateOf(job.createdAt, isJson),
    systemModstamp: dateOf(job.modifiedAt, isJson),
    state: job.state,
    ...(externalIdFieldName === undefined ? {} : { externalIdFieldName }),
    concurrencyMode,
    contentType,
    numberBatchesQueued: inState('Queued'),
    numberBatchesInProgress: inState('InProgress'),
    numberBatchesCompleted: inState('Completed'),
    numberBatchesFailed: inState('Failed'),
    numberBatchesTotal: batches.length,
    numberRecordsProcessed: sum((batch) => processedOf(job, batch)),
    numberRetries: 0,
    apiVersion: decimal(Number(apiVersion)),
    numberRecordsFailed: sum(({ failed }) => failed),
    totalProcessingTime: took,
    apiActiveProcessingTime: took,
    apexProcessingTime: 0,
  };
  const onlyJson = { assignmentRuleId: null, externalIdFieldName: null, fastPathEnabled: false };
  return isJson ? sorted({ ...onlyJson, ...members }) : members;
}

export function batchInfo(job: StoredJob, batch: StoredBatch, isJson: boolean): Members {
  const { message } = batch;
  const members = {
    id: batch.batchId,
    jobId: batch.jobId,
    state: batch.state,
    ...(message === undefined ? {} : { stateMessage: message }),
    createdDate: dateOf(batch.createdAt, isJson),
    systemModstamp: dateOf(batch.modifiedAt, isJson),
    numberRecordsProcessed: processedOf(job, batch),
    numberRecordsFailed: batch.failed,
    totalProcessingTime: batch.took,
    apiActiveProcessingTime: batch.took,
    apexProcessingTime: 0,
  };
  return isJson ? sorted({ stateMessage: null, ...members }) : members;
}

/** The first row of a query is its header. */
function processedOf(job: StoredJob, { processed }: StoredBatch): number {
  const { operation } = factsOf(job);
  return operation === 'query' || operation === 'queryAll' ? Math.max(0, processed - 1) : processed;
}

/** `2021-12-03T17:59:20.000Z`, in JSON `+0000`. */
function dateOf(instant: number, isJson: boolean): string {
  const text = datetimeOf(instant);
  return isJson ? text : text.replace('+0000', 'Z');
}

/** By the alphabet without case, as recorded: `apexProcessingTime` comes first. */
function sorted(members: Members): Members {
  return Object.fromEntries(
    Object.entries(members).sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
  );
}
