/**
 * The store in SQLite. One connection: reads see what is committed, those of tokens and codes in groups
 * (docs/decisions/0004); writes go in groups (docs/decisions/0001), each deciding inside the transaction, so that it holds
 * against other processes too.
 *
 * Where a query leaves SQLite a choice of plans it says `+?`: a bare `?` would be planned anew for every value
 * (better-sqlite3 builds SQLite with STAT4), which costs ten times the query.
 */
import type { Database } from 'better-sqlite3';
import * as Port from './port.ts';
import { FileAvailability } from './sqlite/file-availability.ts';
import { GroupCommit } from './sqlite/group-commit.ts';
import { GroupRead } from './sqlite/group-read.ts';
import { openDatabase } from './sqlite/open-database.ts';
import { readSecret } from './sqlite/secret.ts';
import { openTables, type Tables } from './sqlite/tables.ts';
import { summed } from './sqlite/usage.ts';

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
  readonly availability: FileAvailability;
  readonly #db: Database;
  #secret: Buffer;
  readonly #writes: GroupCommit;
  readonly #reads: GroupRead;
  readonly #tables: Tables;
  /** Rows of the refresh tokens that a request is using. */
  readonly #refreshing = new Set<Port.Row>();

  constructor(db: Database) {
    this.#db = db;
    this.#secret = readSecret(db);
    this.availability = new FileAvailability(db);
    this.#writes = new GroupCommit(db, this.availability);
    this.#reads = new GroupRead(db, this.availability);
    this.#tables = openTables(db);
  }

  get secret(): Buffer {
    return this.#secret;
  }

  issue(accessToken: Port.AccessToken, refreshToken?: Port.NewRefreshToken): Promise<Port.Issued> {
    return this.#writes.run(() => this.#tables.tokens.issue(accessToken, refreshToken));
  }

  appendCode(code: Port.Code): Promise<Port.Row> {
    return this.#writes.run(() => this.#tables.codes.append(code));
  }

  code(row: Port.Row): Promise<Port.StoredCode | undefined> {
    return this.#reads.run(() => this.#tables.codes.find(row));
  }

  exchangeCode(
    code: Port.Row,
    spentAt: number,
    accessToken: Port.AccessToken,
    refreshToken?: Port.NewRefreshToken,
  ): Promise<Port.Issued | undefined> {
    return this.#issueIf(() => this.#tables.codes.spend(code, spentAt), accessToken, refreshToken);
  }

  appendDeviceCode(code: Port.DeviceCode, most: number, since: number): Promise<Port.Row | undefined> {
    return this.#writes.run(() => this.#tables.deviceCodes.append(code, most, since));
  }

  async deviceCode(row: Port.Row): Promise<Port.StoredDeviceCode | undefined> {
    return this.#look(() => this.#tables.deviceCodes.find(row));
  }

  pollDeviceCode(row: Port.Row, at: number, interval: number): Promise<boolean> {
    return this.#writes.run(() => this.#tables.deviceCodes.poll(row, at, interval));
  }

  approveDeviceCode(row: Port.Row, at: number, approval: Port.DeviceApproval): Promise<boolean> {
    return this.#writes.run(() => this.#tables.deviceCodes.approve(row, at, approval));
  }

  denyDeviceCode(row: Port.Row, at: number): Promise<boolean> {
    return this.#writes.run(() => this.#tables.deviceCodes.deny(row, at));
  }

  exchangeDeviceCode(
    deviceCode: Port.Row,
    spentAt: number,
    accessToken: Port.AccessToken,
    refreshToken?: Port.NewRefreshToken,
  ): Promise<Port.Issued | undefined> {
    return this.#issueIf(
      () => this.#tables.deviceCodes.spend(deviceCode, spentAt),
      accessToken,
      refreshToken,
    );
  }

  exchangeAssertion(assertion: Buffer, accessToken: Port.AccessToken): Promise<Port.Issued | undefined> {
    return this.#issueIf(() => this.#tables.usedAssertions.use(assertion), accessToken);
  }

  /** A read that waits for no others. @throws StoreUnavailable */
  #look<Found>(operation: () => Found): Found {
    try {
      return operation();
    } catch (error) {
      throw this.availability.explain(error);
    }
  }

  /** Spending and issuing are one: of two who spend the same, one gets tokens. */
  #issueIf(
    spend: () => boolean,
    accessToken: Port.AccessToken,
    refreshToken?: Port.NewRefreshToken,
  ): Promise<Port.Issued | undefined> {
    return this.#writes.run(() =>
      spend() ? this.#tables.tokens.issue(accessToken, refreshToken) : undefined,
    );
  }

  refreshToken(row: Port.Row): Promise<Port.StoredRefreshToken | undefined> {
    return this.#reads.run(() => this.#tables.tokens.refreshToken(row));
  }

  async refresh(
    refreshToken: Port.Row,
    accessToken: Port.AccessToken,
    successor?: Port.RefreshToken,
  ): Promise<Port.Issued | 'busy' | 'rotated-out' | 'revoked'> {
    if (this.#refreshing.has(refreshToken)) return 'busy';
    this.#refreshing.add(refreshToken);
    try {
      return await this.#writes.run(() => this.#tables.tokens.refresh(refreshToken, accessToken, successor));
    } finally {
      this.#refreshing.delete(refreshToken);
    }
  }

  holdApproval(
    read: Pick<Port.StoredApproval, 'row' | 'useCount'>,
    now: number,
    until: number,
  ): Promise<boolean> {
    return this.#writes.run(() => this.#tables.approvals.hold(read, now, until));
  }

  releaseApproval(row: Port.Row, until: number): Promise<void> {
    return this.#writes.run(() => this.#tables.approvals.release(row, until));
  }

  accessToken(row: Port.Row): Promise<Port.StoredAccessToken | undefined> {
    return this.#reads.run(() => this.#tables.tokens.accessToken(row));
  }

  touchAccessToken(row: Port.Row, usedAt: number): void {
    // Nobody waits for it: a touch that is lost only ends a session early.
    this.#writes.run(() => this.#tables.tokens.touchAccessToken(row, usedAt)).catch(() => undefined);
  }

  revokeAccessToken(row: Port.Row, at: number): Promise<void> {
    return this.#writes.run(() => this.#tables.tokens.revokeAccessToken(row, at));
  }

  appendApproval(approval: Port.Approval): Promise<Port.Row> {
    return this.#writes.run(() => this.#tables.approvals.append(approval));
  }

  async approvals(userId: string, consumerKey: string): Promise<Port.StoredApproval[]> {
    return this.#look(() => this.#tables.approvals.live(userId, consumerKey));
  }

  revokeApproval(row: Port.Row, at: number): Promise<void> {
    return this.#writes.run(() => {
      if (this.#tables.approvals.revoke(row, at)) this.#tables.sharedAccessTokens.endWith(row, at);
    });
  }

  appendSession(session: Port.Session): Promise<Port.Row> {
    return this.#writes.run(() => this.#tables.sessions.append(session));
  }

  async session(row: Port.Row): Promise<Port.StoredSession | undefined> {
    return this.#look(() => this.#tables.sessions.find(row));
  }

  endSession(row: Port.Row, at: number): Promise<void> {
    return this.#writes.run(() => this.#tables.sessions.end(row, at));
  }

  raiseSession(row: Port.Row): Promise<void> {
    return this.#writes.run(() => this.#tables.sessions.raise(row));
  }

  appendSessionApp(session: Port.Row, consumerKey: string): Promise<void> {
    return this.#writes.run(() => this.#tables.sessions.appendApp(session, consumerKey));
  }

  async sessionApps(session: Port.Row): Promise<string[]> {
    return this.#look(() => this.#tables.sessions.apps(session));
  }

  appendOneTimePassword(password: Port.OneTimePassword): Promise<Port.Row> {
    return this.#writes.run(() => this.#tables.oneTimePasswords.append(password));
  }

  async oneTimePassword(row: Port.Row): Promise<Port.StoredOneTimePassword | undefined> {
    return this.#look(() => this.#tables.oneTimePasswords.find(row));
  }

  spendOneTimePassword(row: Port.Row, at: number): Promise<boolean> {
    return this.#writes.run(() => this.#tables.oneTimePasswords.spend(row, at));
  }

  recordApps(apps: readonly Port.AppSighting[], at: number): Promise<number[]> {
    return this.#writes.run(() => apps.map((app) => this.#tables.appRecords.record(app, at)));
  }

  tryLogIn(tried: Port.LogInTry): Promise<Port.TriedLogIn> {
    return this.#writes.run(() => this.#tables.failedLogIns.try(tried));
  }

  async failedLogIns(userId: string): Promise<Port.FailedLogIns | undefined> {
    return this.#look(() => this.#tables.failedLogIns.find(userId));
  }

  forgetFailedLogIns(userId: string): Promise<void> {
    return this.#writes.run(() => this.#tables.failedLogIns.forget(userId));
  }

  countLogIn(logIn: Port.CountedLogIn): Promise<number> {
    return this.#writes.run(() => this.#tables.logInCounts.count(logIn));
  }

  fillLogIns(logIn: Port.CountedLogIn): Promise<void> {
    return this.#writes.run(() => this.#tables.logInCounts.fill(logIn));
  }

  appendRegisteredApp(app: Port.RegisteredApp): Promise<void> {
    return this.#writes.run(() => this.#tables.registeredApps.append(app));
  }

  async registeredApps(after: Port.Row): Promise<Port.StoredRegisteredApp[]> {
    return this.#look(() => this.#tables.registeredApps.after(after));
  }

  appendVerification(verification: Port.Verification): Promise<Port.Row> {
    return this.#writes.run(() => this.#tables.verifications.append(verification));
  }

  async verification(row: Port.Row): Promise<Port.StoredVerification | undefined> {
    return this.#look(() => this.#tables.verifications.find(row));
  }

  async newestVerification(userId: string, purpose: string): Promise<Port.StoredVerification | undefined> {
    return this.#look(() => this.#tables.verifications.newest(userId, purpose));
  }

  useVerification(row: Port.Row, secretHash: Buffer, at: number, mostAttempts: number): Promise<boolean> {
    return this.#writes.run(() => this.#tables.verifications.use(row, secretHash, at, mostAttempts));
  }

  appendUserChange(change: Port.UserChange): Promise<boolean> {
    return this.#writes.run(() => this.#tables.userChanges.append(change));
  }

  async userChanges(after: Port.Row): Promise<Port.StoredUserChange[]> {
    return this.#look(() => this.#tables.userChanges.after(after));
  }

  get isShared(): boolean {
    return !this.#db.memory;
  }

  async recordsVersion(): Promise<string> {
    return this.#look(() => this.#tables.orgDocuments.version());
  }

  async orgsAfter(row: Port.Row, reader: () => string): Promise<Port.OrgNews> {
    return this.#look(() => this.#tables.orgDocuments.after(row, reader));
  }

  keepReadings(
    readings: readonly { readonly row: Port.Row; readonly org: string }[],
    reader: string,
  ): Promise<void> {
    return this.#writes.run(() => this.#tables.orgDocuments.keepReadings(readings, reader));
  }

  putOrg(org: Port.OrgDocument, seen: Port.Row): Promise<Port.Row | undefined> {
    return this.#writes.run(() => this.#tables.orgDocuments.put(org, seen));
  }

  dropOrg(orgId: string, row: Port.Row): Promise<void> {
    return this.#writes.run(() => this.#tables.orgDocuments.drop(orgId, row));
  }

  forgetOrgs(records: Port.OrgRecords, at: number): Promise<Port.Row> {
    return this.#writes.run(() => {
      this.#tables.forgetOrgs.forget(records, at);
      return this.#tables.orgDocuments.forget(records, at);
    });
  }

  tokens(filter: Port.TokenFilter, limit: number): Promise<Port.ListedToken[]> {
    return this.availability.explained(this.#tables.tokenList.newest(filter, limit));
  }

  liveApprovals(filter: Port.ApprovalFilter, limit: number): Promise<Port.StoredApproval[]> {
    return this.availability.explained(this.#tables.approvals.newest(filter, limit));
  }

  usage(filter: Port.TokenFilter): Promise<Port.AppUsage[]> {
    return this.availability.explained(summed(this.#tables.tokenList.usage(filter)));
  }

  revokeTokens(filter: Port.TokenFilter, at: number): Promise<void> {
    return this.#writes.run(() => this.#tables.tokenList.revoke(filter, at));
  }

  revokeAccessTokens(filter: Port.TokenFilter, at: number): Promise<void> {
    return this.#writes.run(() => this.#tables.tokenList.revokeAccess(filter, at));
  }

  async dump(): Promise<Port.DumpReading> {
    const problem = await this.availability.check();
    this.#writes.flush();
    const inFile = !this.#db.memory && problem === undefined;
    const explain = (error: unknown) => this.availability.explain(error);
    return this.#look(() => this.#tables.dump.open(inFile, explain));
  }

  async load(dump: Port.StoreDump, orgs: readonly Port.OrgDocument[]): Promise<void> {
    try {
      await this.#writes.run(() => {
        this.#tables.dump.load(dump);
        this.#tables.orgDocuments.replaceAll(orgs);
      });
    } catch (error) {
      const isExplained = error instanceof Port.StoreError || error instanceof Port.StoreUnavailable;
      if (isExplained || !(error instanceof Error)) throw error;
      throw new Port.StoreError(`The snapshot does not hold together: ${error.message}.`);
    }
    this.#secret = readSecret(this.#db);
  }

  clear(): Promise<void> {
    return this.#writes.run(() => {
      this.#tables.dump.clear();
      this.#tables.orgDocuments.giveNumber();
    });
  }

  async signingKeys(owner: string): Promise<Port.StoredSigningKey[]> {
    return this.#look(() => this.#tables.signingKeys.newest(owner));
  }

  async allSigningKeys(): Promise<Port.StoredSigningKey[]> {
    return this.#look(() => this.#tables.signingKeys.all());
  }

  appendSigningKey(key: Port.SigningKey, after: Port.Row | undefined): Promise<boolean> {
    return this.#writes.run(() => this.#tables.signingKeys.append(key, after));
  }

  appendJournal(rows: readonly Port.JournalRow[], keep: number): Promise<void> {
    return this.#writes.run(() => this.#tables.journal.append(rows, keep));
  }

  async journal(room: Port.JournalRoom): Promise<Port.JournalRow[]> {
    return this.#look(() => this.#tables.journal.newest(room));
  }

  clearJournal(): Promise<void> {
    return this.#writes.run(() => this.#tables.journal.clear());
  }

  async close(): Promise<void> {
    this.#writes.flush();
    this.availability.close();
    this.#db.close();
  }
}
