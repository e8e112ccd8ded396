/** Whose turn it is to serve a connection. Each worker takes one after the other, so that those that wait here can go to another one. */
import type { Socket } from 'node:net';

/** Connections that wait for a worker; of more, the newest are closed. */
const MOST_WAITING = 1_024;

/** Takes a connection, which may have come as early as `since`, and settles when it has it too. */
export type Take = (socket: Socket, since: number) => Promise<void>;

export class Connections {
  readonly #waiting: { readonly socket: Socket; readonly since: number }[] = [];
  readonly #serving = new Set<Take>();
  /** Those that can take one, the longest idle first. */
  readonly #free: Take[] = [];

  readonly add = (socket: Socket, since: number): void => {
    socket.on('error', () => undefined);
    if (this.#waiting.length >= MOST_WAITING) return void socket.destroy();
    this.#waiting.push({ socket, since });
    this.#hand();
  };

  join(worker: Take): void {
    this.#serving.add(worker);
    this.#free.push(worker);
    this.#hand();
  }

  leave(worker: Take): void {
    this.#serving.delete(worker);
    const place = this.#free.indexOf(worker);
    if (place >= 0) this.#free.splice(place, 1);
  }

  /** Closes what nobody serves. */
  close(): void {
    this.#serving.clear();
    this.#free.length = 0;
    for (const { socket } of this.#waiting.splice(0)) socket.destroy();
  }

  #hand(): void {
    while (this.#waiting.length > 0 && this.#free.length > 0) {
      const next = this.#waiting.shift();
      if (next && !next.socket.destroyed)
        void this.#give(this.#free.shift() as Take, next.socket, next.since);
    }
  }

  async #give(worker: Take, socket: Socket, since: number): Promise<void> {
    try {
      await worker(socket, since);
    } catch {
      // It ended meanwhile, and the connection with it: what was read of that is lost.
      return;
    } finally {
      socket.destroy();
    }
    if (!this.#serving.has(worker)) return;
    this.#free.push(worker);
    this.#hand();
  }
}
