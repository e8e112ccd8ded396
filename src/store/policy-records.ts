/** What a store keeps for policies. */

/** What a seed says of an app at a start. */
export interface AppSighting {
  readonly consumerKey: string;
  /** SHA-256 of its consumer secret. */
  readonly secretHash: Buffer;
  readonly isBlocked: boolean;
}

/** One more log-in of a user. */
export interface CountedLogIn {
  readonly userId: string;
  readonly at: number;
  /** So many within an hour have room. */
  readonly most: number;
}

/** A try to log in with a password, and with what follows it: a security token or a code. */
export interface LogInTry {
  readonly userId: string;
  readonly at: number;
  /** `unfinished`: right so far, with more to prove. It neither counts nor forgives. */
  readonly found: 'right' | 'unfinished' | 'wrong';
  /** The time step of a code that was right: each is so once (RFC 6238 5.2). */
  readonly codeStep?: number | undefined;
  /** Wrong ones in a row that lock the user out; undefined: no number does. */
  readonly most: number | undefined;
  /** Milliseconds that the user stays locked out; undefined: until {@link PolicyRecords.forgetFailedLogIns}. */
  readonly lockout: number | undefined;
}

/** `used`: wrong, as its code was right before. */
export type TriedLogIn = LogInTry['found'] | 'used' | 'locked out';

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

  /**
   * Judges a try and counts it, in one: of many at once, none is judged by a count that the others are not in. While the user is
   * locked out nothing counts; after that the count begins anew.
   */
  tryLogIn(tried: LogInTry): Promise<TriedLogIn>;
  failedLogIns(userId: string): Promise<FailedLogIns | undefined>;
  /** The user was unlocked. */
  forgetFailedLogIns(userId: string): Promise<void>;

  /**
   * Counts a log-in if the hour has room for it, by the minute.
   *
   * @returns how many there were before: it was counted if they are fewer than `most`
   */
  countLogIn(logIn: CountedLogIn): Promise<number>;
  /** As if the user had logged in so often that the hour has no room for another. */
  fillLogIns(logIn: CountedLogIn): Promise<void>;
}
