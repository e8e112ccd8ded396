/**
 * What ends, and what is deleted, when orgs go, or apps and users of one. Rows that other rows refer to, or that a client could present,
 * are marked as ended; all others are deleted: what comes later by the same name, key or id starts anew. Each table is read
 * once, as none is indexed by org, so that issuing a token stays cheap.
 */
import type { GoneRecords, OrgRecords } from '../orgs.ts';
import { type Fragment, fragment, named, type Sql } from './sql.ts';

export async function forgetOrgs(
  sql: Sql,
  { orgIds, userIds, consumerKeys }: OrgRecords,
  at: number,
): Promise<void> {
  const org = fragment`org_id = any(${orgIds}::text[])`;
  const user = fragment`user_id = any(${userIds}::text[])`;
  const app = fragment`consumer_key = any(${consumerKeys}::text[])`;
  await endTokens(sql, org, at);
  await sql.run`update code set spent_at = ${at} where spent_at is null and ${org}`;
  await sql.run`update session set ended_at = ${at} where ended_at is null and ${org}`;
  await sql.run`update one_time_password set spent_at = ${at} where spent_at is null and ${org}`;
  await sql.run`delete from device_code where ${org} or ${app}`;
  await sql.run`delete from query_chunk where cursor_id in (select id from query_cursor where ${org})`;
  for (const table of OF_ORG) await sql.run`delete from ${named(table)} where ${org}`;
  const owners = orgIds.flatMap((id) => [id, `saml ${id}`]);
  await sql.run`delete from signing_key where owner = any(${owners}::text[])`;
  await sql.run`delete from shared_access_token where ${user}`;
  await forgetUsers(sql, user);
  await forgetApps(sql, app);
}

export async function forgetRecords(sql: Sql, { consumerKeys, userIds, at }: GoneRecords): Promise<void> {
  const user = fragment`user_id = any(${userIds}::text[])`;
  const app = fragment`consumer_key = any(${consumerKeys}::text[])`;
  const either = fragment`(${user} or ${app})`;
  await endTokens(sql, either, at);
  await sql.run`update code set spent_at = ${at} where spent_at is null and ${either}`;
  await sql.run`update session set ended_at = ${at} where ended_at is null and ${user}`;
  await sql.run`update one_time_password set spent_at = ${at} where spent_at is null and ${user}`;
  await sql.run`delete from device_code where ${either}`;
  await sql.run`delete from session_app where ${app}`;
  await sql.run`delete from verification where ${user}`;
  await sql.run`delete from message where ${user}`;
  await sql.run`delete from user_change where ${user}`;
  await sql.run`delete from query_chunk where cursor_id in (select id from query_cursor where ${user})`;
  await sql.run`delete from query_cursor where ${user}`;
  await sql.run`delete from shared_access_token where ${either}`;
  await forgetUsers(sql, user);
  await forgetApps(sql, app);
}

/** Tables whose rows go with their org. */
const OF_ORG = [
  'verification',
  'message',
  'api_usage',
  'user_change',
  'record',
  'record_key',
  'record_number',
  'query_cursor',
  'job_result',
  'job_data',
  'job_batch',
  'job',
] as const;

async function endTokens(sql: Sql, which: Fragment, at: number): Promise<void> {
  await sql.run`update approval set revoked_at = ${at} where revoked_at is null and ${which}`;
  await sql.run`update access_token set revoked_at = ${at} where revoked_at is null and ${which}`;
}

async function forgetUsers(sql: Sql, user: Fragment): Promise<void> {
  await sql.run`delete from failed_log_in where ${user}`;
  await sql.run`delete from used_code where ${user}`;
  await sql.run`delete from log_ins_of_minute where ${user}`;
}

async function forgetApps(sql: Sql, app: Fragment): Promise<void> {
  await sql.run`delete from app_record where ${app}`;
  await sql.run`delete from registered_app where ${app}`;
}
