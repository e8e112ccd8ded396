/**
 * The store in SQLite. One connection: reads run at once and see what is committed; writes go in groups
 * (docs/decisions/0001), each deciding inside the transaction, so that it holds against other processes too.
 *
 * Where a query leaves SQLite a choice of plans it says `+?`: a bare `?` would be planned anew for every value
 * (better-sqlite3 builds SQLite with STAT4), which costs ten times the query.
 */
import type { Database } from 'better-sqlite3';
import * as Port from './port.ts';
import { AppRecords } from './sqlite/app-records.ts';
import { Approvals } from './sqlite/approvals.ts';
import { Codes } from './sqlite/codes.ts';
import { DeviceCodes } from './sqlite/device-codes.ts';
import { Dump } from './sqlite/dump.ts';
import { FailedLogInRows } from './sqlite/failed-log-ins.ts';
import { ForgetOrgs } from './sqlite/forget-orgs.ts';
import { GroupCommit } from './sqlite/group-commit.ts';
import { GroupRead } from './sqlite/group-read.ts';
import { JournalRows } from './sqlite/journal-rows.ts';
import { LogInCounts } from './sqlite/log-in-counts.ts';
import { OneTimePasswords } from './sqlite/one-time-passwords.ts';
import { openDatabase } from './sqlite/open-database.ts';
import { OrgDocuments } from './sqlite/org-documents.ts';
import { RegisteredApps } from './sqlite/registered-apps.ts';
import { readSecret } from './sqlite/secret.ts';
import { Sessions } from './sqlite/sessions.ts';
import { SigningKeys } from './sqlite/signing-keys.ts';
import { TokenList } from './sqlite/token-list.ts';
import { Tokens } from './sqlite/tokens.ts';
import { UsedAssertions } from './sqlite/used-assertions.ts';
import { UserChanges } from './sqlite/user-changes.ts';
import { Verifications } from './sqlite/verifications.ts';

/**
 * Opens the store in a file, making file and folder if they are missing, or one in memory.
 *
 * @param location a path, or `:memory:`
 * @throws StoreError and leaves the file as it was
 */
export async function openStore(location: string): Promise<Port.Store> {
  // Loaded only here: commands that need no store start without it.
  const { default: Sqlite } = await import('better-sqlite3');
  return new SqliteStore(await openDatabase(Sqlite, location));
}

class SqliteStore implements Port.Store {
  readonly #db: Database;
  #secret: Buffer;
  readonly #writes: GroupCommit;
  readonly #reads: GroupRead;
  readonly #approvals: Approvals;
  readonly #tokens: Tokens;
  readonly #appRecords: AppRecords;
  readonly #failedLogIns: FailedLogInRows;
  readonly #logInCounts: LogInCounts;
  readonly #codes: Codes;
  readonly #deviceCodes: DeviceCodes;
  readonly #usedAssertions: UsedAssertions;
  readonly #sessions: Sessions;
  readonly #oneTimePasswords: OneTimePasswords;
  readonly #registeredApps: RegisteredApps;
  readonly #verifications: Verifications;
  readonly #userChanges: UserChanges;
  readonly #signingKeys: SigningKeys;
  readonly #orgDocuments: OrgDocuments;
  readonly #forgetOrgs: ForgetOrgs;
  readonly #tokenList: TokenList;
  readonly #dump: Dump;
  readonly #journal: JournalRows;
  /** Rows of the refresh tokens that a request is using. */
  readonly #refreshing = new Set<Port.Row>();

  constructor(db: Database) {
    this.#db = db;
    this.#secret = readSecret(db);
    this.#writes = new GroupCommit(db);
    this.#reads = new GroupRead(db);
    this.#approvals = new Approvals(db);
    this.#tokens = new Tokens(db, this.#approvals);
    this.#appRecords = new AppRecords(db);
    this.#failedLogIns = new FailedLogInRows(db);
    this.#logInCounts = new LogInCounts(db);
    this.#codes = new Codes(db);
    this.#deviceCodes = new DeviceCodes(db, this.#approvals);
    this.#usedAssertions = new UsedAssertions(db);
    this.#sessions = new Sessions(db);
    this.#oneTimePasswords = new OneTimePasswords(db);
    this.#registeredApps = new RegisteredApps(db);
    this.#verifications = new Verifications(db);
    this.#userChanges = new UserChanges(db);
    this.#signingKeys = new SigningKeys(db);
    this.#orgDocuments = new OrgDocuments(db);
    this.#forgetOrgs = new ForgetOrgs(db);
    this.#tokenList = new TokenList(db);
    this.#dump = new Dump(db);
    this.#journal = new JournalRows(db);
  }

  get secret(): Buffer {
    return this.#secret;
  }

  issue(accessToken: Port.AccessToken, refreshToken?: Port.NewRefreshToken): Promise<Port.Issued> {
    return this.#writes.run(() => this.#tokens.issue(accessToken, refreshToken));
  }

  appendCode(code: Port.Code): Promise<Port.Row> {
    return this.#writes.run(() => this.#codes.append(code));
  }

  code(row: Port.Row): Promise<Port.StoredCode | undefined> {
    return this.#reads.run(() => this.#codes.find(row));
  }

  exchangeCode(
    code: Port.Row,
    spentAt: number,
    accessToken: Port.AccessToken,
    refreshToken?: Port.NewRefreshToken,
  ): Promise<Port.Issued | undefined> {
    return this.#issueIf(() => this.#codes.spend(code, spentAt), accessToken, refreshToken);
  }

  appendDeviceCode(code: Port.DeviceCode, most: number, since: number): Promise<Port.Row | undefined> {
    return this.#writes.run(() => this.#deviceCodes.append(code, most, since));
  }

  async deviceCode(row: Port.Row): Promise<Port.StoredDeviceCode | undefined> {
    return this.#deviceCodes.find(row);
  }

  pollDeviceCode(row: Port.Row, at: number, interval: number): Promise<boolean> {
    return this.#writes.run(() => this.#deviceCodes.poll(row, at, interval));
  }

  approveDeviceCode(row: Port.Row, at: number, approval: Port.DeviceApproval): Promise<boolean> {
    return this.#writes.run(() => this.#deviceCodes.approve(row, at, approval));
  }

  denyDeviceCode(row: Port.Row, at: number): Promise<boolean> {
    return this.#writes.run(() => this.#deviceCodes.deny(row, at));
  }

  exchangeDeviceCode(
    deviceCode: Port.Row,
    spentAt: number,
    accessToken: Port.AccessToken,
    refreshToken?: Port.NewRefreshToken,
  ): Promise<Port.Issued | undefined> {
    return this.#issueIf(() => this.#deviceCodes.spend(deviceCode, spentAt), accessToken, refreshToken);
  }

  exchangeAssertion(
    assertion: Port.UsedAssertion,
    accessToken: Port.AccessToken,
  ): Promise<Port.Issued | undefined> {
    const { orgId, createdAt } = accessToken;
    return this.#issueIf(() => this.#usedAssertions.use(assertion, orgId, createdAt), accessToken);
  }

  /** Spending and issuing are one: of two who spend the same, one gets tokens. */
  #issueIf(
    spend: () => boolean,
    accessToken: Port.AccessToken,
    refreshToken?: Port.NewRefreshToken,
  ): Promise<Port.Issued | undefined> {
    return this.#writes.run(() => (spend() ? this.#tokens.issue(accessToken, refreshToken) : undefined));
  }

  refreshToken(row: Port.Row): Promise<Port.StoredRefreshToken | undefined> {
    return this.#reads.run(() => this.#tokens.refreshToken(row));
  }

  async refresh(
    refreshToken: Port.Row,
    accessToken: Port.AccessToken,
    successor?: Port.RefreshToken,
  ): Promise<Port.Issued | 'busy' | 'rotated-out' | 'revoked'> {
    if (this.#refreshing.has(refreshToken)) return 'busy';
    this.#refreshing.add(refreshToken);
    try {
      return await this.#writes.run(() => this.#tokens.refresh(refreshToken, accessToken, successor));
    } finally {
      this.#refreshing.delete(refreshToken);
    }
  }

  accessToken(row: Port.Row): Promise<Port.StoredAccessToken | undefined> {
    return this.#reads.run(() => this.#tokens.accessToken(row));
  }

  touchAccessToken(row: Port.Row, usedAt: number): void {
    // Nobody waits for it: a touch that is lost only ends a session early.
    this.#writes.run(() => this.#tokens.touchAccessToken(row, usedAt)).catch(() => undefined);
  }

  revokeAccessToken(row: Port.Row, at: number): Promise<void> {
    return this.#writes.run(() => this.#tokens.revokeAccessToken(row, at));
  }

  appendApproval(approval: Port.Approval): Promise<Port.Row> {
    return this.#writes.run(() => this.#approvals.append(approval));
  }

  async approvals(userId: string, consumerKey: string): Promise<Port.StoredApproval[]> {
    return this.#approvals.live(userId, consumerKey);
  }

  revokeApproval(row: Port.Row, at: number): Promise<void> {
    return this.#writes.run(() => this.#approvals.revoke(row, at));
  }

  appendSession(session: Port.Session): Promise<Port.Row> {
    return this.#writes.run(() => this.#sessions.append(session));
  }

  async session(row: Port.Row): Promise<Port.StoredSession | undefined> {
    return this.#sessions.find(row);
  }

  endSession(row: Port.Row, at: number): Promise<void> {
    return this.#writes.run(() => this.#sessions.end(row, at));
  }

  raiseSession(row: Port.Row): Promise<void> {
    return this.#writes.run(() => this.#sessions.raise(row));
  }

  appendSessionApp(session: Port.Row, consumerKey: string): Promise<void> {
    return this.#writes.run(() => this.#sessions.appendApp(session, consumerKey));
  }

  async sessionApps(session: Port.Row): Promise<string[]> {
    return this.#sessions.apps(session);
  }

  appendOneTimePassword(password: Port.OneTimePassword): Promise<Port.Row> {
    return this.#writes.run(() => this.#oneTimePasswords.append(password));
  }

  async oneTimePassword(row: Port.Row): Promise<Port.StoredOneTimePassword | undefined> {
    return this.#oneTimePasswords.find(row);
  }

  spendOneTimePassword(row: Port.Row, at: number): Promise<boolean> {
    return this.#writes.run(() => this.#oneTimePasswords.spend(row, at));
  }

  recordApps(apps: readonly Port.AppSighting[], at: number): Promise<number[]> {
    return this.#writes.run(() => apps.map((app) => this.#appRecords.record(app, at)));
  }

  async failedLogIns(userId: string): Promise<Port.FailedLogIns | undefined> {
    return this.#failedLogIns.find(userId);
  }

  appendFailedLogIn(userId: string, at: number, most: number): Promise<void> {
    return this.#writes.run(() => this.#failedLogIns.append(userId, at, most));
  }

  forgetFailedLogIns(userId: string): Promise<void> {
    return this.#writes.run(() => this.#failedLogIns.forget(userId));
  }

  appendLogIns(counts: readonly Port.LogInCount[], window: number): Promise<void> {
    return this.#writes.run(() => this.#logInCounts.append(counts, window));
  }

  async logInsAfter(row: Port.Row): Promise<Port.StoredLogInCount[]> {
    return this.#logInCounts.after(row);
  }

  appendRegisteredApp(app: Port.RegisteredApp): Promise<void> {
    return this.#writes.run(() => this.#registeredApps.append(app));
  }

  async registeredApps(after: Port.Row): Promise<Port.StoredRegisteredApp[]> {
    return this.#registeredApps.after(after);
  }

  appendVerification(verification: Port.Verification): Promise<Port.Row> {
    return this.#writes.run(() => this.#verifications.append(verification));
  }

  async verification(row: Port.Row): Promise<Port.StoredVerification | undefined> {
    return this.#verifications.find(row);
  }

  async newestVerification(userId: string, purpose: string): Promise<Port.StoredVerification | undefined> {
    return this.#verifications.newest(userId, purpose);
  }

  useVerification(row: Port.Row, secretHash: Buffer, at: number, mostAttempts: number): Promise<boolean> {
    return this.#writes.run(() => this.#verifications.use(row, secretHash, at, mostAttempts));
  }

  appendUserChange(change: Port.UserChange): Promise<boolean> {
    return this.#writes.run(() => this.#userChanges.append(change));
  }

  async userChanges(after: Port.Row): Promise<Port.StoredUserChange[]> {
    return this.#userChanges.after(after);
  }

  get isShared(): boolean {
    return !this.#db.memory;
  }

  async orgRow(orgId: string): Promise<Port.Row | undefined> {
    return this.#orgDocuments.rowOf(orgId);
  }

  async recordsVersion(): Promise<number> {
    return this.#orgDocuments.version();
  }

  async orgsAfter(row: Port.Row): Promise<Port.StoredOrgDocument[]> {
    return this.#orgDocuments.after(row);
  }

  putOrg(org: Port.OrgDocument, after: Port.Row | undefined): Promise<Port.Row | undefined> {
    return this.#writes.run(() => this.#orgDocuments.put(org, after));
  }

  dropOrg(orgId: string, row: Port.Row): Promise<void> {
    return this.#writes.run(() => this.#orgDocuments.drop(orgId, row));
  }

  forgetOrgs(records: Port.OrgRecords, at: number): Promise<void> {
    return this.#writes.run(() => {
      this.#forgetOrgs.forget(records, at);
      for (const orgId of records.orgIds) this.#orgDocuments.bury(orgId, at);
    });
  }

  async tokens(filter: Port.TokenFilter, limit: number): Promise<Port.ListedToken[]> {
    return this.#tokenList.newest(filter, limit);
  }

  async liveApprovals(filter: Port.ApprovalFilter, limit: number): Promise<Port.StoredApproval[]> {
    return this.#approvals.newest(filter, limit);
  }

  async usage(filter: Port.TokenFilter): Promise<Port.AppUsage[]> {
    return this.#tokenList.usage(filter);
  }

  revokeTokens(filter: Port.TokenFilter, at: number): Promise<void> {
    return this.#writes.run(() => this.#tokenList.revoke(filter, at));
  }

  revokeAccessTokens(filter: Port.TokenFilter, at: number): Promise<void> {
    return this.#writes.run(() => this.#tokenList.revokeAccess(filter, at));
  }

  async dump(): Promise<Port.StoreDump> {
    this.#writes.flush();
    return this.#dump.dump();
  }

  async load(dump: Port.StoreDump, orgs: readonly Port.OrgDocument[]): Promise<void> {
    try {
      await this.#writes.run(() => {
        this.#dump.load(dump);
        this.#orgDocuments.replaceAll(orgs);
      });
    } catch (error) {
      if (error instanceof Port.StoreError || !(error instanceof Error)) throw error;
      throw new Port.StoreError(`The snapshot does not hold together: ${error.message}.`);
    }
    this.#secret = readSecret(this.#db);
  }

  clear(): Promise<void> {
    return this.#writes.run(() => this.#dump.clear());
  }

  async signingKeys(owner: string): Promise<Port.StoredSigningKey[]> {
    return this.#signingKeys.newest(owner);
  }

  appendSigningKey(key: Port.SigningKey, after: Port.Row | undefined): Promise<boolean> {
    return this.#writes.run(() => this.#signingKeys.append(key, after));
  }

  appendJournal(rows: readonly Port.JournalRow[], keep: number): Promise<void> {
    return this.#writes.run(() => this.#journal.append(rows, keep));
  }

  async journal(limit: number): Promise<Port.JournalRow[]> {
    return this.#journal.newest(limit);
  }

  clearJournal(): Promise<void> {
    return this.#writes.run(() => this.#journal.clear());
  }

  async close(): Promise<void> {
    this.#writes.flush();
    this.#db.close();
  }
}
