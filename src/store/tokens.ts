/** What a store keeps of tokens, and how it issues them. */
import type { StoredApproval } from './approvals.ts';
import type { Row } from './rows.ts';

export interface AccessToken {
  readonly secretHash: Buffer;
  readonly orgId: string;
  readonly userId: string;
  readonly consumerKey: string;
  readonly scopes: string;
  /** Seconds of inactivity after which it expires. */
  readonly timeout: number;
  /** The browser session that it was issued in, and with which it ends; undefined if no browser was involved. */
  readonly session?: Row | undefined;
  /** Whether it came from a log-in with a second factor. */
  readonly isHighAssurance?: true | undefined;
  /** Whether it was issued for a password: it stops working when the password expires. */
  readonly byPassword?: true | undefined;
  /** 32 random bytes from which its secret is derived, if log-ins of the user share it (model.md 4.4). */
  readonly nonce?: Buffer | undefined;
  readonly createdAt: number;
}

export interface StoredAccessToken extends Omit<AccessToken, 'nonce'> {
  readonly row: Row;
  /** The approval of the refresh token that it was issued with, if any. */
  readonly approval: Row | undefined;
  readonly lastUsedAt: number;
  /** When it was revoked, or ended with its approval or browser session. */
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
  /** Set when its approval ended: by a revocation, a sixth approval, or the reuse of a rotated-out token. */
  readonly revokedAt: number | undefined;
  /** When the last hold of its approval ends or ended ({@link Approvals.hold}). */
  readonly heldUntil: number | undefined;
}

/** A refresh token to append, with the approval that it belongs to. */
export interface NewRefreshToken extends RefreshToken {
  /** The origin that the user authorized on. */
  readonly issuer: string;
  /** The approval that the click on Allow made. A new approval is made if it is undefined or already has a refresh token. */
  readonly approval: Row | undefined;
}

export interface Issued {
  readonly accessToken: Row;
  /** The nonce of the access token that an earlier log-in got and this log-in shares. */
  readonly sharedNonce?: Buffer | undefined;
  readonly refreshToken: Row | undefined;
}

/** How tokens are issued. The same operation spends what they are issued for: of two requests with the same code, one gets tokens. */
export interface Tokens {
  /**
   * Appends an access token and, if given, a refresh token with its approval, which evicts as {@link Approvals.append} does. An
   * access token with a nonce is appended only if there is none to share; every operation that issues does so.
   */
  issue(accessToken: AccessToken, refreshToken?: NewRefreshToken): Promise<Issued>;
  /**
   * Spends a code and issues its tokens. Undefined if the code was spent before, or if the approval of its click on Allow has
   * been revoked since.
   */
  exchangeCode(
    code: Row,
    spentAt: number,
    accessToken: AccessToken,
    refreshToken?: NewRefreshToken,
  ): Promise<Issued | undefined>;
  /**
   * Spends an approved device code and issues its tokens. Undefined if it was spent before, is not approved, or if its approval
   * has been revoked since.
   */
  exchangeDeviceCode(
    deviceCode: Row,
    spentAt: number,
    accessToken: AccessToken,
    refreshToken?: NewRefreshToken,
  ): Promise<Issued | undefined>;
  /**
   * Issues an access token for an assertion, once. Time does not matter: an assertion that was used stays used. Undefined if it
   * was used before.
   *
   * @param assertion SHA-256 of what makes it unique
   */
  exchangeAssertion(assertion: Buffer, accessToken: AccessToken): Promise<Issued | undefined>;
  /**
   * Uses a refresh token: appends an access token to its approval and, with a successor, rotates it out. If two requests
   * rotate the same token at once, one gets tokens and the other is told `busy` or `rotated-out` (token.md 4); a store need not
   * know `busy`. `rotated-out` and `revoked` also say what happened since the token was read.
   */
  refresh(
    refreshToken: Row,
    accessToken: AccessToken,
    successor?: RefreshToken,
  ): Promise<Issued | 'busy' | 'rotated-out' | 'revoked'>;
}

export interface AccessTokens {
  find(row: Row): Promise<StoredAccessToken | undefined>;
  /** Moves the end of a sliding session. It is written after the answer has left; a write that fails is not reported. */
  touch(row: Row, usedAt: number): void;
  revoke(row: Row, at: number): Promise<void>;
  /** Revokes those that had not ended, and says which they were: of two requests that end a token one is told so. */
  end(rows: readonly Row[], at: number): Promise<Row[]>;
}

export interface RefreshTokens {
  find(row: Row): Promise<StoredRefreshToken | undefined>;
}
