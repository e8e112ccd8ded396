/** What users made of apps. */
import type { TokenFilter } from './token-list.ts';

/** How often a user logged in to an app: all tokens that were issued and not revoked, expired ones too. */
export interface AppUsage {
  readonly orgId: string;
  readonly userId: string;
  readonly consumerKey: string;
  /** When the user allowed the app, or first got a token. */
  readonly firstUsedAt: number;
  readonly lastUsedAt: number;
  readonly useCount: number;
}

export interface Usage {
  /**
   * The usage, most recently used first. Counts tokens when it is called, so that issuing them costs nothing more: some seconds
   * for every million, in slices between which other requests are served.
   */
  list(filter: TokenFilter): Promise<AppUsage[]>;
}
