/** The only reader of time: everything that has a lifetime asks a Clock. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** A clock that a test moves; until it is told anything it runs with the machine's. */
export class LabClock implements Clock {
  #offset = 0;
  #frozenAt: number | undefined;

  now(): number {
    return this.#frozenAt ?? Date.now() + this.#offset;
  }

  get frozen(): boolean {
    return this.#frozenAt !== undefined;
  }

  /** @param milliseconds how far to move, forwards or backwards */
  advance(milliseconds: number): void {
    if (this.#frozenAt !== undefined) this.#frozenAt += milliseconds;
    else this.#offset += milliseconds;
  }

  /** @param instant milliseconds since the epoch */
  set(instant: number): void {
    if (this.#frozenAt !== undefined) this.#frozenAt = instant;
    else this.#offset = instant - Date.now();
  }

  freeze(): void {
    this.#frozenAt = this.now();
  }

  reset(): void {
    this.#offset = 0;
    this.#frozenAt = undefined;
  }
}

/** Milliseconds of real time since some fixed point, for measuring how long a request took. */
export function stopwatch(): number {
  return performance.now();
}
