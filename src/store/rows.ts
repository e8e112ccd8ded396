/** What all parts of the port speak of: rows, and the approvals that tokens hang on. */

export type Row = number;

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
