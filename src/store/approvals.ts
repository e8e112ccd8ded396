/** What a store keeps of approvals, on which tokens hang. */
import type { Row } from './rows.ts';
import type { TokenFilter } from './token-list.ts';

/** A user's permission for an app to hold a refresh token: what Salesforce lists as one OauthToken row of user and app. */
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
  /** Whether its first token came from a log-in with a second factor. */
  readonly isHighAssurance?: true | undefined;
}

/** Finds approvals that meet every condition; `row` means a single one. */
export interface ApprovalFilter extends TokenFilter {
  readonly row?: Row;
}

export interface Approvals {
  /**
   * Records a click on Allow. A user may have five live approvals of an app: the sixth revokes the least recently used one
   * (token.md 1.10, model.md 3.2) in the same commit. Every operation that makes an approval does so.
   */
  append(approval: Approval): Promise<Row>;
  /** The live approvals of a user and app, oldest first. */
  live(userId: string, consumerKey: string): Promise<StoredApproval[]>;
  /** The approvals that have not been revoked, newest first, at most `limit`. */
  newest(filter: ApprovalFilter, limit: number): Promise<StoredApproval[]>;
  /**
   * Holds an approval for one request, across all processes.
   *
   * @param read the approval as the request read it
   * @param now milliseconds of the machine's real time, as `until` is
   * @returns false while another request holds it, and if a request has used it since it was read. A hold blocks only `hold`.
   */
  hold(read: Pick<StoredApproval, 'row' | 'useCount'>, now: number, until: number): Promise<boolean>;
  /**
   * Ends the hold that lasts until `until`. {@link StoredRefreshToken.heldUntil} then says `at`, by which a request that came
   * before can tell that it was concurrent.
   */
  release(row: Row, until: number, at: number): Promise<void>;
  /** Ends an approval, its refresh tokens and their access tokens, shared ones too. A second call changes nothing. */
  revoke(row: Row, at: number): Promise<void>;
}
