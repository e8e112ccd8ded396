/** Work that keeps the thread is begun a few at a time, so that what else has come meanwhile is not behind all of it. */
import { setImmediate } from 'node:timers';

export class Turns {
  readonly #most: number;
  readonly #waiting: (() => void)[] = [];
  #begun = 0;

  /** @param most pieces of work that are begun in one turn of the event loop */
  constructor(most: number) {
    this.#most = most;
  }

  /** Resolves when a piece of work may begin: at once while there is room, else in the order of asking. */
  next(): Promise<void> {
    return new Promise((begin) => {
      if (this.#begun === 0) setImmediate(() => this.#renew());
      if (this.#begun >= this.#most) {
        this.#waiting.push(begin);
        return;
      }
      this.#begun += 1;
      begin();
    });
  }

  #renew(): void {
    const next = this.#waiting.splice(0, this.#most);
    this.#begun = next.length;
    if (this.#begun > 0) setImmediate(() => this.#renew());
    for (const begin of next) begin();
  }
}
