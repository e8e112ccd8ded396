/** Records to put into a store. */
import { createHash } from 'node:crypto';
import type {
  AccessToken,
  Approval,
  Code,
  DeviceApproval,
  DeviceCode,
  LogInTry,
  NewRefreshToken,
  OneTimePassword,
  OrgDocument,
  RefreshToken,
  RegisteredApp,
  Session,
  SigningKey,
  Store,
  UserChange,
  Verification,
} from '../../src/store/port.ts';

/** 2026-01-01T00:00:00Z */
export const NEW_YEAR = 1_767_225_600_000;

let drawn = 0;

/** A hash like no other before it. */
export function freshHash(): Buffer {
  drawn += 1;
  return createHash('sha256').update(`secret ${process.pid} ${drawn}`).digest();
}

const ada = {
  orgId: '00D5g000004AcmeEAC',
  userId: '0055g00000AdaByAAC',
  consumerKey: '3MVG9OrderPortal',
  scopes: 'api refresh_token',
};

export function anAccessToken(changes: Partial<AccessToken> = {}): AccessToken {
  return { ...ada, secretHash: freshHash(), timeout: 7200, createdAt: NEW_YEAR, ...changes };
}

export function aRefreshToken(changes: Partial<NewRefreshToken> = {}): NewRefreshToken {
  return {
    secretHash: freshHash(),
    issuer: 'http://localhost:7332',
    approval: undefined,
    createdAt: NEW_YEAR,
    ...changes,
  };
}

export function aSuccessor(createdAt = NEW_YEAR): RefreshToken {
  return { secretHash: freshHash(), createdAt };
}

export function anApproval(changes: Partial<Approval> = {}): Approval {
  return { ...ada, createdAt: NEW_YEAR, ...changes };
}

export function aCode(changes: Partial<Code> = {}): Code {
  return {
    ...ada,
    secretHash: freshHash(),
    redirectUri: 'http://localhost:3000/callback',
    codeChallenge: undefined,
    nonce: undefined,
    issuer: 'http://localhost:7332',
    approval: undefined,
    createdAt: NEW_YEAR,
    ...changes,
  };
}

export function aSession(changes: Partial<Session> = {}): Session {
  return { orgId: ada.orgId, userId: ada.userId, secretHash: freshHash(), createdAt: NEW_YEAR, ...changes };
}

/** The store does not look into a key. */
export function aSigningKey(changes: Partial<SigningKey> = {}): SigningKey {
  drawn += 1;
  return {
    owner: ada.orgId,
    kid: `CORE_ATJWT.00D5g000004Acme.${drawn}`,
    privateKey: `-----BEGIN PRIVATE KEY-----\n${drawn}\n-----END PRIVATE KEY-----\n`,
    createdAt: NEW_YEAR,
    ...changes,
  };
}

export function aDeviceCode(changes: Partial<DeviceCode> = {}): DeviceCode {
  const { consumerKey, scopes } = ada;
  return { consumerKey, scopes, ip: '127.0.0.1', createdAt: NEW_YEAR, ...changes };
}

export function aDeviceApproval(changes: Partial<DeviceApproval> = {}): DeviceApproval {
  const { orgId, userId, scopes } = ada;
  return { orgId, userId, scopes, issuer: 'http://localhost:7332', ...changes };
}

export function aOneTimePassword(changes: Partial<OneTimePassword> = {}): OneTimePassword {
  return { orgId: ada.orgId, userId: ada.userId, secretHash: freshHash(), createdAt: NEW_YEAR, ...changes };
}

export function aRegisteredApp(changes: Partial<RegisteredApp> = {}): RegisteredApp {
  return {
    consumerKey: '3MVG9Registered',
    parentConsumerKey: ada.consumerKey,
    accessTokenHash: freshHash(),
    registration: '{"client_name":"Example"}',
    createdAt: NEW_YEAR,
    ...changes,
  };
}

export function aVerification(changes: Partial<Verification> = {}): Verification {
  const { orgId, userId } = ada;
  const fixed = { purpose: 'passwordless-login', details: '{}', createdAt: NEW_YEAR };
  return { orgId, userId, secretHash: freshHash(), ...fixed, ...changes };
}

export function aUserChange(changes: Partial<UserChange> = {}): UserChange {
  const { orgId, userId } = ada;
  return {
    orgId,
    userId,
    newUsername: undefined,
    changes: '{"password":"x"}',
    createdAt: NEW_YEAR,
    ...changes,
  };
}

export function aWrongTry(changes: Partial<LogInTry> = {}): LogInTry {
  const limits = { most: 10, lockout: 15 * 60_000 };
  return { userId: ada.userId, at: NEW_YEAR, found: 'wrong', ...limits, ...changes };
}

export function anOrg(changes: Partial<OrgDocument> = {}): OrgDocument {
  return {
    orgId: ada.orgId,
    document: '{"org":{}}',
    expiresAt: undefined,
    createdAt: NEW_YEAR,
    seed: undefined,
    userChange: 0,
    ...changes,
  };
}

/** An access and a refresh token of one new approval, as row numbers. */
export async function issuePair(store: Store, at = NEW_YEAR) {
  const issued = await store.tokens.issue(anAccessToken({ createdAt: at }), aRefreshToken({ createdAt: at }));
  const approval = (await store.refreshTokens.find(issued.refreshToken!))!.approval.row;
  return { accessToken: issued.accessToken, refreshToken: issued.refreshToken!, approval };
}
