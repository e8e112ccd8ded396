/** What a dump holds of each part of the port, in the words of the port. */

import type { StoredApproval } from './approvals.ts';
import type { AppSighting, StoredRegisteredApp } from './apps.ts';
import type { StoredCode } from './codes.ts';
import type { DeviceApproval, StoredDeviceCode } from './device-codes.ts';
import type { StoredBatch, StoredJob } from './jobs.ts';
import type { WrongPasswords } from './log-ins.ts';
import type { StoredOneTimePassword } from './one-time-passwords.ts';
import type { StoredMessage } from './outbox.ts';
import type { RecordKey, StoredRecord } from './records.ts';
import type { Row } from './rows.ts';
import type { StoredSession } from './sessions.ts';
import type { StoredSigningKey } from './signing-keys.ts';
import type { StoredAccessToken, StoredRefreshToken } from './tokens.ts';
import type { StoredUserChange } from './user-changes.ts';
import type { StoredVerification } from './verifications.ts';

/**
 * How a dump writes a field. `number` is also an instant or another part's row; `bytes` are 32 bytes in base64; `json` is the
 * JSON of an object; `privateKey` is PEM. A field with `?` may be left out. A `flag` is true or left out.
 */
export type FieldKind = Kind | `${Kind}?` | 'flag';
type Kind = 'number' | 'text' | 'bytes' | 'json' | 'privateKey';

/** Names every field of a row: the type checker notices when a new field is missing here. */
type FieldsOf<Stored> = { readonly [Name in keyof Stored]-?: FieldKind };

/**
 * The fields of each part. A part whose rows are numbered has a `row`. Orgs are not a part: a snapshot writes them as documents
 * of its own.
 */
export const DUMP_PARTS = {
  approvals: {
    row: 'number',
    orgId: 'text',
    userId: 'text',
    consumerKey: 'text',
    scopes: 'text',
    holdsRefreshToken: 'flag',
    useCount: 'number',
    isHighAssurance: 'flag',
    createdAt: 'number',
    lastUsedAt: 'number',
    revokedAt: 'number?',
    heldUntil: 'number?',
  } satisfies FieldsOf<StoredApproval & { holdsRefreshToken: true; revokedAt: number; heldUntil: number }>,
  refreshTokens: {
    row: 'number',
    secretHash: 'bytes',
    approval: 'number',
    issuer: 'text',
    createdAt: 'number',
    lastUsedAt: 'number',
    rotatedOutAt: 'number?',
  } satisfies FieldsOf<Omit<StoredRefreshToken, 'revokedAt' | 'heldUntil'>>,
  accessTokens: {
    row: 'number',
    secretHash: 'bytes',
    approval: 'number?',
    session: 'number?',
    orgId: 'text',
    userId: 'text',
    consumerKey: 'text',
    scopes: 'text',
    timeout: 'number',
    isHighAssurance: 'flag',
    byPassword: 'flag',
    createdAt: 'number',
    lastUsedAt: 'number',
    revokedAt: 'number?',
  } satisfies FieldsOf<StoredAccessToken>,
  sharedAccessTokens: {
    userId: 'text',
    consumerKey: 'text',
    scopes: 'text',
    accessToken: 'number',
    nonce: 'bytes',
  },
  codes: {
    row: 'number',
    secretHash: 'bytes',
    approval: 'number?',
    orgId: 'text',
    userId: 'text',
    consumerKey: 'text',
    scopes: 'text',
    redirectUri: 'text',
    codeChallenge: 'text?',
    nonce: 'text?',
    issuer: 'text',
    createdAt: 'number',
    spentAt: 'number?',
  } satisfies FieldsOf<StoredCode>,
  deviceCodes: {
    row: 'number',
    consumerKey: 'text',
    scopes: 'text',
    ip: 'text',
    createdAt: 'number',
    lastPolledAt: 'number?',
    decidedAt: 'number?',
    orgId: 'text?',
    userId: 'text?',
    issuer: 'text?',
    approval: 'number?',
    spentAt: 'number?',
  } satisfies FieldsOf<Omit<StoredDeviceCode, 'approvedBy'> & DeviceApproval & { approval: Row }>,
  usedAssertions: { hash: 'bytes' },
  sessions: {
    row: 'number',
    secretHash: 'bytes',
    orgId: 'text',
    userId: 'text',
    isHighAssurance: 'flag',
    createdAt: 'number',
    endedAt: 'number?',
  } satisfies FieldsOf<StoredSession>,
  sessionApps: { session: 'number', consumerKey: 'text' },
  oneTimePasswords: {
    row: 'number',
    secretHash: 'bytes',
    orgId: 'text',
    userId: 'text',
    createdAt: 'number',
    spentAt: 'number?',
  } satisfies FieldsOf<StoredOneTimePassword>,
  verifications: {
    row: 'number',
    secretHash: 'bytes',
    purpose: 'text',
    orgId: 'text',
    userId: 'text',
    details: 'json',
    createdAt: 'number',
    attempts: 'number',
    spentAt: 'number?',
  } satisfies FieldsOf<StoredVerification>,
  messages: {
    row: 'number',
    orgId: 'text',
    userId: 'text',
    recipient: 'text',
    channel: 'text',
    kind: 'text',
    subject: 'text',
    text: 'text',
    code: 'text?',
    createdAt: 'number',
  } satisfies FieldsOf<StoredMessage>,
  failedLogIns: {
    userId: 'text',
    failures: 'number',
    lastAt: 'number',
  } satisfies FieldsOf<WrongPasswords & { userId: string }>,
  usedCodes: { userId: 'text', step: 'number' },
  logInCounts: { userId: 'text', minute: 'number', logIns: 'number' },
  signingKeys: {
    row: 'number',
    owner: 'text',
    kid: 'text',
    privateKey: 'privateKey',
    createdAt: 'number',
  } satisfies FieldsOf<StoredSigningKey>,
  appSightings: {
    consumerKey: 'text',
    secretHash: 'bytes',
    firstSeenAt: 'number',
    lastEndedToken: 'number',
  } satisfies FieldsOf<Omit<AppSighting, 'isBlocked'> & { firstSeenAt: number; lastEndedToken: Row }>,
  registeredApps: {
    row: 'number',
    consumerKey: 'text',
    parentConsumerKey: 'text',
    accessTokenHash: 'bytes',
    registration: 'json',
    createdAt: 'number',
  } satisfies FieldsOf<StoredRegisteredApp>,
  userChanges: {
    row: 'number',
    orgId: 'text',
    userId: 'text',
    newUsername: 'text?',
    changes: 'json',
    createdAt: 'number',
  } satisfies FieldsOf<StoredUserChange>,
  records: {
    orgId: 'text',
    object: 'text',
    recordId: 'text',
    fields: 'json',
    version: 'number',
    deletedAt: 'number?',
    deletedWith: 'text?',
  } satisfies FieldsOf<Omit<StoredRecord, 'id'> & { orgId: string; recordId: string; deletedWith: string }>,
  recordKeys: {
    orgId: 'text',
    object: 'text',
    field: 'text',
    value: 'text',
    recordId: 'text',
  } satisfies FieldsOf<Omit<RecordKey, 'isUnique'> & { orgId: string; object: string; recordId: string }>,
  recordNumbers: { orgId: 'text', object: 'text', field: 'text', last: 'number' },
  jobs: {
    row: 'number',
    jobId: 'text',
    orgId: 'text',
    userId: 'text',
    kind: 'text',
    state: 'text',
    facts: 'json',
    message: 'text?',
    createdAt: 'number',
    modifiedAt: 'number',
  } satisfies FieldsOf<StoredJob>,
  jobBatches: {
    row: 'number',
    batchId: 'text',
    jobId: 'text',
    orgId: 'text',
    state: 'text',
    message: 'text?',
    processed: 'number',
    failed: 'number',
    took: 'number',
    createdAt: 'number',
    modifiedAt: 'number',
  } satisfies FieldsOf<StoredBatch>,
  jobData: { batchId: 'text', number: 'number', orgId: 'text', text: 'text' },
  jobResults: { batchId: 'text', first: 'number', orgId: 'text', results: 'text', size: 'number' },
} as const;

export type DumpPart = keyof typeof DUMP_PARTS;

/** Parts that came with a later version of the dump than the first: an older one had no rows of them. */
export const PARTS_SINCE: Readonly<Partial<Record<DumpPart, number>>> = {
  records: 2,
  recordKeys: 2,
  recordNumbers: 2,
  jobs: 3,
  jobBatches: 3,
  jobData: 3,
  jobResults: 3,
  messages: 4,
};
