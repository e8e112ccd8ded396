/**
 * A connection that comes back by itself. Who asks while it is gone waits for a bounded time; once that has passed, everybody is
 * refused at once until it is there again.
 */
import { setTimeout } from 'node:timers/promises';
import type { Client } from 'pg';
import { stopwatch } from '../../ground/clock.ts';
import { StoreUnavailable } from '../availability.ts';
import { disconnect } from './connect.ts';
import { outageOf } from './outage.ts';
import type { ServerAvailability } from './server-availability.ts';
import { Sql } from './sql.ts';

/** Milliseconds that an operation waits for a connection before the store counts as unavailable. */
const PATIENCE = 4_000;
/** Milliseconds between two attempts to connect. */
const PAUSE = { first: 20, most: 500 };
/** Milliseconds that an operation waits while something is known to be wrong: for one attempt. */
const PATIENCE_IN_OUTAGE = 2 * PAUSE.most;

const NO_ANSWER = new Error('Connection terminated: no answer yet');

interface Connected {
  readonly client: Client;
  readonly sql: Sql;
}

export class Link {
  readonly #connect: () => Promise<Client>;
  readonly #availability: ServerAvailability;
  #connected: Connected | undefined;
  #connecting: Promise<Connected> | undefined;
  readonly #closed = new AbortController();

  /** @param connect makes a connection that is ready to use */
  constructor(connect: () => Promise<Client>, availability: ServerAvailability) {
    this.#connect = connect;
    this.#availability = availability;
  }

  /**
   * Runs statements, on another connection again if the first one is lost.
   *
   * @param run may run twice
   * @throws StoreUnavailable
   */
  async use<Result>(run: (sql: Sql) => Promise<Result>): Promise<Result> {
    const until = stopwatch() + PATIENCE;
    for (;;) {
      const connected = this.#connected ?? (await this.#wait(until));
      try {
        return await run(connected.sql);
      } catch (error) {
        if (outageOf(error) !== 'lost') throw this.#availability.explain(error);
        this.#drop(connected);
        if (this.#closed.signal.aborted || stopwatch() > until) throw this.#availability.explain(error);
      }
    }
  }

  /** Makes the first connection. @throws what keeps it from being made */
  async begin(): Promise<Sql> {
    this.#connecting = this.#connect().then((client) => this.#keep(client));
    try {
      return (await this.#connecting).sql;
    } finally {
      this.#connecting = undefined;
    }
  }

  async close(): Promise<void> {
    this.#closed.abort();
    const connected = this.#connected ?? (await this.#connecting?.catch(() => undefined));
    if (connected) await disconnect(connected.client);
  }

  /** @throws StoreUnavailable when there is no connection by then */
  async #wait(until: number): Promise<Connected> {
    if (this.#closed.signal.aborted) throw new StoreUnavailable('The store is closed.');
    this.#connecting ??= this.#connectAtLast().finally(() => {
      this.#connecting = undefined;
    });
    if (this.#availability.problem !== undefined) until = Math.min(until, stopwatch() + PATIENCE_IN_OUTAGE);
    const gaveUp = new AbortController();
    const late = setTimeout(Math.max(0, until - stopwatch()), undefined, { signal: gaveUp.signal });
    try {
      const connected = await Promise.race([this.#connecting, late]);
      if (connected) return connected;
    } finally {
      gaveUp.abort();
      late.catch(() => undefined);
    }
    throw this.#availability.explain(this.#lastError);
  }

  /** Why the newest attempt failed; that there is no answer, where none has since the last success. */
  #lastError: unknown = NO_ANSWER;

  /** Tries until it succeeds or the store is closed. */
  async #connectAtLast(): Promise<Connected> {
    for (let wait = PAUSE.first; ; wait = Math.min(wait * 2, PAUSE.most)) {
      try {
        return this.#keep(await this.#connect());
      } catch (error) {
        this.#lastError = outageOf(error) === undefined ? this.#availability.unusable(error) : error;
      }
      // Nobody has to wait for the pause once the store is closed; until then it must not keep a process alive.
      await setTimeout(wait, undefined, { ref: false, signal: this.#closed.signal }).catch(() => undefined);
      if (this.#closed.signal.aborted) throw this.#lastError;
    }
  }

  #keep(client: Client): Connected {
    const connected = { client, sql: new Sql(client) };
    this.#connected = connected;
    this.#lastError = NO_ANSWER;
    client.on('error', () => this.#drop(connected));
    client.on('end', () => this.#drop(connected));
    return connected;
  }

  #drop(connected: Connected): void {
    if (this.#connected !== connected) return;
    this.#connected = undefined;
    void disconnect(connected.client);
    // Also while nobody asks: what is wrong is told as soon as it has lasted, and that it is over.
    if (!this.#closed.signal.aborted) this.use(async () => undefined).catch(() => undefined);
  }
}
