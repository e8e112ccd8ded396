/** Everything that a store keeps, as one document. */
import type { OrgDocument } from './orgs.ts';

/** All that a store keeps but the journal. Blobs are `{base64}`. */
export interface StoreDump {
  /** How many steps the schema has been through. */
  readonly schema: number;
  readonly tables: Readonly<Record<string, readonly unknown[]>>;
}

/** A dump as it is read: what was there at one moment, whatever is written meanwhile. */
export interface DumpReading {
  readonly schema: number;
  /** To be read once. Tables by name, each in one slice or more. */
  readonly slices: Iterable<DumpSlice>;
  /** Wanted in any case, and enough at any time. */
  close(): void;
}

export interface DumpSlice {
  readonly table: string;
  /** Few: some milliseconds. */
  readonly rows: readonly unknown[];
}

export interface State {
  /** The same for the same state. @throws StoreError when it is too large for a snapshot */
  dump(): Promise<DumpReading>;
  /**
   * Puts a dump in the place of everything, the secret with it, and these orgs in the place of the dump's.
   *
   * @throws StoreError when it does not fit; nothing was changed
   */
  load(dump: StoreDump, orgs: readonly OrgDocument[]): Promise<void>;
  /** Forgets everything but the secret; numbers go on, so that no token of before comes back. */
  clear(): Promise<void>;
}
