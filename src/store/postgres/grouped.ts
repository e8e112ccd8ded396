/**
 * Makes a part of the port out of a table class. Its methods get the connection that they run on, so that several of them can share
 * a transaction.
 */
import type { GroupWrites } from './group-writes.ts';
import type { Joint } from './joint.ts';
import { JointReads } from './joint-reads.ts';
import type { Link } from './link.ts';
import type { Sql } from './sql.ts';

/** The operations of a part as a table class has them. @typeParam Joined operations that the class does for many at once */
export type OnSql<Part, Joined extends keyof Part = never> = {
  [Name in keyof Part]: Part[Name] extends (...given: infer Given) => infer Result
    ? Name extends Joined
      ? (sql: Sql, given: readonly Given[]) => Promise<readonly Awaited<Result>[]>
      : (sql: Sql, ...given: Given) => Promise<Awaited<Result>>
    : never;
};

/** A table class, whichever of its operations are for many at once: it says so itself, by {@link OnSql} and {@link Kinds}. */
type Table<Part> = {
  [Name in keyof Part]: OnSql<Part>[Name] | OnSql<Part, keyof Part>[Name];
} & { readonly kinds?: { readonly [Name in keyof Part]?: Kind } };

/** What each of many gives to an operation. */
export type Given<Part, Name extends keyof Part> = Part[Name] extends (...given: infer Own) => unknown
  ? readonly Own[]
  : never;

/**
 * How an operation runs that is not a write of its own. `read`: at once, with others on one connection. `long read`: on a connection
 * where it keeps nobody waiting. `joint read`, `joint write`: for all of its turn, or of its group, in one go.
 */
export type Kinds<Part, Joined extends keyof Part = never> = {
  readonly [Name in Joined]: 'joint read' | 'joint write';
} & { readonly [Name in Exclude<keyof Part, Joined>]?: 'read' | 'long read' };
type Kind = 'read' | 'long read' | 'joint read' | 'joint write';

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
  of<Part extends object>(table: Table<Part>, writes: GroupWrites): Part {
    const kinds = (table.kinds ?? {}) as Readonly<Record<string, Kind | undefined>>;
    const { constructor: _, ...methods } = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(table));
    const promised = Object.entries(methods).map(([name, { value }]) => {
      const method = (value as Method).bind(table);
      return [name, this.#promised(method, kinds[name], writes)];
    });
    return Object.fromEntries(promised) as Part;
  }

  #promised(method: Method, kind: Kind | undefined, writes: GroupWrites): Operation {
    switch (kind) {
      case 'read':
        return (...given) => this.#reads.use((sql) => method(sql, ...given));
      case 'long read':
        return (...given) => this.#longReads.use((sql) => method(sql, ...given));
      case 'joint read': {
        const reads = new JointReads(this.#reads, method as Joint);
        return (...given) => reads.run(given);
      }
      case 'joint write':
        return (...given) => writes.runJoint(method as Joint, given);
      default:
        return (...given) => writes.run((sql) => method(sql, ...given));
    }
  }
}
