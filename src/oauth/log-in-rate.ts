/**
 * How often users log in: by the minute, for a rolling hour (token.md 1.6). Counted in memory, so that a log-in waits for
 * nothing; what was counted goes to the store once a second, and comes from there to the processes that share it.
 */
import { clearTimeout, setTimeout } from 'node:timers';
import type { LogInCount, Row, Store } from '../store/port.ts';

const MINUTE = 60_000;
const WINDOW = 60;
/** Milliseconds of real time. */
const PAUSE = 1_000;

/** Log-ins of a user by minutes since the epoch. */
type Minutes = Map<number, number>;

export class LogInRate {
  readonly #store: Store;
  /** What this process calls itself. */
  readonly #writer: string;
  readonly #users = new Map<string, Minutes>();
  /** What the store does not have yet. */
  readonly #pending = new Map<string, Minutes>();
  #seen: Row = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param writer a word that no other process has */
  constructor(store: Store, writer: string) {
    this.#store = store;
    this.#writer = writer;
  }

  /** Log-ins within the last hour. @param now milliseconds since the epoch */
  recent(userId: string, now: number): number {
    const latest = Math.floor(now / MINUTE);
    let total = 0;
    for (const [minute, logIns] of this.#users.get(userId) ?? []) {
      if (minute > latest - WINDOW && minute <= latest) total += logIns;
    }
    return total;
  }

  add(userId: string, now: number): void {
    this.#add(userId, now, 1);
  }

  /** As if the user had logged in so often that the hour has no room for another log-in. */
  fill(userId: string, now: number, most: number): void {
    this.#add(userId, now, Math.max(0, most - this.recent(userId, now)));
  }

  /** They are gone: users who get their ids have not logged in. */
  forget(userIds: readonly string[]): void {
    for (const userId of userIds) {
      this.#users.delete(userId);
      this.#pending.delete(userId);
    }
  }

  /** Writes what was counted since the last time. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const counts: LogInCount[] = [];
    for (const [userId, minutes] of this.#pending) {
      for (const [minute, logIns] of minutes) counts.push({ userId, minute, logIns, writer: this.#writer });
    }
    this.#pending.clear();
    if (counts.length > 0) await this.#store.appendLogIns(counts, WINDOW);
  }

  /** Counts what other processes wrote. */
  async follow(): Promise<void> {
    for (const { row, userId, minute, logIns, writer } of await this.#store.logInsAfter(this.#seen)) {
      this.#seen = row;
      if (writer !== this.#writer) count(this.#users, userId, minute, logIns);
    }
  }

  /** Knows what the store knows, and nothing else. */
  async reload(): Promise<void> {
    this.#users.clear();
    this.#pending.clear();
    this.#seen = 0;
    for (const { row, userId, minute, logIns } of await this.#store.logInsAfter(0)) {
      this.#seen = row;
      count(this.#users, userId, minute, logIns);
    }
  }

  #add(userId: string, now: number, logIns: number): void {
    const minute = Math.floor(now / MINUTE);
    count(this.#users, userId, minute, logIns);
    count(this.#pending, userId, minute, logIns);
    if (this.#store.isShared) this.#timer ??= setTimeout(() => void this.#flushLater(), PAUSE).unref();
  }

  /** Counts that cannot be written are counts of this process alone. */
  #flushLater(): Promise<void> {
    return this.flush().catch(() => undefined);
  }
}

/** Of a user who has been counted for long, what is no longer within the hour is forgotten. */
function count(users: Map<string, Minutes>, userId: string, minute: number, logIns: number): void {
  const minutes = users.get(userId) ?? new Map<number, number>();
  users.set(userId, minutes);
  minutes.set(minute, (minutes.get(minute) ?? 0) + logIns);
  if (minutes.size <= 2 * WINDOW) return;
  for (const known of minutes.keys()) if (known <= minute - WINDOW) minutes.delete(known);
}
