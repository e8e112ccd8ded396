/** What a store keeps of codes that were sent to people. */
import type { Row } from './rows.ts';

/** A one-time code that was sent to somebody, and what it confirms (authorize.md 8). */
export interface Verification {
  /** SHA-256 of the code together with the identifier that it is sent back with. */
  readonly secretHash: Buffer;
  readonly purpose: string;
  readonly orgId: string;
  /** The user it was sent to. The user may not exist yet. */
  readonly userId: string;
  /** What happens when the code is confirmed, as JSON. */
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
   * Tries a code. True, once, if it is correct and was not tried too often before. Each call counts as one attempt, whatever
   * its result.
   */
  use(row: Row, secretHash: Buffer, at: number, mostAttempts: number): Promise<boolean>;
}
