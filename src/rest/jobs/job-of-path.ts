/** The job that a path names, as its caller sees it: their own, and every one of the org for its administrators. */
import { ADMINISTRATOR } from '../../data/access.ts';
import { isRecordId, wholeId } from '../../data/ids.ts';
import { check } from '../../refusals/check.ts';
import type { JobKind, StoredBatch, StoredJob } from '../../store/port.ts';
import type { RestCall } from '../call.ts';

/** A job with the batch that its data is in, once there is one. */
export interface FoundJob {
  readonly job: StoredJob;
  readonly batches: readonly StoredBatch[];
}

/** @throws Refusal: another user's job is not there */
export async function jobOfPath(call: RestCall, kinds: readonly JobKind[]): Promise<FoundJob> {
  const { access, path, world, trace, jobs } = call;
  const id = path.job ?? '';
  const { orgId } = access.token;
  const found = isRecordId(id) ? await world.store.jobs.find(orgId, wholeId(id)) : undefined;
  const job = found && kinds.includes(found.kind) && isTheirs(call, found) ? found : undefined;
  check(call, 'rest.not-found', job, { path: trace.path });
  const batches = await world.store.jobs.batches(job.jobId);
  // Another process may have ended while it worked on it.
  if (job.state === 'UploadComplete' || job.state === 'InProgress') jobs.wake();
  return { job, batches };
}

export function isTheirs({ access: { user } }: RestCall, { userId }: StoredJob): boolean {
  return userId === user.id || user.profile === ADMINISTRATOR;
}
