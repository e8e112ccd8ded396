/** When an access token `t` ended before its time: null for one that did not. Needs {@link WITH_WHAT_ENDS}. */
export const ENDED_AT = `coalesce(t.revoked_at, approval.revoked_at, session.ended_at,
  case when t.id <= app.last_ended_token then t.created_at end)`;

/** What an access token hangs on, and whose end is its own. */
export const WITH_WHAT_ENDS = `left join approval on approval.id = t.approval_id
  left join session on session.id = t.session_id
  left join app_record app on app.consumer_key = t.consumer_key`;
