/** What users made of apps. */
import type { TokenFilter } from './token-list.ts';

/** How often a user logged in to an app: every token issued for them that has not been revoked, expired or not. */
export interface AppUsage {
  readonly orgId: string;
  readonly userId: string;
  readonly consumerKey: string;
  /** When they allowed the app, or first got a token. */
  readonly firstUsedAt: number;
  readonly lastUsedAt: number;
  readonly useCount: number;
}

export interface Usage {
  /**
   * Most recently used first. It is counted when it is asked for, token by token, so that issuing one costs nothing more:
   * some seconds for every million of them, in slices between which others are served.
   */
  list(filter: TokenFilter): Promise<AppUsage[]>;
}
