/** Grouped reads (docs/decisions/0004): reads of one turn of the event loop share one look at the database. */
import { setImmediate } from 'node:timers';
import type { Database } from 'better-sqlite3';

export class GroupRead {
  readonly #begin;
  readonly #end;
  #pending: (() => void)[] = [];

  constructor(db: Database) {
    this.#begin = db.prepare('begin');
    this.#end = db.prepare('commit');
  }

  /** @returns the operation's result, in a later turn; rejects with what it threw */
  run<T>(operation: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#pending.length === 0) setImmediate(() => this.#read());
      this.#pending.push(() => {
        try {
          resolve(operation());
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  #read(): void {
    const group = this.#pending;
    this.#pending = [];
    this.#begin.run();
    for (const read of group) read();
    this.#end.run();
  }
}
