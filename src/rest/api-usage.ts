/**
 * How many calls each org has made today, on all processes of the store: `Sforce-Limit-Info`, `DailyApiRequests` of `/limits`, and who has
 * made too many. Calls are counted at once here and in groups in the store, so that others know of them a moment later.
 */
import { setTimeout } from 'node:timers';
import { type LabClock, stopwatch } from '../ground/clock.ts';
import { InTurn } from '../ground/in-turn.ts';
import type { Org } from '../org/model.ts';
import { check, type Traced } from '../refusals/check.ts';
import type { CountedCalls, Store } from '../store/port.ts';

const DAY = 24 * 60 * 60 * 1000;
/** Milliseconds for which calls are gathered. */
const GATHER = 25;
/** Milliseconds for which what the store has counted is believed. */
const BELIEVE = 50;

/** What is known of an org. */
interface Known {
  /** By the stopwatch; undefined before the first look. */
  lookedAt: number | undefined;
  /** In the store, on their way to it, and not sent yet. */
  stored: CountedCalls | undefined;
  sent: CountedCalls | undefined;
  unsent: CountedCalls | undefined;
}

export class ApiUsage {
  readonly #clock: LabClock;
  readonly #store: Store;
  readonly #known = new Map<string, Known>();
  readonly #turns = new InTurn();
  #timer: NodeJS.Timeout | undefined;

  constructor({ clock, store }: { readonly clock: LabClock; readonly store: Store }) {
    this.#clock = clock;
    this.#store = store;
  }

  /** Counts a call, or as many as are in it. @throws Refusal when the org has used up its day, StoreUnavailable */
  async admit(request: Traced, org: Org, calls = 1): Promise<void> {
    await this.#look(org.id);
    const { dailyApiRequests: most } = org.settings;
    const used = this.of(org.id);
    check(request, 'rest.request-limit', used < most, { used, most });
    this.count(org.id, calls);
  }

  /** Counts calls that are refused by no limit. */
  count(orgId: string, calls = 1): void {
    const known = this.#of(orgId);
    known.unsent = together(known.unsent, { calls, since: Math.floor(this.#clock.of(orgId).now()) });
    this.#timer ??= setTimeout(() => void this.flush(), GATHER).unref();
  }

  /** Calls in the running 24 hours. */
  of(orgId: string): number {
    const { stored, sent, unsent } = this.#of(orgId);
    const now = this.#clock.of(orgId).now();
    return [stored, sent, unsent].reduce(
      (sum, counted) => sum + (counted && now - counted.since < DAY ? counted.calls : 0),
      0,
    );
  }

  /** `api-usage=17/15000` */
  inWords({ id, settings }: Org): string {
    return `api-usage=${this.of(id)}/${settings.dailyApiRequests}`;
  }

  /** Gives the store what it does not have yet. Never rejects: while the store cannot be written, it stays here. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#turns.run(async () => {
      const unsent = [...this.#known].filter(([, known]) => known.unsent);
      await Promise.all(unsent.map(([orgId, known]) => this.#send(orgId, known)));
    });
  }

  async #send(orgId: string, known: Known): Promise<void> {
    const { unsent } = known;
    if (!unsent) return;
    known.sent = unsent;
    known.unsent = undefined;
    try {
      known.stored = await this.#store.apiUsage.add({ orgId, calls: unsent.calls, at: unsent.since }, DAY);
    } catch {
      // The store tells by itself that it is full or gone.
      known.unsent = together(unsent, known.unsent);
    } finally {
      known.sent = undefined;
    }
  }

  /** Other processes count too. */
  async #look(orgId: string): Promise<void> {
    const known = this.#of(orgId);
    const isOld = () =>
      known.lookedAt === undefined || (this.#store.isShared && stopwatch() - known.lookedAt > BELIEVE);
    if (!isOld()) return;
    await this.#turns.run(async () => {
      if (!isOld()) return;
      known.stored = await this.#store.apiUsage.of(orgId);
      known.lookedAt = stopwatch();
    });
  }

  #of(orgId: string): Known {
    const known = this.#known.get(orgId);
    if (known) return known;
    const unknown = { lookedAt: undefined, stored: undefined, sent: undefined, unsent: undefined };
    this.#known.set(orgId, unknown);
    return unknown;
  }
}

function together(
  first: CountedCalls | undefined,
  second: CountedCalls | undefined,
): CountedCalls | undefined {
  if (!first || !second) return first ?? second;
  if (second.since - first.since >= DAY) return second;
  return { since: first.since, calls: first.calls + second.calls };
}
