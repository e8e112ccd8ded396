/** Lists and revokes tokens of all users, for people who look at them. */
import type { Row } from './rows.ts';

/** Finds tokens that meet every condition; one that is left out does not filter. */
export interface TokenFilter {
  readonly orgId?: string;
  readonly userId?: string;
  readonly consumerKey?: string;
}

export interface ListedToken {
  readonly kind: 'access' | 'refresh';
  readonly row: Row;
  readonly orgId: string;
  readonly userId: string;
  readonly consumerKey: string;
  readonly scopes: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  /** Of an access token: seconds of inactivity after which it expires. */
  readonly timeout: number | undefined;
  /** When it was revoked, rotated out, or ended with its approval or session. */
  readonly endedAt: number | undefined;
}

export interface TokenList {
  /**
   * The newest tokens first, at most `limit` access tokens and `limit` refresh tokens. Reads in slices, as no index serves
   * these filters.
   */
  newest(filter: TokenFilter, limit: number): Promise<ListedToken[]>;
  /** Revokes access tokens and approvals, and the refresh tokens with them. */
  revoke(filter: TokenFilter, at: number): Promise<void>;
  /** Revokes access tokens. Refresh tokens stay and can bring new ones. */
  revokeAccess(filter: TokenFilter, at: number): Promise<void>;
}
