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
  /** How often this process took over what others had put. */
  #takenOver = 0;

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
   * Makes a change that this process obeys at once, and others soon, for callers that cannot wait. If the store cannot be written,
   * it stays with this process.
   */
  now<Result>(make: () => Result): Result {
    if (!this.#store.isShared) return make();
    const takenOver = this.#takenOver;
    const before = this.#text();
    const result = make();
    const text = this.#text();
    if (text === before) return result;
    const kept = this.#turns.run(async () => {
      const isOnTop = this.#takenOver === takenOver;
      if (isOnTop && (await this.#put(text))) return;
      await this.#takeOver();
      await this.#make(make);
    });
    kept.catch(() => undefined);
    return result;
  }

  async #make<Result>(make: () => Result): Promise<Result> {
    for (;;) {
      const before = this.#text();
      try {
        const result = make();
        const text = this.#text();
        if (text === before || (await this.#put(text))) return result;
      } catch (error) {
        this.#become(before);
        throw error;
      }
      await this.#takeOver();
    }
  }

  async #put(text: string): Promise<boolean> {
    const version = await this.#store.labState.put(text, this.#seen);
    this.#seen = version ?? this.#seen;
    return version !== undefined;
  }

  async #takeOver(): Promise<void> {
    const { version, text } = await this.#store.labState.read();
    if (version === this.#seen) return;
    this.#seen = version;
    this.#takenOver += 1;
    if (text !== undefined && text !== this.#text()) this.#become(text);
  }

  #text(): string {
    const state: State = { clock: this.#clock.state(), failures: this.#failures.state() };
    return JSON.stringify(state);
  }

  #become(text: string): void {
    const { clock, failures } = JSON.parse(text) as State;
    if (JSON.stringify(clock) !== JSON.stringify(this.#clock.state())) this.#clock.restore(clock);
    this.#failures.become(failures);
  }
}
