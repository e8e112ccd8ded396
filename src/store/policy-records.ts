/** What a store keeps for policies. */

/** What a seed says of an app at a start. */
export interface AppSighting {
  readonly consumerKey: string;
  /** SHA-256 of its consumer secret. */
  readonly secretHash: Buffer;
  readonly isBlocked: boolean;
}

/** Wrong passwords of a user since the last right one. */
export interface FailedLogIns {
  readonly failures: number;
  readonly lastAt: number;
}
