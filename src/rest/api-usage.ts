/** How many calls each org has made today: `Sforce-Limit-Info` and `DailyApiRequests` of `/limits`. */
import type { LabClock } from '../ground/clock.ts';

/** What a Developer Edition org may do in 24 hours. */
export const DAILY_API_REQUESTS = 15_000;
const DAY = 24 * 60 * 60 * 1000;

export class ApiUsage {
  readonly #clock: LabClock;
  readonly #used = new Map<string, { since: number; calls: number }>();

  constructor(clock: LabClock) {
    this.#clock = clock;
  }

  /** Counts one call. It is never refused: no test needs fifteen thousand of them to see REQUEST_LIMIT_EXCEEDED. */
  count(orgId: string): void {
    const now = this.#clock.of(orgId).now();
    const used = this.#used.get(orgId);
    if (used && now - used.since < DAY) used.calls++;
    else this.#used.set(orgId, { since: now, calls: 1 });
  }

  /** Calls in the running 24 hours. */
  of(orgId: string): number {
    return this.#used.get(orgId)?.calls ?? 0;
  }
}
