/** The table and columns behind each part of a dump: every store has the same. */
import { DUMP_PARTS, type DumpPart } from './dump-parts.ts';

export interface DumpTable {
  readonly part: DumpPart;
  readonly table: string;
  /** In the order of the part's fields. */
  readonly columns: readonly string[];
  /** The columns to sort by, so that the same state is always written the same way. */
  readonly order: string;
}

/** The columns of the fields that hold a row number. */
const ROWS: Readonly<Record<string, string>> = {
  row: 'id',
  approval: 'approval_id',
  session: 'session_id',
  accessToken: 'access_token_id',
};

const TABLES: { readonly [Part in DumpPart]: readonly [table: string, order: string] } = {
  approvals: ['approval', 'id'],
  refreshTokens: ['refresh_token', 'id'],
  accessTokens: ['access_token', 'id'],
  sharedAccessTokens: ['shared_access_token', 'user_id, consumer_key, scopes'],
  codes: ['code', 'id'],
  deviceCodes: ['device_code', 'id'],
  usedAssertions: ['used_assertion', 'id'],
  sessions: ['session', 'id'],
  sessionApps: ['session_app', 'session_id'],
  oneTimePasswords: ['one_time_password', 'id'],
  verifications: ['verification', 'id'],
  messages: ['message', 'id'],
  failedLogIns: ['failed_log_in', 'user_id'],
  usedCodes: ['used_code', 'user_id, step'],
  logInCounts: ['log_ins_of_minute', 'user_id, minute'],
  signingKeys: ['signing_key', 'id'],
  appSightings: ['app_record', 'consumer_key'],
  registeredApps: ['registered_app', 'id'],
  userChanges: ['user_change', 'id'],
  records: ['record', 'org_id, object, record_id'],
  recordKeys: ['record_key', 'org_id, object, field, value, record_id'],
  recordNumbers: ['record_number', 'org_id, object, field'],
  jobs: ['job', 'id'],
  jobBatches: ['job_batch', 'id'],
  jobData: ['job_data', 'batch_id, number'],
  jobResults: ['job_result', 'batch_id, first'],
};

/** @param inserted the column by which a table without numbered rows has its rows in the order in which they came */
export function dumpTables(inserted: string): readonly DumpTable[] {
  return Object.entries(TABLES).map(([name, [table, order]]) => {
    const part = name as DumpPart;
    const columns = Object.keys(DUMP_PARTS[part]).map(columnOf);
    return { part, table, columns, order: part === 'sessionApps' ? `${order}, ${inserted}` : order };
  });
}

function columnOf(field: string): string {
  return ROWS[field] ?? field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
