/**
 * Makes a part of the port out of a table class. The class is synchronous, so that operations of one turn can share a
 * transaction.
 */
import type { Database } from 'better-sqlite3';
import { FileAvailability } from './file-availability.ts';
import { GroupCommit } from './group-commit.ts';
import { GroupRead } from './group-read.ts';

/** The operations of a part as a table class has them. @typeParam Sliced operations that read in slices, and so take several turns */
export type Synchronous<Part, Sliced extends keyof Part = never> = {
  [Name in keyof Part]: Part[Name] extends (...given: infer Given) => infer Result
    ? (...given: Given) => Name extends Sliced ? Promise<Awaited<Result>> : Awaited<Result>
    : never;
};

/**
 * How an operation runs that is not a write of its turn's group. `read`: alone, at once. `grouped read`: with the other reads
 * of its turn (docs/decisions/0004). `write behind`: with the writes of its turn, but the caller does not wait for the commit.
 */
export type Kinds<Part> = { readonly [Name in keyof Part]?: Kind };
type Kind = 'read' | 'grouped read' | 'write behind';

type Operation = (...given: unknown[]) => unknown;

export class Groups {
  readonly availability: FileAvailability;
  readonly writes: GroupCommit;
  readonly #reads: GroupRead;

  constructor(db: Database) {
    this.availability = new FileAvailability(db);
    this.writes = new GroupCommit(db, this.availability);
    this.#reads = new GroupRead(db, this.availability);
  }

  /** @param table its methods are writes (docs/decisions/0001), unless its `kinds` say otherwise */
  of<Part extends object, Sliced extends keyof Part = never>(
    table: Synchronous<Part, Sliced> & { readonly kinds?: Kinds<Part> },
  ): Part {
    const kinds = (table.kinds ?? {}) as Readonly<Record<string, Kind | undefined>>;
    const { constructor: _, ...methods } = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(table));
    const promised = Object.entries(methods).map(([name, { value }]) => {
      return [name, this.#promised((value as Operation).bind(table), kinds[name])];
    });
    return Object.fromEntries(promised) as Part;
  }

  #promised(operation: Operation, kind: Kind | undefined): Operation {
    switch (kind) {
      case 'read':
        return (...given) => this.availability.explained(() => operation(...given));
      case 'grouped read':
        return (...given) => this.#reads.run(() => operation(...given));
      case 'write behind':
        return (...given) => {
          this.writes.run(() => operation(...given)).catch(() => undefined);
        };
      default:
        return (...given) => this.writes.run(() => operation(...given));
    }
  }
}
