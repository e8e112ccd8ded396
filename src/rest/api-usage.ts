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
/** Orgs of which the counts are remembered: of another the store is asked again. */
const MOST_KNOWN = 10_000;

/** What is known of an org. */
interface Known {
  /** By the stopwatch; undefined before the first look. */
  lookedAt: number | undefined;
  /** In the store, on their way to it, and not sent yet: one more for each day that ended in between. */
  stored: CountedCalls | undefined;
  sent: readonly CountedCalls[];
  unsent: readonly CountedCalls[];
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
    const call = { calls, since: Math.floor(this.#clock.of(orgId).now()) };
    const last = this.of(orgId) > 0 ? known.unsent.at(-1) : undefined;
    known.unsent = last ? [...known.unsent.slice(0, -1), together(last, call)] : [...known.unsent, call];
    this.#timer ??= setTimeout(() => void this.flush(), GATHER).unref();
  }

  /** Calls in the running 24 hours. */
  of(orgId: string): number {
    const { stored, sent, unsent } = this.#of(orgId);
    const all = [...(stored ? [stored] : []), ...sent, ...unsent];
    if (all.length === 0) return 0;
    const { calls, since } = all.reduce(together);
    return this.#clock.of(orgId).now() - since < DAY ? calls : 0;
  }

  /** `api-usage=17/15000` */
  inWords({ id, settings }: Org): string {
    return `api-usage=${this.of(id)}/${settings.dailyApiRequests}`;
  }

  /** The org is gone, and its calls with it: one that comes by its id has made none. */
  forget(orgId: string): void {
    this.#known.delete(orgId);
  }

  /** Gives the store what it does not have yet. Never rejects: while the store cannot be written, it stays here. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#turns.run(async () => {
      const unsent = [...this.#known].filter(([, known]) => known.unsent.length > 0);
      await Promise.all(unsent.map(([orgId, known]) => this.#send(orgId, known)));
    });
  }

  async #send(orgId: string, known: Known): Promise<void> {
    known.sent = known.unsent;
    known.unsent = [];
    try {
      for (const { calls, since } of known.sent) {
        known.stored = await this.#store.apiUsage.add({ orgId, calls, at: since }, DAY);
        known.lookedAt = stopwatch();
        known.sent = known.sent.slice(1);
      }
    } catch {
      // The store tells by itself that it is full or gone.
      known.unsent = [...known.sent, ...known.unsent];
      known.sent = [];
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
    const unknown = { lookedAt: undefined, stored: undefined, sent: [], unsent: [] };
    this.#forgetOne();
    this.#known.set(orgId, unknown);
    return unknown;
  }

  /** Of the orgs that are remembered longest, as far as the store has all of their calls. */
  #forgetOne(): void {
    if (this.#known.size < MOST_KNOWN) return;
    for (const [orgId, { sent, unsent }] of this.#known)
      if (sent.length + unsent.length === 0) {
        this.#known.delete(orgId);
        return;
      }
  }
}

function together(first: CountedCalls, second: CountedCalls): CountedCalls {
  if (second.since - first.since >= DAY) return second;
  return { since: first.since, calls: first.calls + second.calls };
}
