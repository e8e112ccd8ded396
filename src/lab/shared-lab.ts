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
  /** The version that this process has. */
  #seen = 0;
  /** Changes that this process obeys and the store does not have yet, the oldest first. */
  #unkept: (() => unknown)[] = [];

  constructor(store: Store, clock: LabClock, failures: Failures) {
    this.#store = store;
    this.#clock = clock;
    this.#failures = failures;
  }

  /** Takes over what other processes changed. @throws StoreUnavailable */
  follow(): Promise<void> {
    return this.#turns.run(() => this.#takeOver());
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
    while (this.#unkept.length > 0 && !(await this.#put())) await this.#takeOver();
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
      await this.#takeOver();
    }
  }

  /** Gives the store what this process has. @returns false, and nothing happened, if another process was faster */
  async #put(): Promise<boolean> {
    const { length } = this.#unkept;
    const version = await this.#store.labState.put(this.#text(), this.#seen);
    if (version === undefined) return false;
    this.#seen = version;
    this.#unkept.splice(0, length);
    return true;
  }

  async #takeOver(): Promise<void> {
    const { version, text } = await this.#store.labState.read();
    if (version === this.#seen) return;
    this.#seen = version;
    if (text !== undefined && text !== this.#text()) this.#become(text, this.#unkept);
    if (text === this.#text()) this.#unkept = [];
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
