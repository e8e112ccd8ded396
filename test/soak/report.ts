/** What a run counts and finds broken. */

/** What must hold whatever happens. */
export type Invariant =
  | 'a code works once'
  | 'a family has one live token'
  | 'a user has five approvals of an app at most'
  | 'what is revoked is dead everywhere'
  | 'what was answered is there'
  | 'the journal has what was answered'
  | 'what the lab has answered is obeyed everywhere'
  | 'a failure strikes as often as it is armed'
  | 'requests are answered within a bound, with nothing worse than 503 during an outage'
  | 'a replica ends only when it is told to, and complains of nothing but its store'
  | 'memory and handles stay flat'
  | 'the load goes on';

interface Broken {
  times: number;
  /** How it was the first time. */
  readonly first: string;
}

export class Report {
  readonly #broken = new Map<Invariant, Broken>();
  readonly #counts = new Map<string, number>();

  /** Notes that an invariant does not hold. */
  breaks(invariant: Invariant, how: string): void {
    const known = this.#broken.get(invariant);
    if (known) known.times += 1;
    else this.#broken.set(invariant, { times: 1, first: how });
  }

  expect(holds: boolean, invariant: Invariant, how: () => string): void {
    if (!holds) this.breaks(invariant, how());
  }

  count(what: string, more = 1): void {
    this.#counts.set(what, this.counted(what) + more);
  }

  /** Keeps the largest. */
  most(what: string, value: number): void {
    this.#counts.set(what, Math.max(this.counted(what), value));
  }

  counted(what: string): number {
    return this.#counts.get(what) ?? 0;
  }

  /** @param milliseconds that an answer took */
  answered(milliseconds: number): void {
    this.count('answered requests');
    this.most('milliseconds of the slowest answer', Math.round(milliseconds));
  }

  /** A sentence for each invariant that does not hold. */
  get broken(): readonly string[] {
    return [...this.#broken].map(
      ([invariant, { times, first }]) => `Broken ${times} times: ${invariant}. The first time: ${first}.`,
    );
  }

  /** Figures, a line each. */
  get figures(): readonly string[] {
    const counts = [...this.#counts].sort(([a], [b]) => a.localeCompare(b));
    return counts.map(([what, count]) => `${what}: ${count}`);
  }
}
