/**
 * The lab that all processes on a store share: its clocks and armed failures. Each process has them in memory and follows the store; a
 * change is made on what the store has, and is made again if another process was faster.
 */
import type { ClockState, LabClock } from '../ground/clock.ts';
import { InTurn } from '../ground/in-turn.ts';
import type { Store } from '../store/port.ts';
import type { Failures, FailuresState } from './failures/failures.ts';

interface State {
  readonly clock: ClockState;
  readonly failures: FailuresState;
}

export class SharedLab {
  readonly #store: Store;
  readonly #clock: LabClock;
  readonly #failures: Failures;
  readonly #turns = new InTurn();
  /** The version that this process has, and the text that the store had then. */
  #seen = 0;
  #kept: string | undefined;
  /** Changes that this process obeys and the store does not have yet, the oldest first. */
  #unkept: (() => unknown)[] = [];

  constructor(store: Store, clock: LabClock, failures: Failures) {
    this.#store = store;
    this.#clock = clock;
    this.#failures = failures;
  }

  /** Takes over what other processes changed. @throws StoreUnavailable */
  async follow(): Promise<void> {
    await this.#turns.run(() => this.#takeOver());
  }

  /**
   * Makes a change that every request of any process obeys which comes after it.
   *
   * @param make changes clocks and failures; may be called again, on what another process made of them
   * @returns what it returned the last time
   * @throws what it throws, StoreUnavailable; nothing was changed
   */
  async change<Result>(make: () => Result): Promise<Result> {
    if (!this.#store.isShared) return make();
    return this.#turns.run(() => this.#make(make));
  }

  /**
   * Makes a change that this process obeys at once, and others soon, for callers that cannot wait. While the store cannot be
   * written, it stays with this process.
   *
   * @param make may be called again, on what another process made of clocks and failures; throws nothing
   */
  now<Result>(make: () => Result): Result {
    if (!this.#store.isShared) return make();
    const before = this.#text();
    const result = make();
    if (this.#text() === before) return result;
    this.#unkept.push(make);
    this.#turns.run(() => this.#keep()).catch(() => undefined);
    return result;
  }

  async #keep(): Promise<void> {
    while (this.#unkept.length > 0) await this.#put();
  }

  async #make<Result>(make: () => Result): Promise<Result> {
    for (;;) {
      const before = this.#text();
      const { length } = this.#unkept;
      try {
        const result = make();
        if (this.#text() === before || (await this.#put())) return result;
      } catch (error) {
        this.#become(before, this.#unkept.slice(length));
        throw error;
      }
    }
  }

  /** Gives the store what this process has. @returns false if another process was faster: what it made of it was taken over */
  async #put(): Promise<boolean> {
    for (;;) {
      const { length } = this.#unkept;
      const text = this.#text();
      const version = await this.#store.labState.put(text, this.#seen);
      if (version !== undefined) {
        this.#seen = version;
        this.#kept = text;
        this.#unkept.splice(0, length);
        return true;
      }
      if (await this.#takeOver()) return false;
    }
  }

  /** @returns whether the store has another text: a process that wants the journals of all raises the version alone */
  async #takeOver(): Promise<boolean> {
    const { version, text } = await this.#store.labState.read();
    if (version === this.#seen) return false;
    this.#seen = version;
    if (text === this.#kept) return false;
    this.#kept = text;
    if (text !== undefined && text !== this.#text()) this.#become(text, this.#unkept);
    if (text === this.#text()) this.#unkept = [];
    return true;
  }

  #text(): string {
    const state: State = { clock: this.#clock.state(), failures: this.#failures.state() };
    return JSON.stringify(state);
  }

  /** @param changes what is made on top of it */
  #become(text: string, changes: readonly (() => unknown)[]): void {
    const { clock, failures } = JSON.parse(text) as State;
    if (JSON.stringify(clock) !== JSON.stringify(this.#clock.state())) this.#clock.restore(clock);
    this.#failures.become(failures);
    for (const make of changes) make();
  }
}
