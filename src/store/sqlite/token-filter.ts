/** SQL that matches rows of approval and access_token; a condition that the filter leaves out is bound as null. */
import type { TokenFilter } from '../token-list.ts';

export const MATCHES =
  '(:orgId is null or org_id = :orgId) and (:userId is null or user_id = :userId) and (:consumerKey is null or consumer_key = :consumerKey)';

export interface BoundFilter {
  readonly orgId: string | null;
  readonly userId: string | null;
  readonly consumerKey: string | null;
}

export function bind({ orgId, userId, consumerKey }: TokenFilter): BoundFilter {
  return { orgId: orgId ?? null, userId: userId ?? null, consumerKey: consumerKey ?? null };
}
