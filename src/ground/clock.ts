/** The only reader of time: everything that has a lifetime asks a Clock. */
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** What was done to a clock, and to those of its orgs: enough to show the same time again. */
export interface ClockState {
  /** Milliseconds that it is ahead of the machine's clock, or an org's ahead of the lab's. */
  readonly offset: number;
  readonly frozenAt?: number;
  readonly orgs?: Readonly<Record<string, Omit<ClockState, 'orgs'>>>;
}

/**
 * A clock that a test moves; until it is told anything it runs with the machine's. An org has one of its own, which runs with
 * this one until it is told something itself.
 */
export class LabClock implements Clock {
  readonly #source: Clock;
  readonly #orgs = new Map<string, LabClock>();
  readonly #moved: () => void;
  #offset = 0;
  #frozenAt: number | undefined;
  #moves = 0;

  /** @param moved called whenever the clock is told something */
  constructor(source: Clock = machine, moved: () => void = () => undefined) {
    this.#source = source;
    this.#moved = () => {
      this.#moves += 1;
      moved();
    };
  }

  now(): number {
    return this.#frozenAt ?? this.#source.now() + this.#offset;
  }

  /** The time it would be if it had been told nothing: the machine's, or for an org's the lab's. */
  untold(): number {
    return this.#source.now();
  }

  /** The time in an org. */
  of(orgId: string): Clock {
    return this.#orgs.get(orgId) ?? this;
  }

  /** The clock of an org, to tell it something. */
  ofOrg(orgId: string): LabClock {
    const clock = this.#orgs.get(orgId) ?? new LabClock(this, () => this.#moved());
    this.#orgs.set(orgId, clock);
    return clock;
  }

  /** The org is gone: the next one with its id starts with the lab's time. */
  forget(orgId: string): void {
    this.#orgs.delete(orgId);
  }

  /** How often the clock, or one of its orgs', was told something: what was computed from it before may be wrong by now. */
  get moves(): number {
    return this.#moves;
  }

  get frozen(): boolean {
    return this.#frozenAt !== undefined;
  }

  /** @param milliseconds how far to move, forwards or backwards */
  advance(milliseconds: number): void {
    if (this.#frozenAt !== undefined) this.#frozenAt += milliseconds;
    else this.#offset += milliseconds;
    this.#moved();
  }

  /** @param instant milliseconds since the epoch */
  set(instant: number): void {
    if (this.#frozenAt !== undefined) this.#frozenAt = instant;
    else this.#offset = instant - this.#source.now();
    this.#moved();
  }

  freeze(): void {
    this.#frozenAt = this.now();
    this.#moved();
  }

  /** Runs with the clock behind it again: the machine's, or for an org's the lab's. Clocks of orgs stay as they are. */
  reset(): void {
    this.#offset = 0;
    this.#frozenAt = undefined;
    this.#moved();
  }

  state(): ClockState {
    const orgs = [...this.#orgs]
      .map(([id, clock]) => [id, clock.state()] as const)
      .filter(([, { offset, frozenAt }]) => offset !== 0 || frozenAt !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      offset: this.#offset,
      ...(this.#frozenAt === undefined ? {} : { frozenAt: this.#frozenAt }),
      ...(orgs.length === 0 ? {} : { orgs: Object.fromEntries(orgs) }),
    };
  }

  restore({ offset, frozenAt, orgs = {} }: ClockState): void {
    this.#offset = offset;
    this.#frozenAt = frozenAt;
    this.#orgs.clear();
    for (const [id, state] of Object.entries(orgs)) this.ofOrg(id).restore(state);
    this.#moved();
  }
}

// The Date of the moment: a test that replaces it moves this clock too.
const machine: Clock = { now: () => Date.now() };

let dateOf = { second: -1, text: '' };

/** The machine's time as the header Date has it, whatever a test told the lab's clock. */
export function httpDate(): string {
  const now = machine.now();
  const second = Math.floor(now / 1_000);
  if (second !== dateOf.second) dateOf = { second, text: new Date(now).toUTCString() };
  return dateOf.text;
}

// Kept from before a test can replace them.
const { now: machineTime } = Date;
const elapsed = performance.now.bind(performance);
let startedAt = performance.timeOrigin;
/** Milliseconds that the two may differ before the machine must have slept, or its clock been set. */
const AGREEMENT = 2;

/** Milliseconds since the epoch that no test moves, fractions too: what processes of a store agree on. */
export function realTime(): number {
  return stopwatchStart() + elapsed();
}

/** The real time at which the {@link stopwatch} was at 0. */
export function stopwatchStart(): number {
  const now = machineTime();
  if (Math.abs(startedAt + elapsed() - now) > AGREEMENT) startedAt = now - elapsed();
  return startedAt;
}

/** Waits so many milliseconds of real time, and not less: a timer may be a little early. */
export async function pause(milliseconds: number): Promise<void> {
  const end = stopwatch() + milliseconds;
  for (let left = milliseconds; left > 0; left = end - stopwatch()) await setTimeout(Math.ceil(left));
}

/** Milliseconds of real time since some fixed point, for measuring how long a request took. */
export function stopwatch(): number {
  return performance.now();
}
