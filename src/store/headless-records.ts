/** What a store keeps for headless identity: codes that were sent to people, and people who registered or changed. */
import type { Row } from './rows.ts';

/** A one-time code that was sent to somebody, and what it confirms (authorize.md 8). */
export interface Verification {
  /** SHA-256 of the code, with the identifier that goes with it. */
  readonly secretHash: Buffer;
  readonly purpose: string;
  readonly orgId: string;
  /** The user it was sent to, also one who does not exist yet. */
  readonly userId: string;
  /** What is to be done once it is confirmed, as JSON. */
  readonly details: string;
  readonly createdAt: number;
}

export interface StoredVerification extends Verification {
  readonly row: Row;
  /** How often somebody tried a code. */
  readonly attempts: number;
  readonly spentAt: number | undefined;
}

/** A user that registered, or what changed of one that a seed or a registration made. */
export interface UserChange {
  readonly orgId: string;
  readonly userId: string;
  /** Of a user that registers: in lower case, and free. */
  readonly newUsername: string | undefined;
  /** The fields that are new, as JSON. */
  readonly changes: string;
  readonly createdAt: number;
}

export interface StoredUserChange extends UserChange {
  readonly row: Row;
}

export interface HeadlessRecords {
  appendVerification(verification: Verification): Promise<Row>;
  verification(row: Row): Promise<StoredVerification | undefined>;
  newestVerification(userId: string, purpose: string): Promise<StoredVerification | undefined>;
  /**
   * Tries a code: true, once, if it is the right one and was not tried too often before; each call counts as one
   * attempt, whatever comes of it.
   */
  useVerification(row: Row, secretHash: Buffer, at: number, mostAttempts: number): Promise<boolean>;

  /** False, and nothing is kept, if a user who registered before has the new username. */
  appendUserChange(change: UserChange): Promise<boolean>;
  /** Those whose row is newer than this one, oldest first. */
  userChanges(after: Row): Promise<StoredUserChange[]>;
}
