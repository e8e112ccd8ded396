/** What a store keeps of authorization codes. */
import type { Row } from './rows.ts';

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

/** A code is spent by {@link Tokens.exchangeCode}. */
export interface Codes {
  append(code: Code): Promise<Row>;
  find(row: Row): Promise<StoredCode | undefined>;
}
