/**
 * Tells since when a request may have waited to be read. A busy process reads requests late. Whether somebody was faster is
 * decided by when a request came, of which this is the earliest possible time (token.md 4).
 */
import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers';
import { realTime } from '../ground/clock.ts';

/** Milliseconds. Where new connections come without end, none of them is taken to have waited longer. */
const LONGEST_WAIT = 1_000;

/**
 * Each turn of the event loop reads all that has come, so that what it reads came after the turn before had read; and now where there
 * was none, as a loop that sleeps wakes at once. Of connections it accepts only one, and the others wait for further turns.
 */
export class Arrivals {
  /** When the turn before this one had read; undefined while the loop sleeps. */
  #readAt: number | undefined;
  /** When nobody waited to be accepted last; undefined while nobody does. */
  #acceptingSince: number | undefined;
  #isNew = false;
  #isAccepting = false;
  readonly #accepted = new WeakMap<Socket, number>();

  /**
   * Called when a connection was accepted.
   *
   * @param since when it may have come, in milliseconds of real time, if another process accepted it
   */
  accept(socket: Socket, since = this.#accepting()): void {
    this.#accepted.set(socket, since);
  }

  #accepting(): number {
    const since = this.#next();
    this.#acceptingSince = Math.max(this.#acceptingSince ?? since, since - LONGEST_WAIT);
    this.#isAccepting = true;
    return this.#acceptingSince;
  }

  /** Milliseconds of real time. Asked when a request is read, once. */
  since(socket: Socket): number {
    const since = this.#next();
    const accepted = this.#accepted.get(socket);
    this.#accepted.delete(socket);
    return accepted ?? since;
  }

  #next(): number {
    this.#isNew = true;
    if (this.#readAt === undefined) {
      this.#readAt = realTime();
      setImmediate(this.#turn);
    }
    return this.#readAt;
  }

  /** Comes after all is read. Nothing new: the loop may sleep. */
  readonly #turn = (): void => {
    if (this.#isNew) setImmediate(this.#turn);
    this.#readAt = this.#isNew ? realTime() : undefined;
    if (!this.#isAccepting) this.#acceptingSince = undefined;
    this.#isNew = false;
    this.#isAccepting = false;
  };
}
