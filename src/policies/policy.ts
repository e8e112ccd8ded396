/** What a policy is, and what it may look at: one per file, pure. The order and the refusals are the table's (./policies.ts). */
import type { Flow } from '../org/flows.ts';
import type { App, Org } from '../org/model.ts';
import type { Scope } from '../org/scopes.ts';
import type { Subject } from '../org/subject.ts';

/** The app that asks. */
export interface AppFacts {
  readonly flow: Flow;
  readonly app: App;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The app that asks, and the org whose settings decide which flows there are: the app's own, or the one called. */
export interface FlowFacts extends AppFacts {
  readonly org: Org | undefined;
}

/** Who logs in, and from where. */
export interface UserFacts extends Subject {
  readonly flow: Flow;
  /** Undefined on the log-in page when no app has sent the user there. */
  readonly app: App | undefined;
  /** On the log-in page: how that app asks. */
  readonly appFlow?: 'web-server' | 'user-agent';
  /** The caller's address. */
  readonly ip: string;
  /** Whether too many wrong passwords lock the user out at this moment. */
  readonly isLockedOut?: boolean;
  /** What was sent beside the password: a security token or a verification code. */
  readonly verification?: {
    readonly sent: boolean;
    readonly isRight: boolean;
    /** What is wrong with a security token that is almost right. */
    readonly nearMiss?: string | undefined;
    /** Whether it was a code that somebody has logged in with before. */
    readonly isUsed?: boolean;
  };
  /** Whether the browser, or the token, is of a log-in with a second factor. */
  readonly isHighAssurance?: boolean;
  /** Whether the token was issued for a password. */
  readonly byPassword?: boolean;
}

/** Who is about to be let in, and has been before. */
export interface RateFacts extends UserFacts {
  /** Log-ins of the user within the last hour. */
  readonly recentLogIns: number;
}

/** Who wants to use which app. */
export interface AccessFacts extends UserFacts {
  readonly app: App;
  /** Live approvals that the user gave the app; left out where the app is installed. */
  readonly approvals?: number;
  /** Scopes of the token; left out on the pages. */
  readonly scopes?: readonly Scope[];
}

/** One demand of an org, and what it compares. */
export interface Policy<Facts, Values> {
  readonly name: string;
  /** What it demands, in a sentence of docs/policies.md. */
  readonly demands: string;
  /** False where nobody has set it: it is then neither checked nor shown. Left out: always checked. */
  readonly isSet?: (facts: Facts) => boolean;
  readonly holds: (facts: Facts) => boolean;
  /** Never secrets. */
  readonly values: (facts: Facts) => Values;
}
