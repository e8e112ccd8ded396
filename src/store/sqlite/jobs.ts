/** The tables of bulk jobs. The methods that write belong inside a transaction. */
import type {
  Delivery,
  Hold,
  JobKind,
  JobLimits,
  JobState,
  JobStep,
  Jobs,
  NewBatch,
  NewJob,
  StepOutcome,
  StoredBatch,
  StoredJob,
} from '../jobs.ts';
import type { RecordChange, RecordOutcome } from '../records.ts';
import type { FromSql } from './from-sql.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import { OldJobs } from './old-jobs.ts';
import { RecordRows } from './record-rows.ts';
import type { Statements } from './statements.ts';

interface Whose {
  readonly orgId: string;
  readonly jobId: string;
}

const JOB =
  'id as row, job_id as jobId, org_id as orgId, user_id as userId, kind, state, facts, message, created_at as createdAt, modified_at as modifiedAt';
const BATCH =
  'id as row, batch_id as batchId, job_id as jobId, org_id as orgId, state, message, processed, failed, took, created_at as createdAt, modified_at as modifiedAt';
/** Batches that somebody may work on. */
const RUNNABLE = `from job_batch b join job j on j.job_id = b.job_id
  where b.state in ('Queued', 'InProgress')
    and j.state in ('UploadComplete', 'InProgress', case j.kind when 'classic' then 'Open' end, case j.kind when 'classic' then 'Closed' end)`;

export class JobTables implements Synchronous<Jobs> {
  readonly kinds: Kinds<Jobs> = {
    find: 'read',
    list: 'read',
    batches: 'read',
    data: 'read',
    runnable: 'read',
    results: 'read',
    used: 'read',
  };
  readonly #records: RecordRows;
  readonly #old: OldJobs;
  readonly #statements: JobStatements;

  constructor(db: Statements) {
    this.#records = new RecordRows(db);
    this.#old = new OldJobs(db);
    this.#statements = prepared(db);
  }

  open(job: NewJob, batch: NewBatch | undefined, limits: JobLimits): boolean {
    const { batches, queries } = this.used(job.orgId, limits.daySince);
    const isUsedUp = job.kind === 'query' ? queries >= limits.mostQueries : batches >= limits.mostBatches;
    if (isUsedUp || !this.#old.makeRoom(job.orgId, limits)) return false;
    this.#statements.insertJob.run(job);
    if (batch) this.#statements.insertBatch.run(batch);
    return true;
  }

  find(orgId: string, jobId: string): StoredJob | undefined {
    const found = this.#statements.find.get({ orgId, jobId });
    return found && withMessage(found);
  }

  list(
    orgId: string,
    {
      kinds,
      before = Number.MAX_SAFE_INTEGER,
      limit,
    }: { readonly kinds: readonly JobKind[]; readonly before?: number | undefined; readonly limit: number },
  ): StoredJob[] {
    return this.#statements.list.all({ orgId, kinds: JSON.stringify(kinds), before, limit }).map(withMessage);
  }

  batches(jobId: string): StoredBatch[] {
    return this.#statements.batches.all(jobId).map(withMessage);
  }

  append({
    orgId,
    batchId,
    text,
    until,
  }: {
    readonly orgId: string;
    readonly batchId: string;
    readonly text: string;
    readonly until: number;
  }): void {
    this.#statements.hold.run({ batchId, holder: 'upload', until });
    this.#statements.append.run({ orgId, batchId, text });
  }

  discard(batchId: string): void {
    this.#statements.discard.run(batchId);
    this.#statements.unhold.run(batchId);
  }

  deliver(batch: NewBatch, most: number): Delivery {
    const job = this.#statements.find.get(batch);
    if (job?.state !== 'Open') return 'not open';
    const there = this.#statements.batches.all(batch.jobId).length;
    if (there >= most) return job.kind === 'classic' ? 'too many' : 'twice';
    this.#statements.insertBatch.run(batch);
    this.#statements.unhold.run(batch.batchId);
    this.#statements.touch.run({ jobId: batch.jobId, at: batch.createdAt });
    return 'done';
  }

  data(batchId: string, number: number): string | undefined {
    return this.#statements.data.get(batchId, number);
  }

  move(
    { orgId, jobId }: Whose,
    { from, to, at }: { readonly from: readonly JobState[]; readonly to: JobState; readonly at: number },
  ): JobState | undefined {
    const job = this.#statements.find.get({ orgId, jobId });
    if (!job || !from.includes(job.state)) return undefined;
    const isEmpty = to === 'UploadComplete' && this.#statements.batches.all(jobId).length === 0;
    const state = isEmpty ? 'JobComplete' : to;
    this.#statements.move.run({ jobId, state, at });
    if (state === 'Aborted') this.#statements.abortBatches.run({ jobId, at });
    return state;
  }

  runnable(orgId?: string): { orgId: string; jobId: string; batchId: string }[] {
    return this.#statements.runnable.all({ orgId: orgId ?? null });
  }

  claim(batchId: string, hold: Hold): boolean {
    if (!this.#statements.isRunnable.get(batchId)) return false;
    if (this.#statements.claim.run({ batchId, ...hold }).changes === 0) return false;
    this.#statements.beginBatch.run(batchId);
    this.#statements.beginJob.run(batchId);
    return true;
  }

  release(batchId: string, holder: string): void {
    this.#statements.release.run({ batchId, holder });
  }

  step(step: JobStep): StepOutcome {
    const { batchId, after, hold, results, failed, took, at, isLast } = step;
    const batch = this.#heldBatch(batchId, hold.holder);
    if (!batch || batch.processed !== after) return { kind: 'stopped' };
    const refused = this.#change(batch.orgId, step.changes, at);
    if (refused) return { kind: 'refused', outcomes: refused };
    if (results.length > 0)
      this.#statements.insertResults.run({
        batchId,
        orgId: batch.orgId,
        first: after,
        results: JSON.stringify(results),
        size: results.length,
      });
    this.#statements.progress.run({ batchId, rows: results.length, failed, took, at });
    if (isLast) this.#end(batch, { state: 'Completed', job: 'JobComplete', message: null, at });
    else this.#statements.claim.run({ batchId, ...hold });
    return { kind: 'done' };
  }

  restart(batchId: string, holder: string): void {
    if (!this.#heldBatch(batchId, holder)) return;
    this.#statements.dropResults.run(batchId);
    this.#statements.resetProgress.run(batchId);
  }

  fail(
    batchId: string,
    { message, at, holder }: { readonly message: string; readonly at: number; readonly holder: string },
  ): void {
    const batch = this.#heldBatch(batchId, holder);
    if (batch) this.#end(batch, { state: 'Failed', job: 'Failed', message, at });
  }

  results(batchId: string, { from, limit }: { readonly from: number; readonly limit: number }): string[] {
    const groups = this.#statements.results.all({ batchId, from, end: from + limit });
    const rows = groups.flatMap(({ results }) => JSON.parse(results) as string[]);
    const skipped = from - (groups[0]?.first ?? from);
    return rows.slice(skipped, skipped + limit);
  }

  remove({ orgId, jobId }: Whose, states: readonly JobState[]): boolean {
    const job = this.#statements.find.get({ orgId, jobId });
    if (!job || !states.includes(job.state)) return false;
    this.#old.forget([jobId]);
    return true;
  }

  used(orgId: string, since: number): { batches: number; queries: number } {
    return this.#statements.used.get({ orgId, since }) as { batches: number; queries: number };
  }

  /** The batch, if it is to be worked on and this holder does. */
  #heldBatch(batchId: string, holder: string): FromSql<StoredBatch> | undefined {
    const isHeld = this.#statements.holder.get(batchId) === holder;
    return isHeld && this.#statements.isRunnable.get(batchId)
      ? this.#statements.batch.get(batchId)
      : undefined;
  }

  /** Makes all changes, or none. @returns what became of each if one cannot be made */
  #change(orgId: string, changes: readonly RecordChange[], at: number): RecordOutcome[] | undefined {
    this.#statements.mark.run();
    const outcomes = changes.map((change): RecordOutcome => {
      const why = this.#records.change(orgId, change, at);
      return why ? { done: false, why } : { done: true };
    });
    const isWhole = outcomes.every(({ done }) => done);
    if (!isWhole) this.#statements.undo.run();
    this.#statements.keep.run();
    return isWhole ? undefined : outcomes;
  }

  #end(
    { batchId, jobId }: { readonly batchId: string; readonly jobId: string },
    end: {
      readonly state: string;
      readonly job: string;
      readonly message: string | null;
      readonly at: number;
    },
  ): void {
    this.#statements.endBatch.run({ batchId, ...end });
    this.#statements.endJob.run({ jobId, ...end });
    this.#statements.unhold.run(batchId);
  }
}

type JobStatements = ReturnType<typeof prepared>;

function prepared(db: Statements) {
  return {
    mark: db.prepare('savepoint job_step'),
    keep: db.prepare('release job_step'),
    undo: db.prepare('rollback to job_step'),
    insertJob: db.prepare<[NewJob]>(
      `insert into job (job_id, org_id, user_id, kind, state, facts, created_at, modified_at)
       values (:jobId, :orgId, :userId, :kind, :state, :facts, :createdAt, :createdAt)`,
    ),
    insertBatch: db.prepare<[NewBatch]>(
      `insert into job_batch (batch_id, job_id, org_id, state, processed, failed, took, created_at, modified_at)
       values (:batchId, :jobId, :orgId, 'Queued', 0, 0, 0, :createdAt, :createdAt)`,
    ),
    find: db.prepare<[Whose], FromSql<StoredJob>>(
      `select ${JOB} from job where job_id = :jobId and org_id = :orgId`,
    ),
    list: db.prepare<[{ orgId: string; kinds: string; before: number; limit: number }], FromSql<StoredJob>>(
      `select ${JOB} from job where org_id = :orgId and id < :before
         and kind in (select value from json_each(:kinds)) order by id desc limit :limit`,
    ),
    batches: db.prepare<[string], FromSql<StoredBatch>>(
      `select ${BATCH} from job_batch where job_id = ? order by id`,
    ),
    batch: db.prepare<[string], FromSql<StoredBatch>>(`select ${BATCH} from job_batch where batch_id = ?`),
    append: db.prepare<[{ orgId: string; batchId: string; text: string }]>(
      `insert into job_data (batch_id, number, org_id, text)
       values (:batchId, (select coalesce(max(number) + 1, 0) from job_data where batch_id = :batchId), :orgId, :text)`,
    ),
    discard: db.prepare<[string]>('delete from job_data where batch_id = ?'),
    data: db
      .prepare<[string, number], string>('select text from job_data where batch_id = ? and number = ?')
      .pluck(),
    touch: db.prepare<[{ jobId: string; at: number }]>(
      'update job set modified_at = :at where job_id = :jobId',
    ),
    move: db.prepare<[{ jobId: string; state: string; at: number }]>(
      'update job set state = :state, modified_at = :at where job_id = :jobId',
    ),
    abortBatches: db.prepare<[{ jobId: string; at: number }]>(
      `update job_batch set state = 'NotProcessed', modified_at = :at
       where job_id = :jobId and state in ('Queued', 'InProgress')`,
    ),
    runnable: db.prepare<[{ orgId: string | null }], { orgId: string; jobId: string; batchId: string }>(
      `select b.org_id as orgId, b.job_id as jobId, b.batch_id as batchId ${RUNNABLE}
         and (:orgId is null or b.org_id = :orgId) order by b.id`,
    ),
    isRunnable: db.prepare<[string], number>(`select 1 ${RUNNABLE} and b.batch_id = ?`).pluck(),
    hold: db.prepare<[{ batchId: string; holder: string; until: number }]>(
      'insert or replace into job_hold (batch_id, holder, until) values (:batchId, :holder, :until)',
    ),
    unhold: db.prepare<[string]>('delete from job_hold where batch_id = ?'),
    holder: db.prepare<[string], string>('select holder from job_hold where batch_id = ?').pluck(),
    claim: db.prepare<[{ batchId: string } & Hold]>(
      `insert into job_hold (batch_id, holder, until) values (:batchId, :holder, :until)
       on conflict (batch_id) do update set holder = excluded.holder, until = excluded.until
         where job_hold.holder = excluded.holder or job_hold.until <= :at`,
    ),
    release: db.prepare<[{ batchId: string; holder: string }]>(
      'delete from job_hold where batch_id = :batchId and holder = :holder',
    ),
    beginBatch: db.prepare<[string]>(
      `update job_batch set state = 'InProgress' where batch_id = ? and state = 'Queued'`,
    ),
    beginJob: db.prepare<[string]>(
      `update job set state = 'InProgress' where state = 'UploadComplete'
         and job_id = (select job_id from job_batch where batch_id = ?)`,
    ),
    insertResults: db.prepare<
      [{ batchId: string; orgId: string; first: number; results: string; size: number }]
    >(
      `insert into job_result (batch_id, first, org_id, results, size)
       values (:batchId, :first, :orgId, :results, :size)`,
    ),
    dropResults: db.prepare<[string]>('delete from job_result where batch_id = ?'),
    results: db.prepare<[{ batchId: string; from: number; end: number }], { first: number; results: string }>(
      `select first, results from job_result
       where batch_id = :batchId and first < :end and first + size > :from order by first`,
    ),
    progress: db.prepare<[{ batchId: string; rows: number; failed: number; took: number; at: number }]>(
      `update job_batch set processed = processed + :rows, failed = failed + :failed, took = took + :took,
         modified_at = :at where batch_id = :batchId`,
    ),
    resetProgress: db.prepare<[string]>(
      'update job_batch set processed = 0, failed = 0, took = 0 where batch_id = ?',
    ),
    endBatch: db.prepare<[{ batchId: string; state: string; message: string | null; at: number }]>(
      `update job_batch set state = :state, message = :message, modified_at = :at where batch_id = :batchId`,
    ),
    endJob: db.prepare<[{ jobId: string; job: string; message: string | null; at: number }]>(
      `update job set state = :job, message = :message, modified_at = :at
       where job_id = :jobId and kind <> 'classic'`,
    ),
    used: db.prepare<[{ orgId: string; since: number }]>(
      `select (select count(*) from job_batch b join job j on j.job_id = b.job_id
                where b.org_id = :orgId and b.created_at > :since and j.kind <> 'query') as batches,
              (select count(*) from job where org_id = :orgId and created_at > :since and kind = 'query') as queries`,
    ),
  };
}

function withMessage<Row extends { readonly message: string | null }>(
  row: Row,
): Omit<Row, 'message'> & { message: string | undefined } {
  return { ...row, message: row.message ?? undefined };
}
