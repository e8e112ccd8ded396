/** What a store keeps of how often users logged in, and failed to. */

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
  /** Milliseconds that the user stays locked out; undefined: until {@link FailedLogIns.forget}. */
  readonly lockout: number | undefined;
}

/** `used`: wrong, as its code was right before. */
export type TriedLogIn = LogInTry['found'] | 'used' | 'locked out';

/** Wrong passwords of a user since the last right one. */
export interface WrongPasswords {
  readonly failures: number;
  readonly lastAt: number;
}

export interface FailedLogIns {
  /**
   * Judges a try and counts it, in one: of many at once, none is judged by a count that the others are not in. While the user is
   * locked out nothing counts; after that the count begins anew.
   */
  try(tried: LogInTry): Promise<TriedLogIn>;
  find(userId: string): Promise<WrongPasswords | undefined>;
  /** The user was unlocked. */
  forget(userId: string): Promise<void>;
}

/** One more log-in of a user. */
export interface CountedLogIn {
  readonly userId: string;
  readonly at: number;
  /** So many within an hour have room. */
  readonly most: number;
}

export interface LogInCounts {
  /**
   * Counts a log-in if the hour has room for it, by the minute.
   *
   * @returns how many there were before: it was counted if they are fewer than `most`
   */
  count(logIn: CountedLogIn): Promise<number>;
  /** As if the user had logged in so often that the hour has no room for another. */
  fill(logIn: CountedLogIn): Promise<void>;
}
