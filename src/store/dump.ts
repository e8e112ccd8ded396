/** Everything that a store keeps, as one document, whatever the store is made of. */
import type { DumpPart } from './dump-parts.ts';
import type { OrgDocument } from './orgs.ts';

/** Goes up with a part or a field that a row must have: one of before lacks it, and is to be brought up to date. */
export const DUMP_VERSION = 1;

/** All that a store keeps but the journal, and orgs, which the document has beside it. */
export interface StoreDump extends DumpFacts {
  /** Rows by part: `dump-parts.ts` has their fields. */
  readonly parts: Readonly<Record<DumpPart, readonly unknown[]>>;
}

interface DumpFacts {
  readonly version: typeof DUMP_VERSION;
  /** The store's, in base64. */
  readonly secret: string;
  /** The newest number that was given, by part: none comes back. */
  readonly numbers: Readonly<Partial<Record<DumpPart, number>>>;
}

/** A dump as it is read: what was there at one moment, whatever is written meanwhile. */
export interface DumpReading extends DumpFacts {
  /** To be read once. Each part in one slice or more. */
  readonly slices: Iterable<DumpSlice>;
  /** Wanted in any case, and enough at any time. */
  close(): void;
}

export interface DumpSlice {
  readonly part: DumpPart;
  /** Few: some milliseconds. */
  readonly rows: readonly unknown[];
}

/** An org that comes with a dump: what its users changed is in its document. */
export type DumpedOrg = Omit<OrgDocument, 'userChange'>;

export interface State {
  /** The same for the same state. @throws StoreError when it is too large for a snapshot */
  dump(): Promise<DumpReading>;
  /**
   * Puts a dump in the place of everything, the secret with it.
   *
   * @param dump a {@link StoreDump} as a document brought it, of this version or an older one
   * @throws StoreError when it does not fit; nothing was changed
   */
  load(dump: unknown, orgs: readonly DumpedOrg[]): Promise<void>;
  /** Forgets everything but the secret; numbers go on, so that no token of before comes back. */
  clear(): Promise<void>;
}
