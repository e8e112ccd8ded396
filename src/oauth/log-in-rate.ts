/** How often users log in: by the minute, for a rolling hour (token.md 1.6). Each process counts its own. */

const MINUTE = 60_000;
const WINDOW = 60;

interface Counts {
  /** The minute that was counted last. */
  minute: number;
  /** Log-ins by minute, in a ring. */
  readonly ring: Uint32Array;
  total: number;
}

export class LogInRate {
  readonly #users = new Map<string, Counts>();

  /** Log-ins within the last hour. @param now milliseconds since the epoch */
  recent(userId: string, now: number): number {
    const counts = this.#users.get(userId);
    return counts ? moved(counts, now).total : 0;
  }

  add(userId: string, now: number): void {
    const counts = this.#users.get(userId) ?? { minute: 0, ring: new Uint32Array(WINDOW), total: 0 };
    this.#users.set(userId, counts);
    const { ring, minute } = moved(counts, now);
    ring[minute % WINDOW] = (ring[minute % WINDOW] ?? 0) + 1;
    counts.total += 1;
  }
}

/** Forgets the minutes that have left the hour; all of them if the lab's clock went back. */
function moved(counts: Counts, now: number): Counts {
  const minute = Math.floor(now / MINUTE);
  const passed = minute - counts.minute;
  if (passed === 0) return counts;
  if (passed < 0 || passed >= WINDOW) {
    counts.ring.fill(0);
    counts.total = 0;
  } else {
    for (let past = counts.minute + 1; past <= minute; past++) {
      counts.total -= counts.ring[past % WINDOW] ?? 0;
      counts.ring[past % WINDOW] = 0;
    }
  }
  counts.minute = minute;
  return counts;
}
