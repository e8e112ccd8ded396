/**
 * What the rest of fauxforce may ask of a store. One conformance suite (test/store) runs on every implementation.
 *
 * Rows are appended and found by number; a row's secret is only ever kept as SHA-256, and a lookup compares it, never
 * searches for it. Every operation is atomic, across processes too, and an operation's promise settles only
 * once its write is committed. Instants are milliseconds since the epoch; scopes are space-separated words.
 */

import type { Availability } from './availability.ts';
import type { HeadlessRecords } from './headless-records.ts';
import type { JournalRecords } from './journal-records.ts';
import type { LabRecords } from './lab-records.ts';
import type { PolicyRecords } from './policy-records.ts';
import type { Approval, Row, StoredApproval } from './rows.ts';

export { type Availability, StoreUnavailable } from './availability.ts';
export type * from './headless-records.ts';
export type * from './journal-records.ts';
export type * from './lab-records.ts';
export type * from './policy-records.ts';
export type * from './rows.ts';

export interface Code {
  readonly secretHash: Buffer;
  readonly orgId: string;
  readonly userId: string;
  readonly consumerKey: string;
  readonly scopes: string;
  readonly redirectUri: string;
  readonly codeChallenge: string | undefined;
  readonly nonce: string | undefined;
  /** The origin the user authorized on: the ID token's issuer. */
  readonly issuer: string;
  /** The approval that the click on Allow made, not yet holding a refresh token. */
  readonly approval: Row | undefined;
  readonly createdAt: number;
}

export interface StoredCode extends Code {
  readonly row: Row;
  readonly spentAt: number | undefined;
}

/** A log-in that a device asked for and a user is to approve elsewhere. Its row names it: both of its codes are made from it. */
export interface DeviceCode {
  readonly consumerKey: string;
  readonly scopes: string;
  /** The device's address. */
  readonly ip: string;
  readonly createdAt: number;
}

export interface StoredDeviceCode extends DeviceCode {
  readonly row: Row;
  /** The last poll that did not come too early. */
  readonly lastPolledAt: number | undefined;
  /** When the user allowed or denied it. */
  readonly decidedAt: number | undefined;
  /** Who allowed it. */
  readonly approvedBy:
    | {
        readonly orgId: string;
        readonly userId: string;
        /** The origin the user approved on: the ID token's issuer. */
        readonly issuer: string;
        /** The approval that the click on Allow made. */
        readonly approval: Row | undefined;
      }
    | undefined;
  readonly spentAt: number | undefined;
}

/** A click on Allow for a device. */
export interface DeviceApproval {
  readonly orgId: string;
  readonly userId: string;
  readonly issuer: string;
  /** The scopes of the approval to record; undefined where an admin's makes one superfluous. */
  readonly scopes: string | undefined;
}

export interface AccessToken {
  readonly secretHash: Buffer;
  readonly orgId: string;
  readonly userId: string;
  readonly consumerKey: string;
  readonly scopes: string;
  /** Seconds of inactivity after which it dies. */
  readonly timeout: number;
  /** The browser session it was issued in, whose end is its own; undefined for one that no browser was sent. */
  readonly session?: Row | undefined;
  /** Whether it is of a log-in with a second factor. */
  readonly isHighAssurance?: true | undefined;
  /** Whether it was issued for a password, and so minds when that expires. */
  readonly byPassword?: true | undefined;
  /** 32 random bytes that its secret is made of, if log-ins of the user share it (model.md 4.4). */
  readonly nonce?: Buffer | undefined;
  readonly createdAt: number;
}

export interface StoredAccessToken extends Omit<AccessToken, 'nonce'> {
  readonly row: Row;
  /** The approval whose refresh token it came with, if any. */
  readonly approval: Row | undefined;
  readonly lastUsedAt: number;
  /** Set when it was revoked, or what it hangs on ended: its approval, its browser session. */
  readonly revokedAt: number | undefined;
}

export interface RefreshToken {
  readonly secretHash: Buffer;
  readonly createdAt: number;
}

export interface StoredRefreshToken extends RefreshToken {
  readonly row: Row;
  readonly approval: StoredApproval;
  /** The origin the user authorized on: the issuer of the ID tokens that refreshing brings. */
  readonly issuer: string;
  readonly lastUsedAt: number;
  /** Set once rotation has replaced it. */
  readonly rotatedOutAt: number | undefined;
  /** Set when its approval ended: revoked, evicted by a sixth, or killed by the reuse of a rotated-out token. */
  readonly revokedAt: number | undefined;
  /** Until when {@link Store.holdApproval} holds its approval, if nobody lets go of it before. */
  readonly heldUntil: number | undefined;
}

/** A browser that has logged in. */
export interface Session {
  readonly secretHash: Buffer;
  readonly orgId: string;
  readonly userId: string;
  /** Whether its user gave a second factor. */
  readonly isHighAssurance?: true | undefined;
  readonly createdAt: number;
}

export interface StoredSession extends Session {
  readonly row: Row;
  readonly endedAt: number | undefined;
}

/** A private key that signs tokens. */
export interface SigningKey {
  /** Whose it is: an org's id, or a word for a key that no org owns. */
  readonly owner: string;
  /** The `kid` it is published under; unique for its owner. */
  readonly kid: string;
  /** PKCS #8 in PEM. */
  readonly privateKey: string;
  readonly createdAt: number;
}

export interface StoredSigningKey extends SigningKey {
  readonly row: Row;
}

/** What a frontdoor URL holds: opens one browser session. */
export interface OneTimePassword {
  readonly secretHash: Buffer;
  readonly orgId: string;
  readonly userId: string;
  readonly createdAt: number;
}

export interface StoredOneTimePassword extends OneTimePassword {
  readonly row: Row;
  readonly spentAt: number | undefined;
}

/** An app that another one registered (identity-and-resources.md 5). */
export interface RegisteredApp {
  readonly consumerKey: string;
  readonly parentConsumerKey: string;
  /** SHA-256 of its registration access token. */
  readonly accessTokenHash: Buffer;
  /** What was registered, as JSON; with the consumer secret, which signs answers and so cannot be hashed. */
  readonly registration: string;
  readonly createdAt: number;
}

export interface StoredRegisteredApp extends RegisteredApp {
  readonly row: Row;
}

/** A refresh token to append, with the approval it makes or fills. */
export interface NewRefreshToken extends RefreshToken {
  /** The origin the user authorized on. */
  readonly issuer: string;
  /** The approval that the click on Allow made; undefined, or already filled, makes a further one. */
  readonly approval: Row | undefined;
}

export interface Issued {
  readonly accessToken: Row;
  /** Of an access token that an earlier log-in was given, and that this one shares. */
  readonly sharedNonce?: Buffer | undefined;
  readonly refreshToken: Row | undefined;
}

export interface Store extends HeadlessRecords, JournalRecords, LabRecords, PolicyRecords {
  /** 32 bytes drawn when the store was made, or {@link load}ed; every key that must outlive a restart is derived from it. */
  readonly secret: Buffer;
  /** Whether other processes may use it too. */
  readonly isShared: boolean;
  /** Any operation may throw {@link StoreUnavailable} while it has a problem. */
  readonly availability: Availability;

  /**
   * Appends an access token and, if given, a refresh token with its approval. A user's sixth live approval of an app
   * revokes the oldest, the least recently used first (token.md 1.10, model.md 3.2), in the same commit. One with a nonce is
   * appended only if there is none to share; every operation that issues does so.
   */
  issue(accessToken: AccessToken, refreshToken?: NewRefreshToken): Promise<Issued>;

  appendCode(code: Code): Promise<Row>;
  code(row: Row): Promise<StoredCode | undefined>;
  /**
   * Spends a code and issues what it is worth, once: undefined if it was spent before, or if the approval that its
   * click on Allow made has been revoked since.
   */
  exchangeCode(
    code: Row,
    spentAt: number,
    accessToken: AccessToken,
    refreshToken?: NewRefreshToken,
  ): Promise<Issued | undefined>;

  /** Appends unless so many of the app's, made after `since`, wait for their user: undefined then. */
  appendDeviceCode(code: DeviceCode, most: number, since: number): Promise<Row | undefined>;
  deviceCode(row: Row): Promise<StoredDeviceCode | undefined>;
  /** Records a poll, unless the last one recorded is less than `interval` milliseconds ago: false then. */
  pollDeviceCode(row: Row, at: number, interval: number): Promise<boolean>;
  /** Allows a device and records the approval, which evicts like {@link issue}; false if it was allowed or denied before. */
  approveDeviceCode(row: Row, at: number, approval: DeviceApproval): Promise<boolean>;
  /** False if it was allowed or denied before. */
  denyDeviceCode(row: Row, at: number): Promise<boolean>;
  /**
   * Spends an approved device code and issues what it is worth, once: undefined if it was spent before, is not approved, or
   * if its approval has been revoked since.
   */
  exchangeDeviceCode(
    deviceCode: Row,
    spentAt: number,
    accessToken: AccessToken,
    refreshToken?: NewRefreshToken,
  ): Promise<Issued | undefined>;

  /**
   * Issues an access token for an assertion, once, whatever time it is: undefined if it was used before.
   *
   * @param assertion SHA-256 of what makes it unique
   */
  exchangeAssertion(assertion: Buffer, accessToken: AccessToken): Promise<Issued | undefined>;

  refreshToken(row: Row): Promise<StoredRefreshToken | undefined>;
  /**
   * Uses a refresh token: appends an access token to its approval and, with a successor, rotates it out. `busy` while
   * another request with the same token is under way in this process (token.md 4), `rotated-out` and `revoked` if that
   * happened since it was read.
   */
  refresh(
    refreshToken: Row,
    accessToken: AccessToken,
    successor?: RefreshToken,
  ): Promise<Issued | 'busy' | 'rotated-out' | 'revoked'>;

  /**
   * Holds an approval for one request, in all processes: false while another one holds it, and if one has used it since it
   * was read. Both instants are of the machine's real time. Nothing else in the store minds a hold, and nothing is locked by it.
   */
  holdApproval(read: Pick<StoredApproval, 'row' | 'useCount'>, now: number, until: number): Promise<boolean>;
  /** Ends the hold that was until then. */
  releaseApproval(row: Row, until: number): Promise<void>;

  accessToken(row: Row): Promise<StoredAccessToken | undefined>;
  /** Moves the end of a sliding session; written later than the answer that caused it, and lost without a word. */
  touchAccessToken(row: Row, usedAt: number): void;
  revokeAccessToken(row: Row, at: number): Promise<void>;

  /** Records a click on Allow. Evicts like {@link issue}. */
  appendApproval(approval: Approval): Promise<Row>;
  /** The live approvals of a user and app, oldest first. */
  approvals(userId: string, consumerKey: string): Promise<StoredApproval[]>;
  /** Ends an approval, its refresh tokens and their access tokens, also those that it shares with others. Like the other ends, the first one counts. */
  revokeApproval(row: Row, at: number): Promise<void>;

  appendSession(session: Session): Promise<Row>;
  session(row: Row): Promise<StoredSession | undefined>;
  /** Ends a session and the access tokens that were issued in it. */
  endSession(row: Row, at: number): Promise<void>;
  /** Its user gave a second factor. */
  raiseSession(row: Row): Promise<void>;
  /** Remembers that the user logged in to an app in this session; once is enough. */
  appendSessionApp(session: Row, consumerKey: string): Promise<void>;
  /** Consumer keys, in the order of the first log-in. */
  sessionApps(session: Row): Promise<string[]>;

  appendOneTimePassword(password: OneTimePassword): Promise<Row>;
  oneTimePassword(row: Row): Promise<StoredOneTimePassword | undefined>;
  /** False if it was spent before. */
  spendOneTimePassword(row: Row, at: number): Promise<boolean>;

  appendRegisteredApp(app: RegisteredApp): Promise<void>;
  /** Those whose row is newer than this one, oldest first. */
  registeredApps(after: Row): Promise<StoredRegisteredApp[]>;

  /** The newest three keys of an owner, newest first. */
  signingKeys(owner: string): Promise<StoredSigningKey[]>;
  /** Those of every owner, newest first. */
  allSigningKeys(): Promise<StoredSigningKey[]>;
  /**
   * Makes a key the newest of its owner, unless somebody else was faster: nothing happens when the newest is no
   * longer `after`, undefined meaning that there was none. Keys beyond the newest three are forgotten.
   *
   * @returns whether it was appended
   */
  appendSigningKey(key: SigningKey, after: Row | undefined): Promise<boolean>;

  /** Commits what is pending and lets go of the file. */
  close(): Promise<void>;
}

/** A store that cannot be opened: a sentence for the user. Nothing was changed. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
