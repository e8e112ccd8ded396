/** When a token ended that was not revoked itself: with what it hangs on. */
import { fragment } from './sql.ts';

/** When an access token `t` ended before it expired, or null. Needs {@link WITH_WHAT_ENDS}. */
export const ENDED_AT = fragment`coalesce(t.revoked_at, approval.revoked_at, session.ended_at,
  case when t.id <= app.last_ended_token then t.created_at end)`;

/** Joins the approval, session and app with which an access token ends. */
export const WITH_WHAT_ENDS = fragment`left join approval on approval.id = t.approval_id
  left join session on session.id = t.session_id
  left join app_record app on app.consumer_key = t.consumer_key`;
