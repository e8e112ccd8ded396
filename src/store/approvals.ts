/** What a store keeps of approvals, on which tokens hang. */
import type { Row } from './rows.ts';
import type { TokenFilter } from './token-list.ts';

/** A refresh token's permission to exist: what Salesforce lists as one approval (OauthToken row) of user and app. */
export interface Approval {
  readonly orgId: string;
  readonly userId: string;
  readonly consumerKey: string;
  readonly scopes: string;
  readonly createdAt: number;
}

export interface StoredApproval extends Approval {
  readonly row: Row;
  readonly lastUsedAt: number;
  /** How often tokens were issued for it: 0 while it holds no refresh token yet. */
  readonly useCount: number;
  /** Whether its first token was of a log-in with a second factor. */
  readonly isHighAssurance?: true | undefined;
}

/** Approvals that are all of these; one of them is meant by its row. */
export interface ApprovalFilter extends TokenFilter {
  readonly row?: Row;
}

export interface Approvals {
  /**
   * Records a click on Allow. A user's sixth live approval of an app revokes the oldest, the least recently used first (token.md
   * 1.10, model.md 3.2), in the same commit; every operation that makes one does so.
   */
  append(approval: Approval): Promise<Row>;
  /** Those of a user and app, oldest first. */
  live(userId: string, consumerKey: string): Promise<StoredApproval[]>;
  /** Newest first, those that have not been revoked, at most so many. */
  newest(filter: ApprovalFilter, limit: number): Promise<StoredApproval[]>;
  /**
   * Holds an approval for one request, in all processes: false while another one holds it, and if one has used it since it
   * was read. Both instants are of the machine's real time. Nothing else in the store minds a hold, and nothing is locked by it.
   */
  hold(read: Pick<StoredApproval, 'row' | 'useCount'>, now: number, until: number): Promise<boolean>;
  /** Has the hold that was until then end at this moment: who came before it is told so ({@link StoredRefreshToken.heldUntil}). */
  release(row: Row, until: number, at: number): Promise<void>;
  /** Ends an approval, its refresh tokens and their access tokens, also those that it shares with others. Like the other ends, the first one counts. */
  revoke(row: Row, at: number): Promise<void>;
}
