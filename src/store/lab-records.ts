/** What the lab asks of a store: orgs that come and go, all tokens at once, everything as one document. */
import type { Row, StoredApproval } from './rows.ts';

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

/** Tokens that are all of these; left out: any. */
export interface TokenFilter {
  readonly orgId?: string;
  readonly userId?: string;
  readonly consumerKey?: string;
}

/** The same for approvals; one of them is meant by its row. */
export interface ApprovalFilter extends TokenFilter {
  readonly row?: Row;
}

export interface ListedToken {
  readonly kind: 'access' | 'refresh';
  readonly row: Row;
  readonly orgId: string;
  readonly userId: string;
  readonly consumerKey: string;
  readonly scopes: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  /** Of an access token: seconds of inactivity after which it dies. */
  readonly timeout: number | undefined;
  /** When it was revoked or rotated out, or what it hangs on ended. */
  readonly endedAt: number | undefined;
}

/** How often a user logged in to an app: every token issued for them that has not been revoked, expired or not. */
export interface AppUsage {
  readonly orgId: string;
  readonly userId: string;
  readonly consumerKey: string;
  /** When they allowed the app, or first got a token. */
  readonly firstUsedAt: number;
  readonly lastUsedAt: number;
  readonly useCount: number;
}

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

export interface LabRecords {
  /** Another word whenever something was written that processes keep in memory: orgs, apps and users that came. */
  recordsVersion(): Promise<string>;
  /** @param reader a word for who asks; wanted only when there are any */
  orgsAfter(row: Row, reader: () => string): Promise<OrgNews>;
  /** Keeps what a reader made of the documents of these rows. */
  keepReadings(
    readings: readonly { readonly row: Row; readonly org: string }[],
    reader: string,
  ): Promise<void>;
  /**
   * Keeps an org in the place of the row it had: undefined, and nothing happens, if any org has a row that is newer than the
   * newest that was seen; what another process wrote may not go together with this.
   */
  putOrg(org: OrgDocument, seen: Row): Promise<Row | undefined>;
  /** Forgets the row of an org, unless it is another one by now. */
  dropOrg(orgId: string, row: Row): Promise<void>;
  /**
   * Ends every token, approval, code and session of orgs. Of those that a seed would bring back a row stays that says so.
   *
   * @returns the newest row there ever was: one for each of them has been given
   */
  forgetOrgs(records: OrgRecords, at: number): Promise<Row>;

  /** Newest first, at most so many access tokens and so many refresh tokens. Looked for in slices, as there is no index for each filter. */
  tokens(filter: TokenFilter, limit: number): Promise<ListedToken[]>;
  /** Revokes access tokens and approvals, and the refresh tokens with them. */
  revokeTokens(filter: TokenFilter, at: number): Promise<void>;
  /** Revokes access tokens; what can bring new ones stays. */
  revokeAccessTokens(filter: TokenFilter, at: number): Promise<void>;

  /** Newest first, those that have not been revoked, at most so many. */
  liveApprovals(filter: ApprovalFilter, limit: number): Promise<StoredApproval[]>;
  /**
   * Most recently used first. It is counted when it is asked for, token by token, so that issuing one costs nothing more:
   * some seconds for every million of them, in slices between which others are served.
   */
  usage(filter: TokenFilter): Promise<AppUsage[]>;

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
