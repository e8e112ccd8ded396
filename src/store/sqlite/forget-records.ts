/** What ends, and what is deleted, when an org has an app or a user no longer. */
import type { GoneRecords } from '../orgs.ts';
import type { Statements } from './statements.ts';

const USERS = 'user_id in (select value from json_each(:userIds))';
const APPS = 'consumer_key in (select value from json_each(:consumerKeys))';

/**
 * Rows that other rows refer to, or that a client could present, are marked as ended. All others are deleted: what comes later
 * by the same name, key or id starts anew.
 */
const STATEMENTS = [
  `update approval set revoked_at = :at where revoked_at is null and (${USERS} or ${APPS})`,
  `update access_token set revoked_at = :at where revoked_at is null and (${USERS} or ${APPS})`,
  `update code set spent_at = :at where spent_at is null and (${USERS} or ${APPS})`,
  `update session set ended_at = :at where ended_at is null and ${USERS}`,
  `update one_time_password set spent_at = :at where spent_at is null and ${USERS}`,
  `delete from device_code where ${USERS} or ${APPS}`,
  `delete from session_app where ${APPS}`,
  `delete from verification where ${USERS}`,
  `delete from message where ${USERS}`,
  `delete from user_change where ${USERS}`,
  `delete from query_chunk where cursor_id in (select id from query_cursor where ${USERS})`,
  `delete from query_cursor where ${USERS}`,
  `delete from failed_log_in where ${USERS}`,
  `delete from shared_access_token where ${USERS} or ${APPS}`,
  `delete from used_code where ${USERS}`,
  `delete from log_ins_of_minute where ${USERS}`,
  `delete from app_record where ${APPS}`,
  `delete from registered_app where ${APPS}`,
];

/** Reads every row of the tables once, as no index serves these filters. {@link forget} belongs inside a transaction. */
export class ForgetRecords {
  readonly #statements;

  constructor(db: Statements) {
    this.#statements = STATEMENTS.map((sql) => db.prepare<[Record<string, string | number>]>(sql));
  }

  forget({ consumerKeys, userIds, at }: GoneRecords): void {
    const bound = { consumerKeys: JSON.stringify(consumerKeys), userIds: JSON.stringify(userIds), at };
    for (const statement of this.#statements) statement.run(bound);
  }
}
