/** What a store keeps of how often users logged in, and how often they failed. */

/** One attempt to log in with a password and what follows it: a security token or a code. */
export interface LogInTry {
  readonly userId: string;
  readonly at: number;
  /** `unfinished`: correct so far, but a step is missing. It neither counts as a failure nor resets the count. */
  readonly found: 'right' | 'unfinished' | 'wrong';
  /** The time step of a correct code: each code works once (RFC 6238 5.2). */
  readonly codeStep?: number | undefined;
  /** How many wrong attempts in a row lock the user out; undefined: there is no lockout. */
  readonly most: number | undefined;
  /** Milliseconds that the lockout lasts; undefined: until {@link FailedLogIns.forget}. */
  readonly lockout: number | undefined;
}

/** `used`: wrong, because this code was used before. */
export type TriedLogIn = LogInTry['found'] | 'used' | 'locked out';

/** A user's wrong passwords since the last correct one. */
export interface WrongPasswords {
  readonly failures: number;
  readonly lastAt: number;
}

export interface FailedLogIns {
  /**
   * Judges and counts an attempt in one operation, so that concurrent attempts see each other's count. Attempts during a
   * lockout do not count; after it the count starts at zero.
   */
  try(tried: LogInTry): Promise<TriedLogIn>;
  find(userId: string): Promise<WrongPasswords | undefined>;
  /** Resets the count: an admin unlocked the user. */
  forget(userId: string): Promise<void>;
}

/** One more log-in of a user. */
export interface CountedLogIn {
  readonly userId: string;
  readonly at: number;
  /** The limit for one hour. */
  readonly most: number;
}

export interface LogInCounts {
  /**
   * Counts a log-in if the limit of the hour allows it. Log-ins are counted by the minute.
   *
   * @returns how many log-ins there were before. This one was counted if they are fewer than `most`.
   */
  count(logIn: CountedLogIn): Promise<number>;
  /** Counts as many log-ins as the hour allows, so that the next one is over the limit. */
  fill(logIn: CountedLogIn): Promise<void>;
}
