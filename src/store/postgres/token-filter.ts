/** Matches rows of approval and access_token. */
import type { TokenFilter } from '../token-list.ts';
import { type Fragment, fragment } from './sql.ts';

export function matches({ orgId, userId, consumerKey }: TokenFilter): Fragment {
  return fragment`(${orgId}::text is null or org_id = ${orgId}) and (${userId}::text is null or user_id = ${userId})
    and (${consumerKey}::text is null or consumer_key = ${consumerKey})`;
}
