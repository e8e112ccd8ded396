/** Grouped reads (docs/decisions/0004): reads of one turn of the event loop share one transaction. */
import { setImmediate } from 'node:timers';
import type { Database } from 'better-sqlite3';
import type { FileAvailability } from './file-availability.ts';
import { endAsFarAsCan, endLeftover } from './leftover.ts';

interface Read {
  readonly operation: () => unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export class GroupRead {
  readonly #availability: FileAvailability;
  readonly #begin;
  readonly #end;
  readonly #db: Database;
  #pending: Read[] = [];

  constructor(db: Database, availability: FileAvailability) {
    this.#db = db;
    this.#availability = availability;
    this.#begin = db.prepare('begin');
    this.#end = db.prepare('commit');
  }

  /** @returns the operation's result, in a later turn; rejects with what it threw */
  run<T>(operation: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#pending.length === 0) setImmediate(() => this.#read());
      this.#pending.push({ operation, resolve: resolve as Read['resolve'], reject });
    });
  }

  #read(): void {
    const group = this.#pending;
    this.#pending = [];
    try {
      endLeftover(this.#db);
      this.#begin.run();
    } catch (error) {
      const reason = this.#availability.explain(error);
      for (const read of group) read.reject(reason);
      return;
    }
    for (const { operation, resolve, reject } of group) {
      try {
        resolve(operation());
      } catch (error) {
        reject(this.#availability.explain(error));
      }
    }
    // After a disk error SQLite has ended the transaction by itself.
    if (this.#db.inTransaction) endAsFarAsCan(() => this.#end.run(), this.#availability);
  }
}
