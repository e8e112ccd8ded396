/** What ends, and what is deleted, when orgs go. */
import type { OrgRecords } from '../orgs.ts';
import type { Statements } from './statements.ts';

const ORGS = 'org_id in (select value from json_each(:orgIds))';
const USERS = 'user_id in (select value from json_each(:userIds))';
const APPS = 'consumer_key in (select value from json_each(:consumerKeys))';

/** Rows that other rows refer to, or that a client could present, are marked as ended. All others are deleted. */
const STATEMENTS = [
  `update approval set revoked_at = :at where revoked_at is null and ${ORGS}`,
  `update access_token set revoked_at = :at where revoked_at is null and ${ORGS}`,
  `update session set ended_at = :at where ended_at is null and ${ORGS}`,
  `update code set spent_at = :at where spent_at is null and ${ORGS}`,
  `update one_time_password set spent_at = :at where spent_at is null and ${ORGS}`,
  `delete from device_code where ${ORGS} or ${APPS}`,
  `delete from verification where ${ORGS}`,
  `delete from message where ${ORGS}`,
  `delete from api_usage where ${ORGS}`,
  `delete from user_change where ${ORGS}`,
  `delete from record where ${ORGS}`,
  `delete from record_key where ${ORGS}`,
  `delete from record_number where ${ORGS}`,
  `delete from query_chunk where cursor_id in (select id from query_cursor where ${ORGS})`,
  `delete from query_cursor where ${ORGS}`,
  `delete from job_result where ${ORGS}`,
  `delete from job_data where ${ORGS}`,
  `delete from job_batch where ${ORGS}`,
  `delete from job where ${ORGS}`,
  `delete from signing_key where owner in
     (select value from json_each(:orgIds) union all select 'saml ' || value from json_each(:orgIds))`,
  `delete from failed_log_in where ${USERS}`,
  `delete from shared_access_token where ${USERS}`,
  `delete from used_code where ${USERS}`,
  `delete from log_ins_of_minute where ${USERS}`,
  `delete from app_record where ${APPS}`,
  `delete from registered_app where ${APPS}`,
];

/**
 * Ends what was kept of orgs. It reads every row of the tables once, for all orgs together: no table is indexed by org, so that
 * issuing a token stays cheap. {@link forget} belongs inside a transaction.
 */
export class ForgetOrgs {
  readonly #statements;

  constructor(db: Statements) {
    this.#statements = STATEMENTS.map((sql) => db.prepare<[Record<string, string | number>]>(sql));
  }

  forget({ orgIds, userIds, consumerKeys }: OrgRecords, at: number): void {
    const lists = { orgIds, userIds, consumerKeys };
    const bound = Object.fromEntries(
      Object.entries(lists).map(([name, list]) => [name, JSON.stringify(list)]),
    );
    for (const statement of this.#statements) statement.run({ ...bound, at });
  }
}
