/** What a store keeps of tokens, and how they come to be. */
import type { StoredApproval } from './approvals.ts';
import type { Row } from './rows.ts';

export interface AccessToken {
  readonly secretHash: Buffer;
  readonly orgId: string;
  readonly userId: string;
  readonly consumerKey: string;
  readonly scopes: string;
  /** Seconds of inactivity after which it dies. */
  readonly timeout: number;
  /** The browser session it was issued in, whose end is its own; undefined for one that no browser was sent. */
  readonly session?: Row | undefined;
  /** Whether it is of a log-in with a second factor. */
  readonly isHighAssurance?: true | undefined;
  /** Whether it was issued for a password, and so minds when that expires. */
  readonly byPassword?: true | undefined;
  /** 32 random bytes that its secret is made of, if log-ins of the user share it (model.md 4.4). */
  readonly nonce?: Buffer | undefined;
  readonly createdAt: number;
}

export interface StoredAccessToken extends Omit<AccessToken, 'nonce'> {
  readonly row: Row;
  /** The approval whose refresh token it came with, if any. */
  readonly approval: Row | undefined;
  readonly lastUsedAt: number;
  /** Set when it was revoked, or what it hangs on ended: its approval, its browser session. */
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
  /** Set when its approval ended: revoked, evicted by a sixth, or killed by the reuse of a rotated-out token. */
  readonly revokedAt: number | undefined;
  /** Until when {@link Approvals.hold} holds its approval, or held it. */
  readonly heldUntil: number | undefined;
}

/** A refresh token to append, with the approval it makes or fills. */
export interface NewRefreshToken extends RefreshToken {
  /** The origin the user authorized on. */
  readonly issuer: string;
  /** The approval that the click on Allow made; undefined, or already filled, makes a further one. */
  readonly approval: Row | undefined;
}

export interface Issued {
  readonly accessToken: Row;
  /** Of an access token that an earlier log-in was given, and that this one shares. */
  readonly sharedNonce?: Buffer | undefined;
  readonly refreshToken: Row | undefined;
}

/** How tokens come to be. What is spent for them is spent in the same operation: of two who spend the same, one gets tokens. */
export interface Tokens {
  /**
   * Appends an access token and, if given, a refresh token with its approval, which evicts like any other. One with a nonce is
   * appended only if there is none to share; every operation that issues does so.
   */
  issue(accessToken: AccessToken, refreshToken?: NewRefreshToken): Promise<Issued>;
  /**
   * Spends a code and issues what it is worth, once: undefined if it was spent before, or if the approval that its
   * click on Allow made has been revoked since.
   */
  exchangeCode(
    code: Row,
    spentAt: number,
    accessToken: AccessToken,
    refreshToken?: NewRefreshToken,
  ): Promise<Issued | undefined>;
  /**
   * Spends an approved device code and issues what it is worth, once: undefined if it was spent before, is not approved, or
   * if its approval has been revoked since.
   */
  exchangeDeviceCode(
    deviceCode: Row,
    spentAt: number,
    accessToken: AccessToken,
    refreshToken?: NewRefreshToken,
  ): Promise<Issued | undefined>;
  /**
   * Issues an access token for an assertion, once, whatever time it is: undefined if it was used before.
   *
   * @param assertion SHA-256 of what makes it unique
   */
  exchangeAssertion(assertion: Buffer, accessToken: AccessToken): Promise<Issued | undefined>;
  /**
   * Uses a refresh token: appends an access token to its approval and, with a successor, rotates it out. `busy` while
   * another request with the same token is under way in this process (token.md 4), `rotated-out` and `revoked` if that
   * happened since it was read.
   */
  refresh(
    refreshToken: Row,
    accessToken: AccessToken,
    successor?: RefreshToken,
  ): Promise<Issued | 'busy' | 'rotated-out' | 'revoked'>;
}

export interface AccessTokens {
  find(row: Row): Promise<StoredAccessToken | undefined>;
  /** Moves the end of a sliding session; written later than the answer that caused it, and lost without a word. */
  touch(row: Row, usedAt: number): void;
  revoke(row: Row, at: number): Promise<void>;
}

export interface RefreshTokens {
  find(row: Row): Promise<StoredRefreshToken | undefined>;
}
