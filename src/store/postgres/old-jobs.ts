/** Makes room for new jobs: which of an org's are forgotten, and what belongs to them. */
import type { JobLimits } from '../jobs.ts';
import { fragment, named, type Sql } from './sql.ts';

const ENDED = fragment`state in ('JobComplete', 'Failed', 'Aborted', 'Closed')
  and not exists (select 1 from job_batch b where b.job_id = job.job_id and b.state in ('Queued', 'InProgress'))`;

/** @returns whether one more job has room */
export async function makeRoom(
  sql: Sql,
  orgId: string,
  { keepSince, most, at }: JobLimits,
): Promise<boolean> {
  await sql.run`delete from job_data where batch_id in
    (select batch_id from job_hold where holder = 'upload' and until <= ${at})`;
  await sql.run`delete from job_hold where holder = 'upload' and until <= ${at}`;
  await forgetJobs(
    sql,
    await sql.column`select job_id from job where org_id = ${orgId} and ${ENDED} and modified_at <= ${keepSince}`,
  );
  const count = (await sql.value<number>`select count(*) from job where org_id = ${orgId}`) ?? 0;
  if (count < most) return true;
  const oldest = await sql.column<string>`select job_id from job where org_id = ${orgId} and ${ENDED}
    order by id limit ${count - most + 1}`;
  await forgetJobs(sql, oldest);
  return count - oldest.length < most;
}

export async function forgetJobs(sql: Sql, jobIds: readonly string[]): Promise<void> {
  if (jobIds.length === 0) return;
  for (const table of ['job_result', 'job_data', 'job_hold'])
    await sql.run`delete from ${named(table)} where batch_id in
      (select batch_id from job_batch where job_id = any(${jobIds}::text[]))`;
  await sql.run`delete from job_batch where job_id = any(${jobIds}::text[])`;
  await sql.run`delete from job where job_id = any(${jobIds}::text[])`;
}
