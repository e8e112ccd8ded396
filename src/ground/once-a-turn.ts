/** Work that everybody shares who asks for it in one turn of the event loop. */
import { setImmediate } from 'node:timers';

export class OnceATurn {
  #work: Promise<void> | 'done' | undefined;

  /** Begins the work unless this turn has begun it. Undefined when it is done: there is nothing to wait for. */
  run(work: () => Promise<void>): Promise<void> | undefined {
    if (!this.#work) {
      const begun = work().then(() => {
        if (this.#work === begun) this.#work = 'done';
      });
      this.#work = begun;
      setImmediate(() => {
        this.#work = undefined;
      });
    }
    return this.#work === 'done' ? undefined : this.#work;
  }
}
