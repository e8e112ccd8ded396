/** Which entries the journal must have, because their requests were answered. */
import type { Replica } from './replica.ts';
import type { Report } from './report.ts';

/** Milliseconds after an answer in which a kill may take its entry along, which is written behind the answer: at most so much on a machine with too much to do. */
const BEHIND = 10_000;
/** Milliseconds after which an entry that is not there is missing: reading may lag by 50, and a machine may be busy. */
const PATIENCE = 15_000;

interface Expected {
  readonly at: number;
  readonly replica: Replica;
  /** When its process was killed. */
  killedAt?: number;
}

export class JournalLedger {
  readonly #report: Report;
  readonly #expected = new Map<string, Expected>();

  constructor(report: Report) {
    this.#report = report;
  }

  answered(id: string, replica: Replica): void {
    const at = performance.now();
    // The process may have been killed while its answer came.
    this.#expected.set(id, { at, replica, ...(replica.isUp ? {} : { killedAt: at }) });
  }

  /** What a process that is killed now had not written yet is gone with it. */
  killed(replica: Replica): void {
    for (const entry of this.#expected.values())
      if (entry.replica === replica) entry.killedAt ??= performance.now();
  }

  /** How many entries are waited for. */
  get size(): number {
    return this.#expected.size;
  }

  /** @param ids of the newest entries that a replica shows, which was asked at this moment */
  shown(ids: Iterable<string>, askedAt: number, by: string): void {
    for (const id of ids) if (this.#expected.delete(id)) this.#report.count('journal entries found');
    for (const [id, entry] of this.#expected) {
      if (entry.at > askedAt - PATIENCE) continue;
      this.#expected.delete(id);
      this.#missing(id, entry, by);
    }
  }

  /** Said when nobody will be asked any more. */
  neverShown(): void {
    if (this.size > 0)
      this.#report.breaks(
        'the journal has what was answered',
        `nobody could be asked for ${this.size} entries`,
      );
  }

  #missing(id: string, { at, replica, killedAt }: Expected, by: string): void {
    const before = killedAt === undefined ? Number.POSITIVE_INFINITY : Math.round(killedAt - at);
    if (before < BEHIND) {
      this.#report.count('journal entries that a kill took along');
      this.#report.most('milliseconds between the answer of such an entry and the kill', before);
      return;
    }
    this.#report.breaks(
      'the journal has what was answered',
      `${by} has no entry ${id} of ${replica.name}, ${killedAt === undefined ? 'which lives' : `which was killed ${before} ms after its answer`}`,
    );
  }
}
