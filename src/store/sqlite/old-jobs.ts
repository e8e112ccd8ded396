/** Makes room for new jobs: which of an org's are forgotten, and what belongs to them. */
import type { JobLimits } from '../jobs.ts';
import type { Statements } from './statements.ts';

const ENDED = `org_id = :orgId and state in ('JobComplete', 'Failed', 'Aborted', 'Closed')
  and not exists (select 1 from job_batch b where b.job_id = job.job_id and b.state in ('Queued', 'InProgress'))`;
const GONE = 'job_id in (select value from json_each(:jobIds))';
const OF_GONE = `batch_id in (select batch_id from job_batch where ${GONE})`;

/** The methods belong inside a transaction. */
export class OldJobs {
  readonly #ended;
  readonly #count;
  readonly #oldest;
  readonly #forget;
  readonly #forgetUploads;

  constructor(db: Statements) {
    this.#ended = db
      .prepare<[{ orgId: string; keepSince: number }], string>(
        `select job_id from job where ${ENDED} and modified_at <= :keepSince`,
      )
      .pluck();
    this.#count = db.prepare<[string], number>('select count(*) from job where org_id = ?').pluck();
    this.#oldest = db
      .prepare<[{ orgId: string; limit: number }], string>(
        `select job_id from job where ${ENDED} order by id limit :limit`,
      )
      .pluck();
    this.#forget = [
      `delete from job_result where ${OF_GONE}`,
      `delete from job_data where ${OF_GONE}`,
      `delete from job_hold where ${OF_GONE}`,
      `delete from job_batch where ${GONE}`,
      `delete from job where ${GONE}`,
    ].map((sql) => db.prepare<[{ jobIds: string }]>(sql));
    this.#forgetUploads = [
      `delete from job_data where batch_id in (select batch_id from job_hold where holder = 'upload' and until <= :at)`,
      `delete from job_hold where holder = 'upload' and until <= :at`,
    ].map((sql) => db.prepare<[{ at: number }]>(sql));
  }

  /** @returns whether one more job has room */
  makeRoom(orgId: string, { keepSince, most, at }: JobLimits): boolean {
    for (const statement of this.#forgetUploads) statement.run({ at });
    this.forget(this.#ended.all({ orgId, keepSince }));
    const count = this.#count.get(orgId) ?? 0;
    if (count < most) return true;
    const oldest = this.#oldest.all({ orgId, limit: count - most + 1 });
    this.forget(oldest);
    return count - oldest.length < most;
  }

  forget(jobIds: readonly string[]): void {
    if (jobIds.length === 0) return;
    for (const statement of this.#forget) statement.run({ jobIds: JSON.stringify(jobIds) });
  }
}
