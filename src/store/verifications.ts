/** What a store keeps of codes that were sent to people. */
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

export interface Verifications {
  append(verification: Verification): Promise<Row>;
  find(row: Row): Promise<StoredVerification | undefined>;
  newest(userId: string, purpose: string): Promise<StoredVerification | undefined>;
  /**
   * Tries a code: true, once, if it is the right one and was not tried too often before; each call counts as one
   * attempt, whatever comes of it.
   */
  use(row: Row, secretHash: Buffer, at: number, mostAttempts: number): Promise<boolean>;
}
