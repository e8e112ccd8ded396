/**
 * What the rest of fauxforce may ask of a store. One conformance suite (test/store) runs on every implementation.
 *
 * Rows are appended and found by number; a row's secret is only ever kept as SHA-256, and a lookup compares it, never
 * searches for it. Every operation is atomic, across processes too, and an operation's promise settles only
 * once its write is committed. Instants are milliseconds since the epoch; scopes are space-separated words.
 */

import type { ApiUsage } from './api-usage.ts';
import type { Approvals } from './approvals.ts';
import type { AppSightings, RegisteredApps } from './apps.ts';
import type { Availability } from './availability.ts';
import type { Codes } from './codes.ts';
import type { DeviceCodes } from './device-codes.ts';
import type { State } from './dump.ts';
import type { Jobs } from './jobs.ts';
import type { JournalRows } from './journal.ts';
import type { LabState } from './lab-state.ts';
import type { FailedLogIns, LogInCounts } from './log-ins.ts';
import type { OneTimePasswords } from './one-time-passwords.ts';
import type { Orgs } from './orgs.ts';
import type { Outbox } from './outbox.ts';
import type { QueryCursors } from './query-cursors.ts';
import type { Records } from './records.ts';
import type { Sessions } from './sessions.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { Snapshots } from './snapshots.ts';
import type { TokenList } from './token-list.ts';
import type { AccessTokens, RefreshTokens, Tokens } from './tokens.ts';
import type { Usage } from './usage.ts';
import type { UsedAssertions } from './used-assertions.ts';
import type { UserChanges } from './user-changes.ts';
import type { Verifications } from './verifications.ts';
import type { Walks } from './walks.ts';

export type * from './api-usage.ts';
export type * from './approvals.ts';
export type * from './apps.ts';
export { type Availability, StoreUnavailable } from './availability.ts';
export type * from './codes.ts';
export type * from './device-codes.ts';
export type * from './dump.ts';
export { DUMP_VERSION } from './dump.ts';
export type * from './jobs.ts';
export type * from './journal.ts';
export type * from './lab-state.ts';
export type * from './log-ins.ts';
export type * from './one-time-passwords.ts';
export type * from './orgs.ts';
export type * from './outbox.ts';
export type * from './query-cursors.ts';
export type * from './records.ts';
export type * from './rows.ts';
export type * from './sessions.ts';
export type * from './signing-keys.ts';
export type * from './snapshots.ts';
export type * from './token-list.ts';
export type * from './tokens.ts';
export type * from './unique-keys.ts';
export type * from './usage.ts';
export type * from './used-assertions.ts';
export type * from './user-changes.ts';
export type * from './verifications.ts';
export type * from './walks.ts';

export interface Store {
  /**
   * 32 bytes drawn when the store was made, or restored by {@link State.load}. Every key that must outlive a restart is derived
   * from it.
   */
  readonly secret: Buffer;
  /** Whether other processes may use the store too. */
  readonly isShared: boolean;
  /** Any operation may throw {@link StoreUnavailable} while it has a problem. */
  readonly availability: Availability;

  readonly tokens: Tokens;
  readonly accessTokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
  readonly tokenList: TokenList;
  readonly usage: Usage;
  readonly approvals: Approvals;
  readonly codes: Codes;
  readonly deviceCodes: DeviceCodes;
  readonly sessions: Sessions;
  readonly oneTimePasswords: OneTimePasswords;
  readonly verifications: Verifications;
  readonly usedAssertions: UsedAssertions;
  readonly outbox: Outbox;
  readonly failedLogIns: FailedLogIns;
  readonly logInCounts: LogInCounts;
  readonly signingKeys: SigningKeys;
  readonly orgs: Orgs;
  readonly appSightings: AppSightings;
  readonly registeredApps: RegisteredApps;
  readonly userChanges: UserChanges;
  readonly records: Records;
  readonly queryCursors: QueryCursors;
  readonly jobs: Jobs;
  readonly state: State;
  readonly journal: JournalRows;
  readonly labState: LabState;
  readonly snapshots: Snapshots;
  readonly apiUsage: ApiUsage;
  readonly walks: Walks;

  /** Commits what is pending and lets go of the file. */
  close(): Promise<void>;
}

/** The store cannot be opened; nothing was changed. The message is one sentence for the user. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** @param path where in a snapshot something is missing or wrong */
export function notWhole(path: string): StoreError {
  return new StoreError(`The snapshot is not whole: ${path} is missing or does not fit.`);
}

/** @param what says what of a snapshot is of which version */
export function otherVersion(what: string, known: number): StoreError {
  return new StoreError(
    `${what}, and this fauxforce knows ${known}: restore it with the version that made it.`,
  );
}
