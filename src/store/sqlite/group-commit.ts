/** Grouped commits (docs/decisions/0001): writes of one turn of the event loop share one transaction. */
import { setImmediate } from 'node:timers';
import type { Database } from 'better-sqlite3';
import type { FileAvailability } from './file-availability.ts';
import { endAsFarAsCan, endLeftover } from './leftover.ts';

/** The most operations of one group: it keeps other processes from writing for about 10 ms. */
const LARGEST_GROUP = 512;

interface Write {
  readonly operation: () => unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export class GroupCommit {
  readonly #db: Database;
  readonly #availability: FileAvailability;
  readonly #begin;
  readonly #commit;
  #pending: Write[] = [];

  constructor(db: Database, availability: FileAvailability) {
    this.#db = db;
    this.#availability = availability;
    // IMMEDIATE takes the write lock first, so that what an operation reads is still true when it writes.
    this.#begin = db.prepare('begin immediate');
    this.#commit = db.prepare('commit');
  }

  /**
   * Runs a synchronous operation in the transaction of this turn of the event loop.
   *
   * @param operation may run twice, the first time rolled back: it must change nothing but the database
   * @returns its result, once committed; rejects with what it threw
   */
  run<T>(operation: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#pending.push({ operation, resolve: resolve as Write['resolve'], reject });
      if (this.#pending.length === 1) setImmediate(() => this.flush());
      else if (this.#pending.length >= LARGEST_GROUP) this.flush();
    });
  }

  /** Commits what is pending, now. */
  flush(): void {
    const group = this.#pending;
    this.#pending = [];
    if (group.length > 0) this.#commitGroup(group);
  }

  #commitGroup(group: readonly Write[]): void {
    try {
      this.#availability.wantFile();
      endLeftover(this.#db);
      this.#begin.run();
    } catch (error) {
      const reason = this.#availability.explain(error);
      for (const write of group) write.reject(reason);
      return;
    }
    try {
      const results = group.map((write) => write.operation());
      this.#commit.run();
      group.forEach((write, index) => {
        write.resolve(results[index]);
      });
    } catch (error) {
      endAsFarAsCan(() => endLeftover(this.#db), this.#availability);
      if (group.length === 1) group[0]?.reject(this.#availability.explain(error));
      else for (const write of group) this.#commitGroup([write]);
    }
  }
}
