/** What a store keeps of browsers that have logged in. */
import type { Row } from './rows.ts';

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

export interface Sessions {
  append(session: Session): Promise<Row>;
  find(row: Row): Promise<StoredSession | undefined>;
  /** Ends a session and the access tokens that were issued in it. */
  end(row: Row, at: number): Promise<void>;
  /** Records that the user gave a second factor. */
  raise(row: Row): Promise<void>;
  /** Records that the user logged in to an app in this session. A second call changes nothing. */
  appendApp(row: Row, consumerKey: string): Promise<void>;
  /** Consumer keys, in the order of the first log-in. */
  apps(row: Row): Promise<string[]>;
}
