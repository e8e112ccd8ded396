/** What is known of the orgs that the store keeps, and which of them is to go by itself next. */

import { type LabClock, stopwatch } from '../ground/clock.ts';
import type { Row } from '../store/port.ts';

export interface Kept {
  readonly expiresAt: number | undefined;
  readonly createdAt: number;
  /** The newest change of its users that its document has in it. */
  readonly userChange: Row;
}

/** Milliseconds on the stopwatch, which stands still while the machine sleeps: after that long the clock itself is asked. */
const LOOK_AFTER = 30_000;

export class KeptOrgs {
  readonly #facts = new Map<string, Kept>();
  readonly #expiring = new Set<string>();
  /** Those of {@link #expiring} that came since somebody looked. */
  #fresh: string[] = [];
  /** On the stopwatch, and how often clocks had been moved when it was counted. */
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

  /** Whether {@link expired} has to be asked: cheap, as every request asks. */
  isDue({ moves }: LabClock): boolean {
    if (this.#expiring.size === 0) return false;
    return this.#fresh.length > 0 || moves !== this.#due.moves || stopwatch() >= this.#due.at;
  }

  /** Those whose time is over. Orgs that came are looked at alone, as long as no clock was moved. */
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
