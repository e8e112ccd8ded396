/** Everything that a store keeps, as one document that any kind of store can read. */
import type { DumpPart } from './dump-parts.ts';
import type { OrgDocument } from './orgs.ts';

/** Raise it with each new part and each new required field: an older dump lacks it and must be brought up to date. */
export const DUMP_VERSION = 4;

/** All that a store keeps, except the journal, the orgs and the pages of queries. A snapshot has the orgs beside the dump. */
export interface StoreDump extends DumpFacts {
  /** Rows by part: `dump-parts.ts` has their fields. */
  readonly parts: Readonly<Record<DumpPart, readonly unknown[]>>;
}

interface DumpFacts {
  readonly version: typeof DUMP_VERSION;
  /** The store's secret, in base64. */
  readonly secret: string;
  /** The highest row number each part has given. A restored store starts after it, so that no number is given twice. */
  readonly numbers: Readonly<Partial<Record<DumpPart, number>>>;
}

/** A dump while it is read: the state of one moment. Later writes do not change it. */
export interface DumpReading extends DumpFacts {
  /** The rows. Each part has one slice or more. Can be read once. */
  readonly slices: Iterable<DumpSlice> | AsyncIterable<DumpSlice>;
  /** Must be called in the end. May be called at any time, also before every slice was read. */
  close(): void;
}

export interface DumpSlice {
  readonly part: DumpPart;
  /** At most as many rows as a few milliseconds can read. */
  readonly rows: readonly unknown[];
}

/** An org that comes with a dump. Its document contains what its users changed. */
export type DumpedOrg = Omit<OrgDocument, 'userChange'>;

export interface State {
  /** Dumps the state; the same state gives the same dump. @throws StoreError when it is too large for a snapshot */
  dump(): Promise<DumpReading>;
  /**
   * Replaces all state with a dump, the store's secret too.
   *
   * @param dump a {@link StoreDump} as a document brought it, of this version or an older one
   * @throws StoreError when the dump does not fit; nothing was changed
   */
  load(dump: unknown, orgs: readonly DumpedOrg[]): Promise<void>;
  /** Forgets everything but the secret. Row numbers go on, so that no earlier token is valid again. */
  clear(): Promise<void>;
}
