/** What the store keeps, table by table; each prepares the statements it runs. */
import type { Database } from 'better-sqlite3';
import { AppRecords } from './app-records.ts';
import { Approvals } from './approvals.ts';
import { Codes } from './codes.ts';
import { DeviceCodes } from './device-codes.ts';
import { Dump } from './dump.ts';
import { FailedLogInRows } from './failed-log-ins.ts';
import { ForgetOrgs } from './forget-orgs.ts';
import { JournalRows } from './journal-rows.ts';
import { LogInCounts } from './log-in-counts.ts';
import { OneTimePasswords } from './one-time-passwords.ts';
import { OrgDocuments } from './org-documents.ts';
import { RegisteredApps } from './registered-apps.ts';
import { Sessions } from './sessions.ts';
import { SharedAccessTokens } from './shared-access-tokens.ts';
import { SigningKeys } from './signing-keys.ts';
import { TokenList } from './token-list.ts';
import { Tokens } from './tokens.ts';
import { UsedAssertions } from './used-assertions.ts';
import { UserChanges } from './user-changes.ts';
import { Verifications } from './verifications.ts';

export type Tables = ReturnType<typeof openTables>;

export function openTables(db: Database) {
  const approvals = new Approvals(db);
  const sharedAccessTokens = new SharedAccessTokens(db);
  return {
    approvals,
    sharedAccessTokens,
    tokens: new Tokens(db, approvals, sharedAccessTokens),
    appRecords: new AppRecords(db),
    failedLogIns: new FailedLogInRows(db),
    logInCounts: new LogInCounts(db),
    codes: new Codes(db),
    deviceCodes: new DeviceCodes(db, approvals),
    usedAssertions: new UsedAssertions(db),
    sessions: new Sessions(db),
    oneTimePasswords: new OneTimePasswords(db),
    registeredApps: new RegisteredApps(db),
    verifications: new Verifications(db),
    userChanges: new UserChanges(db),
    signingKeys: new SigningKeys(db),
    orgDocuments: new OrgDocuments(db),
    forgetOrgs: new ForgetOrgs(db),
    tokenList: new TokenList(db),
    dump: new Dump(db),
    journal: new JournalRows(db),
  };
}
