/** What a store keeps of bulk jobs: what was asked, the data that was sent, how far each batch is, and what became of its rows. */
import type { RecordChange, RecordOutcome } from './records.ts';

/** `ingest` and `query` are jobs of Bulk API 2.0 and have one batch at most, `classic` ones are of Bulk API 1. */
export type JobKind = 'ingest' | 'query' | 'classic';

/** In the words of Bulk API 2.0; a classic job is `Open`, `Closed`, `Aborted` or `Failed`. */
export type JobState =
  | 'Open'
  | 'UploadComplete'
  | 'InProgress'
  | 'JobComplete'
  | 'Failed'
  | 'Aborted'
  | 'Closed';

export type BatchState = 'Queued' | 'InProgress' | 'Completed' | 'Failed' | 'NotProcessed';

/** A job as it was made. */
export interface NewJob {
  /** 18 characters. */
  readonly jobId: string;
  readonly orgId: string;
  /** Whose rights it has. */
  readonly userId: string;
  readonly kind: JobKind;
  readonly state: JobState;
  /** What was asked, as JSON. */
  readonly facts: string;
  readonly createdAt: number;
}

export interface StoredJob extends NewJob {
  /** Jobs come in the order in which they were made. */
  readonly row: number;
  readonly modifiedAt: number;
  /** Why it failed. */
  readonly message: string | undefined;
}

/** The numbers of one batch, or of all batches of a job together. */
export interface BatchCounts {
  /** Rows that are done, the failed ones too. */
  readonly processed: number;
  readonly failed: number;
  /** Milliseconds of real time that they took. */
  readonly took: number;
}

/** A batch as it was made. */
export interface NewBatch {
  /** 18 characters. */
  readonly batchId: string;
  readonly jobId: string;
  readonly orgId: string;
  readonly createdAt: number;
}

export interface StoredBatch extends NewBatch, BatchCounts {
  readonly row: number;
  readonly state: BatchState;
  readonly modifiedAt: number;
  readonly message: string | undefined;
}

/** Rows of a batch that are done together, with what became of them: they are written together or not at all. */
export interface JobStep {
  readonly batchId: string;
  /** How many rows are done before it: it is refused if there are others. */
  readonly after: number;
  readonly changes: readonly RecordChange[];
  /** A text for each row, which the store does not look into. */
  readonly results: readonly string[];
  readonly failed: number;
  readonly took: number;
  /** By the org's clock. */
  readonly at: number;
  /** Whether it was the last one. */
  readonly isLast: boolean;
  /** Who works on the batch, and until when nobody else may. */
  readonly hold: Hold;
}

/** Instants of a hold are of real time, which processes agree on. */
export interface Hold {
  readonly holder: string;
  readonly at: number;
  readonly until: number;
}

export type StepOutcome =
  | { readonly kind: 'done' }
  /** One change or more cannot be made, and nothing was: what became of each. */
  | { readonly kind: 'refused'; readonly outcomes: readonly RecordOutcome[] }
  /** The job is not running any more, or somebody else works on the batch. */
  | { readonly kind: 'stopped' };

/** What an org may have of jobs. */
export interface JobLimits {
  /** Jobs that ended before are forgotten. */
  readonly keepSince: number;
  readonly most: number;
  /** Of the running day. */
  readonly daySince: number;
  readonly mostBatches: number;
  readonly mostQueries: number;
  /** Real time: uploads that were to end before are forgotten. */
  readonly at: number;
}

/** What a call that needs an open job found. */
export type Delivery = 'done' | 'not open' | 'twice' | 'too many';

export interface Jobs {
  /**
   * Adds a job, with a batch that is queued at once if it is given. Jobs of the org that ended before `keepSince` are forgotten, and of
   * those that ended the oldest, so that no more than `most` jobs are left; and uploads that never came to their end.
   *
   * @returns false if the org has as many jobs that have not ended, or has used up its day: nothing was added
   */
  open(job: NewJob, batch: NewBatch | undefined, limits: JobLimits): Promise<boolean>;
  find(orgId: string, jobId: string): Promise<StoredJob | undefined>;
  /** Jobs of an org, the newest first, from one before `before` on. */
  list(
    orgId: string,
    page: {
      readonly kinds: readonly JobKind[];
      readonly before?: number | undefined;
      readonly limit: number;
    },
  ): Promise<StoredJob[]>;
  /** In the order in which they were made. */
  batches(jobId: string): Promise<StoredBatch[]>;
  /** Adds a piece of the data of a batch that is not there yet, behind those that are there. @param until real time until which it is kept without a batch */
  append(piece: {
    readonly orgId: string;
    readonly batchId: string;
    readonly text: string;
    readonly until: number;
  }): Promise<void>;
  /** Forgets what was appended for a batch that will not be. */
  discard(batchId: string): Promise<void>;
  /** Makes the batch whose data was appended, of a job that is open. @param most how many batches the job may have */
  deliver(batch: NewBatch, most: number): Promise<Delivery>;
  /** A piece of the data, from 0 on; undefined behind the last one. */
  data(batchId: string, number: number): Promise<string | undefined>;
  /**
   * Takes a job from one state to another, if it is in one of `from`. Batches of a job that is aborted are not processed; a job that is
   * closed without one is complete.
   *
   * @returns the state that it is in then; undefined if it was in none of `from`
   */
  move(
    job: { readonly orgId: string; readonly jobId: string },
    change: { readonly from: readonly JobState[]; readonly to: JobState; readonly at: number },
  ): Promise<JobState | undefined>;
  /** Batches of running jobs that are to be worked on, the oldest first. */
  runnable(
    orgId?: string,
  ): Promise<{ readonly orgId: string; readonly jobId: string; readonly batchId: string }[]>;
  /** @returns whether the holder works on the batch until then: nobody else does, and its job is running */
  claim(batchId: string, hold: Hold): Promise<boolean>;
  /** Lets others work on a batch. */
  release(batchId: string, holder: string): Promise<void>;
  /** Does rows of a batch: the changes, their results and the progress are one. */
  step(step: JobStep): Promise<StepOutcome>;
  /** Forgets what became of the rows of a batch that begins anew. Its changes stay: only for batches that make none. */
  restart(batchId: string, holder: string): Promise<void>;
  /** Ends a batch, and with it a job of Bulk API 2.0; what is done stays. */
  fail(
    batchId: string,
    failure: { readonly message: string; readonly at: number; readonly holder: string },
  ): Promise<void>;
  /** Results of rows, from one number on, in their order. */
  results(batchId: string, page: { readonly from: number; readonly limit: number }): Promise<string[]>;
  /** Forgets a job in one of these states with all that belongs to it. @returns whether it did */
  remove(
    job: { readonly orgId: string; readonly jobId: string },
    states: readonly JobState[],
  ): Promise<boolean>;
  /** What an org has used since an instant of its clock. */
  used(orgId: string, since: number): Promise<{ readonly batches: number; readonly queries: number }>;
}
