/** What a store keeps for policies. */

/** What a seed says of an app at a start. */
export interface AppSighting {
  readonly consumerKey: string;
  /** SHA-256 of its consumer secret. */
  readonly secretHash: Buffer;
  readonly isBlocked: boolean;
}

/** Log-ins of a user within a minute. */
export interface LogInCount {
  readonly userId: string;
  /** Minutes since the epoch. */
  readonly minute: number;
  readonly logIns: number;
  /** The process that counted them, in a word of its own. */
  readonly writer: string;
}

export interface StoredLogInCount extends LogInCount {
  readonly row: number;
}

/** Wrong passwords of a user since the last right one. */
export interface FailedLogIns {
  readonly failures: number;
  readonly lastAt: number;
}

export interface PolicyRecords {
  /**
   * Remembers when each app was first seen. A consumer secret that is not the one of before ends all tokens of its app
   * (token.md 1.10), and being blocked ends its access tokens (model.md 4.5).
   *
   * @returns when each was first seen, in the given order
   */
  recordApps(apps: readonly AppSighting[], at: number): Promise<number[]>;

  failedLogIns(userId: string): Promise<FailedLogIns | undefined>;
  /** One more; those of before count no longer once they were `most`: the lockout they led to is over. */
  appendFailedLogIn(userId: string, at: number, most: number): Promise<void>;
  /** The user has logged in. */
  forgetFailedLogIns(userId: string): Promise<void>;

  /** Keeps counts, and forgets those of the same users that are `window` minutes older. */
  appendLogIns(counts: readonly LogInCount[], window: number): Promise<void>;
  /** Counts whose row is newer than this one, oldest first. */
  logInsAfter(row: number): Promise<StoredLogInCount[]>;
}
