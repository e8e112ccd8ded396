/** What a store keeps of people who registered or changed. */
import type { Row } from './rows.ts';

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

export interface UserChanges {
  /** False, and nothing is kept, if a user who registered before has the new username. */
  append(change: UserChange): Promise<boolean>;
  /** Those whose row is newer than this one, oldest first. */
  after(row: Row): Promise<StoredUserChange[]>;
}
