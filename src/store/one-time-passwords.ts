/** What a store keeps of frontdoor URLs. */
import type { Row } from './rows.ts';

/** What a frontdoor URL refers to. It opens one browser session. */
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

export interface OneTimePasswords {
  append(password: OneTimePassword): Promise<Row>;
  find(row: Row): Promise<StoredOneTimePassword | undefined>;
  /** False if it was spent before. */
  spend(row: Row, at: number): Promise<boolean>;
}
