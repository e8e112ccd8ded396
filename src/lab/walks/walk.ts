/** What a walk through a flow is: who walks, what is sent next, and what was learned on the way. */
import type { App, User } from '../../org/model.ts';

/** Flows that can be walked without a private key, as Setup and the orgs' lists call them. */
export const FLOWS = [
  'web server',
  'user-agent',
  'username-password',
  'client credentials',
  'device',
] as const;

export type WalkedFlow = (typeof FLOWS)[number];

/** A request that is about to be sent. */
export interface Planned {
  /** Who does what, in a sentence. */
  readonly what: string;
  readonly method: 'GET' | 'POST';
  /** Path and query on this server: a walk leads nowhere else. */
  readonly path: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly accessToken?: string;
}

/** A request that was sent. */
export interface Hop {
  readonly what: string;
  /** Id of its entry in the journal. */
  readonly entry: string;
}

/** How a walk ended, and why. */
export interface End {
  readonly state: 'done' | 'refused' | 'stuck';
  readonly said: string;
}

/** Who walks, as they are now. */
export interface Walkers {
  readonly app: App;
  /** Undefined where an app acts for itself. */
  readonly user: User | undefined;
}

/** As the store has it: any process may go on with it. */
export interface Walk {
  readonly id: string;
  readonly flow: WalkedFlow;
  readonly app: Pick<App, 'consumerKey' | 'name'>;
  /** Undefined where an app acts for itself. */
  readonly username: string | undefined;
  /** One of the app's callbacks; it is never asked for. */
  readonly redirectUri: string;
  readonly scope: string | undefined;
  /** Of PKCE. */
  readonly verifier: string;
  cookies: Readonly<Record<string, string>>;
  readonly hops: Hop[];
  next: Planned | undefined;
  end: End | undefined;
  deviceCode?: string;
  refreshToken?: string;
  /** The last refusal on the way, which may be a redirect. */
  refused?: string;
  hasAllowed?: true;
  hasRefreshed?: true;
}

/** What a hop was answered, as far as the next one depends on it. */
export interface Answer {
  readonly location: string | undefined;
  readonly text: string;
}
