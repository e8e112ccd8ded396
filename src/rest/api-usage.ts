/** How many calls each org has made today: `Sforce-Limit-Info`, `DailyApiRequests` of `/limits`, and who has made too many. */
import type { LabClock } from '../ground/clock.ts';
import type { Org } from '../org/model.ts';
import { check, type Traced } from '../refusals/check.ts';

const DAY = 24 * 60 * 60 * 1000;

export class ApiUsage {
  readonly #clock: LabClock;
  readonly #used = new Map<string, { since: number; calls: number }>();

  constructor(clock: LabClock) {
    this.#clock = clock;
  }

  /** Counts a call, or as many as are in it. @throws Refusal when the org has used up its day */
  admit(request: Traced, org: Org, calls = 1): void {
    const { dailyApiRequests: most } = org.settings;
    const used = this.of(org.id);
    check(request, 'rest.request-limit', used < most, { used, most });
    this.count(org.id, calls);
  }

  /** Counts calls that are refused by no limit. */
  count(orgId: string, calls = 1): void {
    const counted = this.#used.get(orgId);
    if (counted && this.of(orgId) > 0) counted.calls += calls;
    else this.#used.set(orgId, { since: this.#clock.of(orgId).now(), calls });
  }

  /** Calls in the running 24 hours. */
  of(orgId: string): number {
    const used = this.#used.get(orgId);
    return used && this.#clock.of(orgId).now() - used.since < DAY ? used.calls : 0;
  }

  /** `api-usage=17/15000` */
  inWords({ id, settings }: Org): string {
    return `api-usage=${this.of(id)}/${settings.dailyApiRequests}`;
  }
}
