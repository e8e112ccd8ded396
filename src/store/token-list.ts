/** All tokens at once, as a person looks at them. */
import type { Row } from './rows.ts';

/** Tokens that are all of these; left out: any. */
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
  /** Of an access token: seconds of inactivity after which it dies. */
  readonly timeout: number | undefined;
  /** When it was revoked or rotated out, or what it hangs on ended. */
  readonly endedAt: number | undefined;
}

export interface TokenList {
  /** Newest first, at most so many access tokens and so many refresh tokens. Looked for in slices, as there is no index for each filter. */
  newest(filter: TokenFilter, limit: number): Promise<ListedToken[]>;
  /** Revokes access tokens and approvals, and the refresh tokens with them. */
  revoke(filter: TokenFilter, at: number): Promise<void>;
  /** Revokes access tokens; what can bring new ones stays. */
  revokeAccess(filter: TokenFilter, at: number): Promise<void>;
}
