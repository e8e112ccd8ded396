/** What a store keeps of orgs that were made, changed or deleted at run time. */
import type { Row } from './rows.ts';

/** An org that differs from its seed, has no seed, or was deleted. */
export interface OrgDocument {
  readonly orgId: string;
  /** The org as it is now, as JSON; undefined for an org of a seed that was deleted. */
  readonly document: string | undefined;
  /** When it is deleted automatically. */
  readonly expiresAt: number | undefined;
  readonly createdAt: number;
  /** Identifies what the seed said of the org when this row was written; undefined for an org without a seed. */
  readonly seed: string | undefined;
  /** The newest user change that the document contains. Later changes are applied on top of it. */
  readonly userChange: Row;
  /** What was read from the document, so that the next process need not read it again. */
  readonly reading?: OrgReading | undefined;
}

export interface OrgReading {
  /** The org as JSON. */
  readonly org: string;
  /** Identifies the code that read the document: other code may make another org of it. */
  readonly reader: string;
}

export interface StoredOrgDocument extends Omit<OrgDocument, 'reading'> {
  readonly row: Row;
  /** The org as JSON, if the same reader has read this document before; `document` is undefined then. */
  readonly reading: string | undefined;
}

/** The orgs that changed after a given row. */
export interface OrgNews {
  /** Oldest first. */
  readonly orgs: readonly StoredOrgDocument[];
  /** The highest row number given so far: pass it to {@link Orgs.after} next time. */
  readonly newest: Row;
  /** The ids of all orgs that have a row; undefined when no org was deleted since. */
  readonly all: ReadonlySet<string> | undefined;
}

/** Says which rows belong to the orgs to be forgotten. */
export interface OrgRecords {
  readonly orgIds: readonly string[];
  /** Those of `orgIds` that a seed defines. */
  readonly orgIdsOfSeed: readonly string[];
  readonly userIds: readonly string[];
  /** Of the apps that the orgs define. */
  readonly consumerKeys: readonly string[];
}

/** Names the apps and users that an org has no longer. */
export interface GoneRecords {
  readonly consumerKeys: readonly string[];
  readonly userIds: readonly string[];
  readonly at: number;
}

export interface Orgs {
  /** A text that changes whenever something is written that processes keep in memory: an org, an app, a user, the state of the lab. */
  version(): Promise<string>;
  /** The orgs that changed after a row. @param reader identifies the code that asks; called only when there are any */
  after(row: Row, reader: () => string): Promise<OrgNews>;
  /** Keeps the orgs that a reader made of the documents in these rows. */
  keepReadings(
    readings: readonly { readonly row: Row; readonly org: string }[],
    reader: string,
  ): Promise<void>;
  /**
   * Replaces the row of an org, and ends every token, approval, code and session of what it has no longer.
   *
   * @param seen the newest row that this process has read
   * @param gone what the new document lacks
   * @returns its new row; undefined, and nothing was changed, if any org has a newer row than `seen`: another process wrote it,
   *   and the two changes may contradict each other
   */
  put(org: OrgDocument, seen: Row, gone?: GoneRecords): Promise<Row | undefined>;
  /** Deletes this row of an org; does nothing if the org has a newer row. */
  drop(orgId: string, row: Row): Promise<void>;
  /**
   * Ends every token, approval, code and session of orgs. An org of a seed keeps a row that says it was deleted, so that the
   * next start does not bring it back.
   *
   * @returns the highest row number given so far: each org got one
   */
  forget(records: OrgRecords, at: number): Promise<Row>;
}
