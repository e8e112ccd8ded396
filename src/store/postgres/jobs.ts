/** The tables of bulk jobs. */
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
import type { Kinds, OnSql } from './grouped.ts';
import { forgetJobs, makeRoom } from './old-jobs.ts';
import { changeAllOrNone } from './records.ts';
import { fragment, type Sql } from './sql.ts';

interface Whose {
  readonly orgId: string;
  readonly jobId: string;
}

interface End {
  readonly state: string;
  readonly job: string;
  readonly message: string | undefined;
  readonly at: number;
}

const JOB = fragment`select id as row, job_id, org_id, user_id, kind, state, facts, message, created_at, modified_at from job`;
const BATCH = fragment`select id as row, batch_id, job_id, org_id, state, message, processed, failed, took, created_at,
  modified_at from job_batch`;
/** Batches that somebody may work on. */
const RUNNABLE = fragment`from job_batch b join job j on j.job_id = b.job_id
  where b.state in ('Queued', 'InProgress') and (j.state in ('UploadComplete', 'InProgress')
    or (j.kind = 'classic' and j.state in ('Open', 'Closed')))`;

export class JobTables implements OnSql<Jobs> {
  readonly kinds: Kinds<Jobs> = {
    find: 'read',
    list: 'read',
    batches: 'read',
    data: 'read',
    runnable: 'read',
    results: 'read',
    used: 'read',
  };

  async open(sql: Sql, job: NewJob, batch: NewBatch | undefined, limits: JobLimits): Promise<boolean> {
    const { batches, queries } = await this.used(sql, job.orgId, limits.daySince);
    const isUsedUp = job.kind === 'query' ? queries >= limits.mostQueries : batches >= limits.mostBatches;
    if (isUsedUp || !(await makeRoom(sql, job.orgId, limits))) return false;
    const { jobId, orgId, userId, kind, state, facts, createdAt } = job;
    await sql.run`insert into job (job_id, org_id, user_id, kind, state, facts, created_at, modified_at)
      values (${jobId}, ${orgId}, ${userId}, ${kind}, ${state}, ${facts}, ${createdAt}, ${createdAt})`;
    if (batch) await insertBatch(sql, batch);
    return true;
  }

  find(sql: Sql, orgId: string, jobId: string): Promise<StoredJob | undefined> {
    return sql.one`${JOB} where job_id = ${jobId} and org_id = ${orgId}`;
  }

  list(
    sql: Sql,
    orgId: string,
    {
      kinds,
      before = Number.MAX_SAFE_INTEGER,
      limit,
    }: { readonly kinds: readonly JobKind[]; readonly before?: number | undefined; readonly limit: number },
  ): Promise<StoredJob[]> {
    return sql.all`${JOB} where org_id = ${orgId} and id < ${before} and kind = any(${kinds}::text[])
      order by id desc limit ${limit}`;
  }

  batches(sql: Sql, jobId: string): Promise<StoredBatch[]> {
    return sql.all`${BATCH} where job_id = ${jobId} order by id`;
  }

  async append(
    sql: Sql,
    piece: {
      readonly orgId: string;
      readonly batchId: string;
      readonly text: string;
      readonly until: number;
    },
  ): Promise<void> {
    const { orgId, batchId, text, until } = piece;
    await sql.run`insert into job_hold (batch_id, holder, until) values (${batchId}, 'upload', ${until})
      on conflict (batch_id) do update set holder = excluded.holder, until = excluded.until`;
    await sql.run`insert into job_data (batch_id, number, org_id, text)
      values (${batchId}, (select coalesce(max(number) + 1, 0) from job_data where batch_id = ${batchId}), ${orgId}, ${text})`;
  }

  async discard(sql: Sql, batchId: string): Promise<void> {
    await sql.run`delete from job_data where batch_id = ${batchId}`;
    await unhold(sql, batchId);
  }

  async deliver(sql: Sql, batch: NewBatch, most: number): Promise<Delivery> {
    const { orgId, jobId, batchId, createdAt } = batch;
    const job = await this.find(sql, orgId, jobId);
    if (job?.state !== 'Open') return 'not open';
    if ((await batchCount(sql, jobId)) >= most) return job.kind === 'classic' ? 'too many' : 'twice';
    await insertBatch(sql, batch);
    await unhold(sql, batchId);
    await sql.run`update job set modified_at = ${createdAt} where job_id = ${jobId}`;
    return 'done';
  }

  data(sql: Sql, batchId: string, number: number): Promise<string | undefined> {
    return sql.value`select text from job_data where batch_id = ${batchId} and number = ${number}`;
  }

  async move(
    sql: Sql,
    { orgId, jobId }: Whose,
    { from, to, at }: { readonly from: readonly JobState[]; readonly to: JobState; readonly at: number },
  ): Promise<JobState | undefined> {
    const job = await this.find(sql, orgId, jobId);
    if (!job || !from.includes(job.state)) return undefined;
    const isEmpty = to === 'UploadComplete' && (await batchCount(sql, jobId)) === 0;
    const state = isEmpty ? 'JobComplete' : to;
    await sql.run`update job set state = ${state}, modified_at = ${at} where job_id = ${jobId}`;
    if (state === 'Aborted')
      await sql.run`update job_batch set state = 'NotProcessed', modified_at = ${at}
        where job_id = ${jobId} and state in ('Queued', 'InProgress')`;
    return state;
  }

  runnable(sql: Sql, orgId?: string): Promise<{ orgId: string; jobId: string; batchId: string }[]> {
    return sql.all`select b.org_id, b.job_id, b.batch_id ${RUNNABLE} and (${orgId}::text is null or b.org_id = ${orgId})
      order by b.id`;
  }

  async claim(sql: Sql, batchId: string, hold: Hold): Promise<boolean> {
    if (!(await isRunnable(sql, batchId)) || !(await takeHold(sql, batchId, hold))) return false;
    await sql.run`update job_batch set state = 'InProgress' where batch_id = ${batchId} and state = 'Queued'`;
    await sql.run`update job set state = 'InProgress' where state = 'UploadComplete'
      and job_id = (select job_id from job_batch where batch_id = ${batchId})`;
    return true;
  }

  async release(sql: Sql, batchId: string, holder: string): Promise<void> {
    await sql.run`delete from job_hold where batch_id = ${batchId} and holder = ${holder}`;
  }

  async step(sql: Sql, step: JobStep): Promise<StepOutcome> {
    const { batchId, after, hold, results, failed, took, at, isLast } = step;
    const batch = await heldBatch(sql, batchId, hold.holder);
    if (!batch || batch.processed !== after) return { kind: 'stopped' };
    const { outcomes, isWhole } = await changeAllOrNone(sql, batch.orgId, step.changes, at);
    if (!isWhole) return { kind: 'refused', outcomes };
    if (results.length > 0)
      await sql.run`insert into job_result (batch_id, first, org_id, results, size)
        values (${batchId}, ${after}, ${batch.orgId}, ${JSON.stringify(results)}, ${results.length})`;
    await sql.run`update job_batch set processed = processed + ${results.length}, failed = failed + ${failed},
      took = took + ${took}, modified_at = ${at} where batch_id = ${batchId}`;
    if (isLast) await end(sql, batch, { state: 'Completed', job: 'JobComplete', message: undefined, at });
    else await takeHold(sql, batchId, hold);
    return { kind: 'done' };
  }

  async restart(sql: Sql, batchId: string, holder: string): Promise<void> {
    if (!(await heldBatch(sql, batchId, holder))) return;
    await sql.run`delete from job_result where batch_id = ${batchId}`;
    await sql.run`update job_batch set processed = 0, failed = 0, took = 0 where batch_id = ${batchId}`;
  }

  async fail(
    sql: Sql,
    batchId: string,
    { message, at, holder }: { readonly message: string; readonly at: number; readonly holder: string },
  ): Promise<void> {
    const batch = await heldBatch(sql, batchId, holder);
    if (batch) await end(sql, batch, { state: 'Failed', job: 'Failed', message, at });
  }

  async results(
    sql: Sql,
    batchId: string,
    { from, limit }: { readonly from: number; readonly limit: number },
  ): Promise<string[]> {
    const groups = await sql.all<{ first: number; results: string }>`select first, results from job_result
      where batch_id = ${batchId} and first < ${from + limit} and first + size > ${from} order by first`;
    const rows = groups.flatMap(({ results }) => JSON.parse(results) as string[]);
    const skipped = from - (groups[0]?.first ?? from);
    return rows.slice(skipped, skipped + limit);
  }

  async remove(sql: Sql, { orgId, jobId }: Whose, states: readonly JobState[]): Promise<boolean> {
    const job = await this.find(sql, orgId, jobId);
    if (!job || !states.includes(job.state)) return false;
    await forgetJobs(sql, [jobId]);
    return true;
  }

  async used(sql: Sql, orgId: string, since: number): Promise<{ batches: number; queries: number }> {
    const used = await sql.one<{ batches: number; queries: number }>`select
      (select count(*) from job_batch b join job j on j.job_id = b.job_id
        where b.org_id = ${orgId} and b.created_at > ${since} and j.kind <> 'query') as batches,
      (select count(*) from job where org_id = ${orgId} and created_at > ${since} and kind = 'query') as queries`;
    return used as { batches: number; queries: number };
  }
}

async function insertBatch(sql: Sql, { batchId, jobId, orgId, createdAt }: NewBatch): Promise<void> {
  await sql.run`insert into job_batch (batch_id, job_id, org_id, state, processed, failed, took, created_at, modified_at)
    values (${batchId}, ${jobId}, ${orgId}, 'Queued', 0, 0, 0, ${createdAt}, ${createdAt})`;
}

async function batchCount(sql: Sql, jobId: string): Promise<number> {
  return (await sql.value<number>`select count(*) from job_batch where job_id = ${jobId}`) ?? 0;
}

async function isRunnable(sql: Sql, batchId: string): Promise<boolean> {
  return (await sql.value`select true ${RUNNABLE} and b.batch_id = ${batchId}`) !== undefined;
}

/** The batch, if it is to be worked on and this holder does. */
async function heldBatch(sql: Sql, batchId: string, holder: string): Promise<StoredBatch | undefined> {
  const held = await sql.value<string>`select holder from job_hold where batch_id = ${batchId}`;
  if (held !== holder || !(await isRunnable(sql, batchId))) return undefined;
  return sql.one`${BATCH} where batch_id = ${batchId}`;
}

/** @returns whether nobody else holds the batch */
async function takeHold(sql: Sql, batchId: string, { holder, at, until }: Hold): Promise<boolean> {
  const held =
    await sql.run`insert into job_hold as h (batch_id, holder, until) values (${batchId}, ${holder}, ${until})
    on conflict (batch_id) do update set holder = excluded.holder, until = excluded.until
      where h.holder = excluded.holder or h.until <= ${at}`;
  return held === 1;
}

async function unhold(sql: Sql, batchId: string): Promise<void> {
  await sql.run`delete from job_hold where batch_id = ${batchId}`;
}

async function end(
  sql: Sql,
  { batchId, jobId }: StoredBatch,
  { state, job, message, at }: End,
): Promise<void> {
  await sql.run`update job_batch set state = ${state}, message = ${message}, modified_at = ${at} where batch_id = ${batchId}`;
  await sql.run`update job set state = ${job}, message = ${message}, modified_at = ${at}
    where job_id = ${jobId} and kind <> 'classic'`;
  await unhold(sql, batchId);
}
