/**
 * The store in PostgreSQL. Reads go at once, many on one connection; writes go in groups, in three lanes: records, the journal, and
 * everything else. Of each lane one replica writes at a time.
 */
import type * as Port from '../port.ts';
import { StoreError } from '../port.ts';
import { AccessTokenTable, type PromisedAccessTokens } from './access-tokens.ts';
import { type Address, AddressError, readAddress } from './address.ts';
import { ApiUsageTable } from './api-usage.ts';
import { AppSightingTable } from './app-sightings.ts';
import { ApprovalTable } from './approvals.ts';
import { CodeTable } from './codes.ts';
import { type Connect, connector } from './connect.ts';
import { Connections } from './connections.ts';
import { DeviceCodeTable } from './device-codes.ts';
import { FailedLogInTable } from './failed-log-ins.ts';
import { Parts } from './grouped.ts';
import { JobTables } from './jobs.ts';
import { JournalTable } from './journal.ts';
import { LabStateTable, raiseVersion } from './lab-state.ts';
import { lockSql } from './locks.ts';
import { LogInCountTable } from './log-in-counts.ts';
import { OneTimePasswordTable } from './one-time-passwords.ts';
import { OrgTable } from './orgs.ts';
import { OutboxTable } from './outbox.ts';
import { prepareDatabase, problemOfStart } from './prepare-database.ts';
import { QueryCursorTable } from './query-cursors.ts';
import { RecordTable } from './records.ts';
import { RefreshTokenTable } from './refresh-tokens.ts';
import { RegisteredAppTable } from './registered-apps.ts';
import { SessionTable } from './sessions.ts';
import { SigningKeyTable } from './signing-keys.ts';
import { SnapshotTable } from './snapshots.ts';
import type { Sql } from './sql.ts';
import { WholeState } from './state.ts';
import { TokenIssuer } from './token-issuer.ts';
import { TokenListing } from './token-list.ts';
import { foundAsTouched } from './touched.ts';
import { UsageCount } from './usage.ts';
import { UsedAssertionTable } from './used-assertions.ts';
import { UserChangeTable } from './user-changes.ts';
import { VerificationTable } from './verifications.ts';
import { VersionRead } from './version-read.ts';
import { WalkTable } from './walks.ts';

/**
 * Opens the store in a schema of a database, which is made if it is missing.
 *
 * @param location the URL of a database
 * @throws StoreError, and nothing was changed
 */
export async function openPostgresStore(location: string, env = process.env): Promise<Port.Store> {
  const address = addressOf(location, env);
  const connect = await connector(address);
  const connections = new Connections(address, connect);
  try {
    await prepareDatabase(await connections.begin(), address);
    return await storeOn(connections, address, connect);
  } catch (error) {
    await connections.close();
    throw problemOfStart(error, address);
  }
}

function addressOf(location: string, env: NodeJS.ProcessEnv): Address {
  try {
    return readAddress(location, env);
  } catch (error) {
    if (error instanceof AddressError) throw new StoreError(error.message);
    throw error;
  }
}

async function storeOn(connections: Connections, { schema }: Address, connect: Connect): Promise<Port.Store> {
  const { availability, main, records: ofRecords, journal: ofJournal, reads, longReads } = connections;
  const parts = new Parts(reads, longReads);
  const version = new VersionRead(reads);
  await version.begin();
  const lockRecords = (sql: Sql) => sql.script(lockSql(schema, 'records'));
  const renewSecret = () => version.renew();
  return {
    get secret() {
      return version.secret;
    },
    isShared: true,
    availability,
    tokens: parts.of<Port.Tokens>(new TokenIssuer(), main),
    accessTokens: foundAsTouched(parts.of<PromisedAccessTokens>(new AccessTokenTable(), main)),
    refreshTokens: parts.of<Port.RefreshTokens>(new RefreshTokenTable(), main),
    tokenList: parts.of<Port.TokenList>(new TokenListing(), main),
    usage: parts.of<Port.Usage>(new UsageCount(), main),
    approvals: parts.of<Port.Approvals>(new ApprovalTable(), main),
    codes: parts.of<Port.Codes>(new CodeTable(), main),
    deviceCodes: parts.of<Port.DeviceCodes>(new DeviceCodeTable(), main),
    sessions: parts.of<Port.Sessions>(new SessionTable(), main),
    oneTimePasswords: parts.of<Port.OneTimePasswords>(new OneTimePasswordTable(), main),
    verifications: parts.of<Port.Verifications>(new VerificationTable(), main),
    usedAssertions: parts.of<Port.UsedAssertions>(new UsedAssertionTable(), main),
    outbox: parts.of<Port.Outbox>(new OutboxTable(), main),
    failedLogIns: parts.of<Port.FailedLogIns>(new FailedLogInTable(), main),
    logInCounts: parts.of<Port.LogInCounts>(new LogInCountTable(), main),
    signingKeys: parts.of<Port.SigningKeys>(new SigningKeyTable(), main),
    orgs: {
      ...parts.of<Omit<Port.Orgs, 'version'>>(new OrgTable(lockRecords), main),
      version: () => version.read(),
    },
    appSightings: parts.of<Port.AppSightings>(new AppSightingTable(), main),
    registeredApps: parts.of<Port.RegisteredApps>(new RegisteredAppTable(), main),
    userChanges: parts.of<Port.UserChanges>(new UserChangeTable(), main),
    records: parts.of<Port.Records>(new RecordTable(), ofRecords),
    queryCursors: parts.of<Port.QueryCursors>(new QueryCursorTable(), ofRecords),
    jobs: parts.of<Port.Jobs>(new JobTables(), ofRecords),
    journal: {
      ...parts.of<Omit<Port.JournalRows, 'want'>>(new JournalTable(), ofJournal),
      // It writes what the changes of the lab write, in their lane: in two, they would wait for each other without end.
      want: () => main.run(raiseVersion),
    },
    labState: parts.of<Port.LabState>(new LabStateTable(), main),
    snapshots: parts.of<Port.Snapshots>(new SnapshotTable(), main),
    apiUsage: parts.of<Port.ApiUsage>(new ApiUsageTable(), main),
    walks: parts.of<Port.Walks>(new WalkTable(), main),
    state: new WholeState({ connect, writes: main, availability, lockRecords, renewSecret }),
    close: () => connections.close(),
  };
}
