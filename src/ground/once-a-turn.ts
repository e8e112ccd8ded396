/**
 * Work that everybody shares who asks for it in one turn of the event loop. It begins when the turn has read what clients sent: work that
 * had begun before could have missed what was done before a client asked.
 */
import { setImmediate } from 'node:timers/promises';

export class OnceATurn {
  #next: Promise<void> | undefined;

  /** Waits for work that begins after this call. */
  run(work: () => Promise<void>): Promise<void> {
    this.#next ??= setImmediate().then(() => {
      this.#next = undefined;
      return work();
    });
    return this.#next;
  }
}
