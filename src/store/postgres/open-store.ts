/**
 * The store in PostgreSQL. Reads go at once, many on one connection; writes go in groups, in three lanes: records, the journal, and
 * everything else. Of each lane one replica writes at a time.
 */
import { SystemEntropy } from '../../ground/entropy.ts';
import type * as Port from '../port.ts';
import { StoreError } from '../port.ts';
import { AccessTokenTable, type PromisedAccessTokens } from './access-tokens.ts';
import { type Address, AddressError, readAddress } from './address.ts';
import { ApiUsageTable } from './api-usage.ts';
import { AppSightingTable } from './app-sightings.ts';
import { ApprovalTable } from './approvals.ts';
import { CodeTable } from './codes.ts';
import { type Connect, connector } from './connect.ts';
import { DeviceCodeTable } from './device-codes.ts';
import { FailedLogInTable } from './failed-log-ins.ts';
import { GroupWrites } from './group-writes.ts';
import { Parts } from './grouped.ts';
import { JobTables } from './jobs.ts';
import { JournalTable } from './journal.ts';
import { LabStateTable, raiseVersion } from './lab-state.ts';
import { Link } from './link.ts';
import { type Lock, lockSql } from './locks.ts';
import { LogInCountTable } from './log-in-counts.ts';
import { OneTimePasswordTable } from './one-time-passwords.ts';
import { OrgTable } from './orgs.ts';
import { OutboxTable } from './outbox.ts';
import { prepareDatabase } from './prepare-database.ts';
import { QueryCursorTable } from './query-cursors.ts';
import { RecordTable } from './records.ts';
import { RefreshTokenTable } from './refresh-tokens.ts';
import { RegisteredAppTable } from './registered-apps.ts';
import { ServerAvailability } from './server-availability.ts';
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

/** Milliseconds that a statement may take which reads a whole table. */
const LONG_READ = 60_000;

/**
 * Opens the store in a schema of a database, which is made if it is missing.
 *
 * @param location the URL of a database
 * @throws StoreError, and nothing was changed
 */
export async function openPostgresStore(location: string, env = process.env): Promise<Port.Store> {
  const address = addressOf(location, env);
  const connect = await connector(address);
  await prepareDatabase(address, connect);
  return storeAt(address, connect);
}

function addressOf(location: string, env: NodeJS.ProcessEnv): Address {
  try {
    return readAddress(location, env);
  } catch (error) {
    if (error instanceof AddressError) throw new StoreError(error.message);
    throw error;
  }
}

async function storeAt(address: Address, connect: Connect): Promise<Port.Store> {
  const availability = new ServerAvailability(`The database ${address.database} at ${address.host}`);
  const process = randomName();
  const links: Link[] = [];
  const link = (statementTimeout?: number) => {
    const made = new Link(
      () => connect(statementTimeout === undefined ? {} : { statementTimeout }),
      availability,
    );
    links.push(made);
    return made;
  };
  const lanes: GroupWrites[] = [];
  const lane = (lock: Lock) => {
    const at = { link: link(), writer: `${process} ${lock}`, lock: lockSql(address.schema, lock) };
    const made = new GroupWrites(at, availability);
    lanes.push(made);
    return made;
  };
  const [main, ofRecords, ofJournal] = [lane('main'), lane('records'), lane('journal')];
  const reads = link();
  const parts = new Parts(reads, link(LONG_READ));
  const version = new VersionRead(reads);
  await version.begin();
  availability.probeBy(() => probe(main));
  const lockRecords = (sql: Sql) => sql.script(lockSql(address.schema, 'records'));
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
    async close() {
      await Promise.all(lanes.map((one) => one.settled()));
      await Promise.all(links.map((one) => one.close()));
    },
  };
}

function randomName(): string {
  return new SystemEntropy().bytes(16).toString('hex');
}

/** Writes more than a page and takes it back. */
async function probe(writes: GroupWrites): Promise<void> {
  await writes.run(async (sql) => {
    const name = randomName();
    await sql.run`insert into meta (name, value) select ${name}::text, repeat(md5(random()::text), 2048)`;
    await sql.run`delete from meta where name = ${name}`;
  });
}
