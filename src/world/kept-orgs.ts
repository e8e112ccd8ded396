/** What the store keeps of orgs, and which org expires next. */

import { type LabClock, stopwatch } from '../ground/clock.ts';
import type { Row } from '../store/port.ts';

export interface Kept {
  readonly expiresAt: number | undefined;
  readonly createdAt: number;
  /** The newest user change that the org's document contains. */
  readonly userChange: Row;
}

/** Milliseconds after which the clock is asked again, as the stopwatch stands still while the machine sleeps. */
const LOOK_AFTER = 30_000;

export class KeptOrgs {
  readonly #facts = new Map<string, Kept>();
  readonly #expiring = new Set<string>();
  /** Orgs that were added to {@link #expiring} since the last call of {@link expired}. */
  #fresh: string[] = [];
  /** When the next org expires, on the stopwatch, and how often clocks had been moved when this was computed. */
  #due = { at: Number.POSITIVE_INFINITY, moves: 0 };

  get(orgId: string): Kept | undefined {
    return this.#facts.get(orgId);
  }

  get ids(): readonly string[] {
    return [...this.#facts.keys()];
  }

  set(orgId: string, kept: Kept): void {
    this.#facts.set(orgId, kept);
    if (kept.expiresAt === undefined) {
      this.#expiring.delete(orgId);
      return;
    }
    this.#expiring.add(orgId);
    this.#fresh.push(orgId);
  }

  delete(orgId: string): void {
    this.#facts.delete(orgId);
    this.#expiring.delete(orgId);
  }

  clear(): void {
    this.#facts.clear();
    this.#expiring.clear();
    this.#fresh = [];
  }

  /** Whether {@link expired} must be called. It is cheap, because every request asks. */
  isDue({ moves }: LabClock): boolean {
    if (this.#expiring.size === 0) return false;
    return this.#fresh.length > 0 || moves !== this.#due.moves || stopwatch() >= this.#due.at;
  }

  /** The orgs that have expired. Checks only newly added orgs, until the next one is due or a clock was moved. */
  expired(clock: LabClock): string[] {
    const isDue = clock.moves !== this.#due.moves || stopwatch() >= this.#due.at;
    const left = (isDue ? [...this.#expiring] : this.#fresh).map((id) => {
      const { expiresAt = Number.POSITIVE_INFINITY } = this.#facts.get(id) ?? {};
      return [id, expiresAt - clock.of(id).now()] as const;
    });
    this.#fresh = [];
    const soonest = left.reduce((least, [, time]) => (time > 0 ? Math.min(least, time) : least), LOOK_AFTER);
    const at = stopwatch() + soonest;
    this.#due = { at: isDue ? at : Math.min(at, this.#due.at), moves: clock.moves };
    return left.filter(([, time]) => time <= 0).map(([id]) => id);
  }
}
