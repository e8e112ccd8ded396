/** What a store keeps of people who registered or changed. */
import type { Row } from './rows.ts';

/** A user that registered, or a change of a user that a seed or a registration made. */
export interface UserChange {
  readonly orgId: string;
  readonly userId: string;
  /** The new username in lower case. No other registered user may have it. */
  readonly newUsername: string | undefined;
  /** The changed fields, as JSON. */
  readonly changes: string;
  readonly createdAt: number;
}

export interface StoredUserChange extends UserChange {
  readonly row: Row;
}

export interface UserChanges {
  /** Returns false, and keeps nothing, if a registered user already has the new username. */
  append(change: UserChange): Promise<boolean>;
  /** Those whose row is newer than this one, oldest first. */
  after(row: Row): Promise<StoredUserChange[]>;
}
