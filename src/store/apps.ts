/** What a store keeps of apps: those that other apps registered, and when each app was first seen. */
import type { Row } from './rows.ts';

/** An app that another app registered (identity-and-resources.md 5). */
export interface RegisteredApp {
  readonly consumerKey: string;
  readonly parentConsumerKey: string;
  /** SHA-256 of its registration access token. */
  readonly accessTokenHash: Buffer;
  /** The registration as JSON. It holds the consumer secret, which signs answers and so cannot be hashed. */
  readonly registration: string;
  readonly createdAt: number;
}

export interface StoredRegisteredApp extends RegisteredApp {
  readonly row: Row;
}

export interface RegisteredApps {
  append(app: RegisteredApp): Promise<void>;
  find(consumerKey: string): Promise<StoredRegisteredApp | undefined>;
  /** Those whose row is newer than this one, oldest first. */
  after(row: Row): Promise<StoredRegisteredApp[]>;
}

/** What a seed says of an app when the server starts. */
export interface AppSighting {
  readonly consumerKey: string;
  /** SHA-256 of its consumer secret. */
  readonly secretHash: Buffer;
  readonly isBlocked: boolean;
}

export interface AppSightings {
  /**
   * Remembers when each app was first seen. A changed consumer secret ends all tokens of the app (token.md 1.10); a block ends
   * its access tokens (model.md 4.5).
   *
   * @returns when each was first seen, in the given order
   */
  record(apps: readonly AppSighting[], at: number): Promise<number[]>;
}
