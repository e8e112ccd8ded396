/** Moves time, in words or in milliseconds. */
import type { LabClock } from '../ground/clock.ts';
import { readDuration } from '../ground/duration.ts';
import { isDate, readInstant } from '../lab/plane/input.ts';

/** The clock of all orgs, or the clock of one org. */
export class TestClock {
  /** Returns the current clock: restoring a snapshot replaces the clocks of orgs. */
  readonly #clock: () => LabClock;
  readonly #now: <Result>(make: () => Result) => Result;

  /** @param now makes a change that other processes on the store take over */
  constructor(clock: () => LabClock, now: <Result>(make: () => Result) => Result = (make) => make()) {
    this.#clock = clock;
    this.#now = now;
  }

  /** Milliseconds since the epoch: what a client under test should take for the time. */
  now(): number {
    return this.#clock().now();
  }

  get frozen(): boolean {
    return this.#clock().frozen;
  }

  /**
   * @param by `90s`, `15m`, `2h`, `3d`, `1h30m`, `-5m`, or milliseconds
   * @throws RangeError when it is none of these, or leads out of the calendar
   */
  advance(by: string | number): void {
    const milliseconds = typeof by === 'number' ? by : readDuration(by);
    if (milliseconds === undefined || !isDate(this.now() + milliseconds)) {
      throw new RangeError(
        `clock.advance '${by}' is no length of time: write 90s, 15m, 2h, 3d, 1h30m or a number of milliseconds`,
      );
    }
    this.#now(() => this.#clock().advance(milliseconds));
  }

  /**
   * @param to `2027-01-01T00:00:00Z`, milliseconds since the epoch, or a Date
   * @throws Error when it is none of these
   */
  set(to: string | number | Date): void {
    const instant = readInstant('clock.set', to instanceof Date ? to.getTime() : to);
    this.#now(() => this.#clock().set(instant));
  }

  /** Stops the clock until it is told something else. */
  freeze(): void {
    this.#now(() => this.#clock().freeze());
  }

  /** Lets the clock run with the machine's again; an org's clock runs with the clock of all orgs again. */
  reset(): void {
    this.#now(() => this.#clock().reset());
  }
}
