/**
 * The store in SQLite. One connection: reads see what is committed, those of tokens and codes in groups
 * (docs/decisions/0004); writes go in groups (docs/decisions/0001), each deciding inside the transaction, so that it holds
 * against other processes too.
 *
 * Where a query leaves SQLite a choice of plans it says `+?`: a bare `?` would be planned anew for every value
 * (better-sqlite3 builds SQLite with STAT4), which costs ten times the query.
 */
import type { Database } from 'better-sqlite3';
import type * as Port from '../port.ts';
import { AccessTokenTable } from './access-tokens.ts';
import { ApiUsageTable } from './api-usage.ts';
import { AppSightingTable } from './app-sightings.ts';
import { ApprovalTable } from './approvals.ts';
import { busyWhileUsed } from './busy.ts';
import { CodeTable } from './codes.ts';
import { DeviceCodeTable } from './device-codes.ts';
import { FailedLogInTable } from './failed-log-ins.ts';
import { Groups } from './grouped.ts';
import { JobTables } from './jobs.ts';
import { JournalTable } from './journal.ts';
import { LabStateTable } from './lab-state.ts';
import { LogInCountTable } from './log-in-counts.ts';
import { OneTimePasswordTable } from './one-time-passwords.ts';
import { openDatabase } from './open-database.ts';
import { OrgTable } from './orgs.ts';
import { OutboxTable } from './outbox.ts';
import { QueryCursorTable } from './query-cursors.ts';
import { RecordTable } from './records.ts';
import { RefreshTokenTable } from './refresh-tokens.ts';
import { RegisteredAppTable } from './registered-apps.ts';
import { SessionTable } from './sessions.ts';
import { SharedAccessTokenTable } from './shared-access-tokens.ts';
import { SigningKeyTable } from './signing-keys.ts';
import { SnapshotTable } from './snapshots.ts';
import { WholeState } from './state.ts';
import { LateStatements } from './statements.ts';
import { TokenIssuer } from './token-issuer.ts';
import { TokenListing } from './token-list.ts';
import { UsageCount } from './usage.ts';
import { UsedAssertionTable } from './used-assertions.ts';
import { UserChangeTable } from './user-changes.ts';
import { VerificationTable } from './verifications.ts';
import { WalkTable } from './walks.ts';

/**
 * Opens the store in a file, making file and folder if they are missing, or one in memory.
 *
 * @param location a path, or `:memory:`
 * @throws StoreError and leaves the file as it was
 */
export async function openSqliteStore(location: string): Promise<Port.Store> {
  // Loaded only here: commands that need no store start without it.
  const { default: Sqlite } = await import('better-sqlite3');
  return storeIn(await openDatabase(Sqlite, location));
}

function storeIn(db: Database): Port.Store {
  const groups = new Groups(db);
  const statements = new LateStatements(db);
  const sharedAccessTokens = new SharedAccessTokenTable(statements);
  const approvals = new ApprovalTable(statements, sharedAccessTokens);
  const accessTokens = new AccessTokenTable(statements);
  const refreshTokens = new RefreshTokenTable(statements);
  const codes = new CodeTable(statements);
  const deviceCodes = new DeviceCodeTable(statements, approvals);
  const usedAssertions = new UsedAssertionTable(statements);
  const orgs = new OrgTable(statements);
  const state = new WholeState(db, groups, orgs);
  const tokens = groups.of<Port.Tokens>(
    new TokenIssuer({
      accessTokens,
      refreshTokens,
      sharedAccessTokens,
      approvals,
      codes,
      deviceCodes,
      usedAssertions,
    }),
  );
  const followed = groups.of<Port.Orgs>(orgs);
  return {
    get secret() {
      return state.secret;
    },
    isShared: !db.memory,
    availability: groups.availability,
    tokens: { ...tokens, refresh: busyWhileUsed(tokens.refresh) },
    accessTokens: groups.of<Port.AccessTokens>(accessTokens),
    refreshTokens: groups.of<Port.RefreshTokens>(refreshTokens),
    tokenList: groups.of<Port.TokenList, 'newest'>(new TokenListing(statements)),
    usage: groups.of<Port.Usage, 'list'>(new UsageCount(statements)),
    approvals: groups.of<Port.Approvals, 'newest'>(approvals),
    codes: groups.of<Port.Codes>(codes),
    deviceCodes: groups.of<Port.DeviceCodes>(deviceCodes),
    sessions: groups.of<Port.Sessions>(new SessionTable(statements)),
    oneTimePasswords: groups.of<Port.OneTimePasswords>(new OneTimePasswordTable(statements)),
    outbox: groups.of<Port.Outbox>(new OutboxTable(statements)),
    verifications: groups.of<Port.Verifications>(new VerificationTable(statements)),
    usedAssertions: groups.of<Port.UsedAssertions>(usedAssertions),
    failedLogIns: groups.of<Port.FailedLogIns>(new FailedLogInTable(statements)),
    logInCounts: groups.of<Port.LogInCounts>(new LogInCountTable(statements)),
    signingKeys: groups.of<Port.SigningKeys>(new SigningKeyTable(statements)),
    orgs: {
      ...followed,
      after(row, reader) {
        state.renewSecret();
        return followed.after(row, reader);
      },
    },
    appSightings: groups.of<Port.AppSightings>(new AppSightingTable(statements)),
    registeredApps: groups.of<Port.RegisteredApps>(new RegisteredAppTable(statements)),
    userChanges: groups.of<Port.UserChanges>(new UserChangeTable(statements)),
    records: groups.of<Port.Records>(new RecordTable(statements)),
    queryCursors: groups.of<Port.QueryCursors>(new QueryCursorTable(statements)),
    jobs: groups.of<Port.Jobs>(new JobTables(statements)),
    journal: groups.of<Port.JournalRows>(new JournalTable(statements)),
    labState: groups.of<Port.LabState>(new LabStateTable(statements)),
    snapshots: groups.of<Port.Snapshots>(new SnapshotTable(statements)),
    apiUsage: groups.of<Port.ApiUsage>(new ApiUsageTable(statements)),
    walks: groups.of<Port.Walks>(new WalkTable(statements)),
    state,
    async close() {
      groups.writes.flush();
      groups.availability.close();
      db.close();
    },
  };
}
