/**
 * Makes a part of the port out of a table class. Its methods get the connection that they run on, so that several of them can share
 * a transaction.
 */
import type { GroupWrites, Together } from './group-writes.ts';
import type { Link } from './link.ts';
import type { Sql } from './sql.ts';

/** The operations of a part as a table class has them. */
export type OnSql<Part> = {
  [Name in keyof Part]: Part[Name] extends (...given: infer Given) => infer Result
    ? (sql: Sql, ...given: Given) => Promise<Awaited<Result>>
    : never;
};

/**
 * How an operation runs that is not a write. `read`: at once, with others on one connection. `long read`: on a connection where it
 * keeps nobody waiting.
 */
export type Kinds<Part> = { readonly [Name in keyof Part]?: Kind };
type Kind = 'read' | 'long read';

/** What a write does together with others of its group, if it can with what it is given. */
export type Batches<Part> = {
  readonly [Name in keyof Part]?: Part[Name] extends (...given: infer Given) => unknown
    ? { readonly fits: (...given: Given) => boolean; readonly run: Together }
    : never;
};

interface Batch {
  readonly fits: (...given: unknown[]) => boolean;
  readonly run: Together;
}

type Method = (sql: Sql, ...given: unknown[]) => Promise<unknown>;
type Operation = (...given: unknown[]) => unknown;

export class Parts {
  readonly #reads: Link;
  readonly #longReads: Link;

  constructor(reads: Link, longReads: Link) {
    this.#reads = reads;
    this.#longReads = longReads;
  }

  /** @param writes the lane of what the part writes */
  of<Part extends object>(
    table: OnSql<Part> & { readonly kinds?: Kinds<Part>; readonly batches?: Batches<Part> },
    writes: GroupWrites,
  ): Part {
    const kinds = (table.kinds ?? {}) as Readonly<Record<string, Kind | undefined>>;
    const batches = (table.batches ?? {}) as Readonly<Record<string, Batch | undefined>>;
    const { constructor: _, ...methods } = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(table));
    const promised = Object.entries(methods).map(([name, { value }]) => {
      const method = (value as Method).bind(table);
      return [name, this.#promised(method, kinds[name], batches[name], writes)];
    });
    return Object.fromEntries(promised) as Part;
  }

  #promised(
    method: Method,
    kind: Kind | undefined,
    batch: Batch | undefined,
    writes: GroupWrites,
  ): Operation {
    const write: Operation = (...given) => {
      const together = batch?.fits(...given) ? { run: batch.run, given } : undefined;
      return writes.run((sql) => method(sql, ...given), together);
    };
    switch (kind) {
      case 'read':
        return (...given) => this.#reads.use((sql) => method(sql, ...given));
      case 'long read':
        return (...given) => this.#longReads.use((sql) => method(sql, ...given));
      default:
        return write;
    }
  }
}
