/** How jobs are written: the members of each answer in their order (rest-data.md 6). */
import { factsOf } from '../../bulk/facts.ts';
import { datetimeOf } from '../../data/rows.ts';
import type { StoredBatch, StoredJob } from '../../store/port.ts';
import { decimal } from '../../wire/json.ts';
import type { FoundJob } from './job-of-path.ts';

type Members = Readonly<Record<string, unknown>>;

const JOB_TYPES = { ingest: 'V2Ingest', query: 'V2Query', classic: 'Classic' } as const;

/** What every answer begins with. */
export function jobJson(job: StoredJob): Members {
  const { operation, object, externalIdFieldName, concurrencyMode, contentType, apiVersion } = factsOf(job);
  return {
    id: job.jobId,
    operation,
    object,
    createdById: job.userId,
    createdDate: datetimeOf(job.createdAt),
    systemModstamp: datetimeOf(job.modifiedAt),
    state: job.state,
    ...(externalIdFieldName === undefined ? {} : { externalIdFieldName }),
    concurrencyMode,
    contentType,
    apiVersion: decimal(Number(apiVersion)),
  };
}

export function createdJson(job: StoredJob): Members {
  const { apiVersion } = factsOf(job);
  const contentUrl = `services/data/v${apiVersion}/jobs/ingest/${job.jobId}/batches`;
  return { ...jobJson(job), ...(job.kind === 'ingest' ? { contentUrl } : {}), ...formatJson(job) };
}

export function listedJson(job: StoredJob): Members {
  return {
    ...jobJson(job),
    jobType: JOB_TYPES[job.kind],
    ...(job.kind === 'classic' ? {} : formatJson(job)),
  };
}

export function ingestJson({ job, batches }: FoundJob): Members {
  return {
    ...listedJson(job),
    numberRecordsProcessed: sum(batches, ({ processed }) => processed),
    numberRecordsFailed: sum(batches, ({ failed }) => failed),
    retries: 0,
    totalProcessingTime: tookOf(batches),
    apiActiveProcessingTime: tookOf(batches),
    apexProcessingTime: 0,
    ...errorJson(job),
  };
}

export function queryJson({ job, batches }: FoundJob): Members {
  return {
    ...listedJson(job),
    numberRecordsProcessed: rowsOf(batches),
    retries: 0,
    totalProcessingTime: tookOf(batches),
    isPkChunkingSupported: false,
    ...errorJson(job),
  };
}

/** Rows of a query that are there, without their header. */
export function rowsOf(batches: readonly StoredBatch[]): number {
  return sum(batches, ({ processed }) => Math.max(0, processed - 1));
}

function formatJson(job: StoredJob): Members {
  const { lineEnding, columnDelimiter } = factsOf(job);
  return { lineEnding, columnDelimiter };
}

function errorJson({ message }: StoredJob): Members {
  return message === undefined ? {} : { errorMessage: message };
}

function tookOf(batches: readonly StoredBatch[]): number {
  return sum(batches, ({ took }) => took);
}

function sum(batches: readonly StoredBatch[], of: (batch: StoredBatch) => number): number {
  return batches.reduce((total, batch) => total + of(batch), 0);
}
