/**
 * One refresh at a time of a log-in (token.md 4). A real request lasts hundreds of milliseconds and holds its token meanwhile;
 * ours holds the approval in the store, for every process, from before anything changes until its answer leaves.
 */

import { pause, realTime } from '../../ground/clock.ts';
import { check, type Traced } from '../../refusals/check.ts';
import type { StoredApproval, StoredRefreshToken } from '../../store/port.ts';
import type { World } from '../../world/world.ts';

/** Milliseconds until the hold of a process ends that was killed. */
const LONGEST_HOLD = 5_000;

/** Whether another request was using the token, or one of the same log-in, when this one came. */
export function isBeingRefreshed({ heldUntil }: StoredRefreshToken, { trace }: Traced): boolean {
  if (heldUntil === undefined) return false;
  const now = realTime();
  // After the clock was set back, more would be left than any hold lasts.
  return heldUntil > (trace.waitingSince ?? now) && heldUntil - now <= LONGEST_HOLD;
}

/**
 * Holds the approval, as it was read, for as long as processing takes, and until the answer leaves.
 *
 * @throws Refusal if another request is faster
 */
export async function holdWhileProcessing(
  { store }: World,
  request: Traced,
  approval: StoredApproval,
  processingTime: number,
): Promise<void> {
  const now = realTime();
  const until = now + LONGEST_HOLD;
  check(request, 'refresh.busy', await store.approvals.hold(approval, now, until), {});
  request.trace.release = () => store.approvals.release(approval.row, until, realTime());
  await pause(processingTime);
}
