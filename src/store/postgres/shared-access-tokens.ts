/** The table of access tokens that log-ins of a user, app and scopes share. */
import type { Row } from '../rows.ts';
import type { AccessToken } from '../tokens.ts';
import type { Sql } from './sql.ts';
import { ENDED_AT, WITH_WHAT_ENDS } from './token-end.ts';

interface SharedAccessToken {
  readonly row: Row;
  readonly nonce: Buffer;
}

/**
 * Finds the live access token that equals the one a further log-in would get, and ties it to the approval of that log-in, if it has
 * one.
 *
 * @returns undefined if there is none to share
 */
export async function joinShared(
  sql: Sql,
  token: AccessToken,
  approval: Row | undefined,
): Promise<SharedAccessToken | undefined> {
  const { userId, consumerKey, scopes, timeout, session, isHighAssurance, byPassword, createdAt: at } = token;
  const found = await sql.one<SharedAccessToken>`select t.id as row, shared.nonce
    from shared_access_token shared join access_token t on t.id = shared.access_token_id ${WITH_WHAT_ENDS}
    where shared.user_id = ${userId} and shared.consumer_key = ${consumerKey} and md5(shared.scopes) = md5(${scopes})
      and shared.scopes = ${scopes} and ${ENDED_AT} is null and t.last_used_at + 1000 * t.timeout >= ${at}
      and t.timeout = ${timeout} and t.session_id is not distinct from ${session}::bigint
      and t.is_high_assurance is not distinct from ${isHighAssurance}::boolean
      and t.by_password is not distinct from ${byPassword}::boolean`;
  if (found)
    await sql.run`update access_token set approval_id = coalesce(${approval}, approval_id),
        last_used_at = greatest(last_used_at, ${at})
      where id = ${found.row}`;
  return found;
}

/** Makes this token the one that the next log-ins share. */
export async function putShared(
  sql: Sql,
  { userId, consumerKey, scopes }: AccessToken,
  row: Row,
  nonce: Buffer,
): Promise<void> {
  await sql.run`insert into shared_access_token (user_id, consumer_key, scopes, access_token_id, nonce)
    values (${userId}, ${consumerKey}, ${scopes}, ${row}, ${nonce})
    on conflict (user_id, consumer_key, md5(scopes)) do update
      set access_token_id = excluded.access_token_id, nonce = excluded.nonce, scopes = excluded.scopes`;
}

/** Ends the access token that log-ins of this approval's user, app and scopes share. */
export async function endSharedWith(sql: Sql, approval: Row, at: number): Promise<void> {
  await sql.run`update access_token set revoked_at = ${at} where revoked_at is null and id in (
    select shared.access_token_id from shared_access_token shared join approval on approval.user_id = shared.user_id
      and approval.consumer_key = shared.consumer_key and approval.scopes = shared.scopes
    where approval.id = ${approval})`;
}
