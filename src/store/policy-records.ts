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
