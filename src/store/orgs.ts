/** What a store keeps of orgs that come, change and go. */
import type { Row } from './rows.ts';

/** An org that a seed knows nothing of, or knows otherwise, or that is gone. */
export interface OrgDocument {
  readonly orgId: string;
  /** The org as it is now, as JSON; undefined once one of a seed is gone. */
  readonly document: string | undefined;
  /** When it goes by itself. */
  readonly expiresAt: number | undefined;
  readonly createdAt: number;
  /** A word for what a seed said of the org at that time; undefined for one that is of no seed. */
  readonly seed: string | undefined;
  /** The newest row of what users changed that is in the document: later ones come on top of it. */
  readonly userChange: Row;
  /** The org as it was read from the document, to be spared of reading it again. */
  readonly reading?: OrgReading | undefined;
}

export interface OrgReading {
  /** The org as JSON. */
  readonly org: string;
  /** A word for who read it: another reader may make another org of the document. */
  readonly reader: string;
}

export interface StoredOrgDocument extends Omit<OrgDocument, 'reading'> {
  readonly row: Row;
  /** What the reader who asks made of the document before; the document is left out then. */
  readonly reading: string | undefined;
}

/** What of the orgs is newer than a row. */
export interface OrgNews {
  /** Oldest first. */
  readonly orgs: readonly StoredOrgDocument[];
  /** The newest row there ever was: what to ask after next time. */
  readonly newest: Row;
  /** The ids of all that have a row; undefined when none can have gone since. */
  readonly all: ReadonlySet<string> | undefined;
}

/** Whose rows are meant. */
export interface OrgRecords {
  readonly orgIds: readonly string[];
  /** Those among them that a seed has. */
  readonly orgIdsOfSeed: readonly string[];
  readonly userIds: readonly string[];
  /** Of the orgs' own apps. */
  readonly consumerKeys: readonly string[];
}

export interface Orgs {
  /** Another word whenever something was written that processes keep in memory: orgs, apps and users that came. */
  version(): Promise<string>;
  /** @param reader a word for who asks; wanted only when there are any */
  after(row: Row, reader: () => string): Promise<OrgNews>;
  /** Keeps what a reader made of the documents of these rows. */
  keepReadings(
    readings: readonly { readonly row: Row; readonly org: string }[],
    reader: string,
  ): Promise<void>;
  /**
   * Keeps an org in the place of the row it had: undefined, and nothing happens, if any org has a row that is newer than the
   * newest that was seen; what another process wrote may not go together with this.
   */
  put(org: OrgDocument, seen: Row): Promise<Row | undefined>;
  /** Forgets the row of an org, unless it is another one by now. */
  drop(orgId: string, row: Row): Promise<void>;
  /**
   * Ends every token, approval, code and session of orgs. Of those that a seed would bring back a row stays that says so.
   *
   * @returns the newest row there ever was: one for each of them has been given
   */
  forget(records: OrgRecords, at: number): Promise<Row>;
}
