/** A user at a moment: what they may do depends on both, as permission sets are assigned for a time. */
import type { Org, User } from './model.ts';

export interface Subject {
  readonly org: Org;
  readonly user: User;
  /** Milliseconds since the epoch, by the org's clock. */
  readonly now: number;
}
