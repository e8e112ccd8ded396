/** What every store must do, whatever it is made of. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Issued, Store } from '../../src/store/port.ts';
import { deviceCodeLaws } from './device-code-laws.ts';
import { labLaws } from './lab-laws.ts';
import { policyRecordLaws } from './policy-record-laws.ts';
import { raceLaws } from './race-laws.ts';
import {
  aCode,
  anAccessToken,
  anApproval,
  aOneTimePassword,
  aRefreshToken,
  aRegisteredApp,
  aSession,
  aSigningKey,
  aSuccessor,
  aUserChange,
  aVerification,
  freshHash,
  NEW_YEAR,
} from './records.ts';
import { rotationLaws } from './rotation-laws.ts';
import { sharedTokenLaws } from './shared-token-laws.ts';
import { usageLaws } from './usage-laws.ts';

const USER = '0055g00000AdaByAAC';
const APP = '3MVG9OrderPortal';

export interface Connections {
  /** A new, empty store. */
  readonly fresh: () => Promise<Store>;
  /** Another connection to the state of the one that was made last. Left out: there is only ever one. */
  readonly again?: () => Promise<Store>;
}

export function storeConformance(name: string, { fresh, again }: Connections): void {
  describe(`store: ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await fresh();
    });
    afterEach(() => store.close());

    /** An access and a refresh token of one new approval, as row numbers. */
    async function issuePair(at = NEW_YEAR) {
      const issued = await store.tokens.issue(
        anAccessToken({ createdAt: at }),
        aRefreshToken({ createdAt: at }),
      );
      const approval = (await store.refreshTokens.find(issued.refreshToken!))!.approval.row;
      return { accessToken: issued.accessToken, refreshToken: issued.refreshToken!, approval };
    }

    policyRecordLaws(() => store);
    sharedTokenLaws(() => store);
    labLaws(() => store, fresh);
    usageLaws(() => store);
    if (again) raceLaws(() => store, again);

    it('keeps a secret of 32 bytes, its own', async () => {
      expect(store.secret).toHaveLength(32);
      const other = await fresh();
      expect(other.secret.equals(store.secret)).toBe(false);
      await other.close();
    });

    describe('access tokens', () => {
      it('are found as they were issued', async () => {
        const token = anAccessToken({ timeout: 900, scopes: 'api id' });
        const issued = await store.tokens.issue(token);
        expect(issued.refreshToken).toBeUndefined();
        expect(await store.accessTokens.find(issued.accessToken)).toEqual({
          ...token,
          row: issued.accessToken,
          approval: undefined,
          lastUsedAt: NEW_YEAR,
          revokedAt: undefined,
        });
      });

      it.each([0, -1, 1.5, 4242, Number.NaN, 2 ** 60, Number.POSITIVE_INFINITY])(
        'are not found under row %s',
        async (row) => {
          await store.tokens.issue(anAccessToken());
          expect(await store.accessTokens.find(row)).toBeUndefined();
          expect(await store.refreshTokens.find(row)).toBeUndefined();
          expect(await store.codes.find(row)).toBeUndefined();
          expect(await store.sessions.find(row)).toBeUndefined();
        },
      );

      it('never have the number of another', async () => {
        const rows = await Promise.all(Array.from({ length: 50 }, () => store.tokens.issue(anAccessToken())));
        const numbers = rows.map((issued) => issued.accessToken);
        expect(new Set(numbers).size).toBe(50);
      });

      it('slide when touched', async () => {
        const { accessToken } = await store.tokens.issue(anAccessToken());
        store.accessTokens.touch(accessToken, NEW_YEAR + 60_000);
        await store.tokens.issue(anAccessToken()); // the group that the touch is in has been committed
        expect((await store.accessTokens.find(accessToken))?.lastUsedAt).toBe(NEW_YEAR + 60_000);
      });

      it('stay revoked from the first moment', async () => {
        const { accessToken } = await store.tokens.issue(anAccessToken());
        await store.accessTokens.revoke(accessToken, NEW_YEAR + 1);
        await store.accessTokens.revoke(accessToken, NEW_YEAR + 2);
        expect((await store.accessTokens.find(accessToken))?.revokedAt).toBe(NEW_YEAR + 1);
      });

      it('are revoked alone: the refresh token lives on', async () => {
        const pair = await issuePair();
        await store.accessTokens.revoke(pair.accessToken, NEW_YEAR + 1);
        expect((await store.refreshTokens.find(pair.refreshToken))?.revokedAt).toBeUndefined();
      });

      it('that do not exist are touched and revoked without effect', async () => {
        store.accessTokens.touch(4242, NEW_YEAR);
        await store.accessTokens.revoke(4242, NEW_YEAR);
        expect(await store.accessTokens.find(4242)).toBeUndefined();
      });
    });

    describe('refresh tokens', () => {
      it('come with an approval of their own', async () => {
        const refreshToken = aRefreshToken({ issuer: 'https://login.salesforce.com' });
        const issued = await store.tokens.issue(anAccessToken(), refreshToken);
        const [approval] = await store.approvals.live(USER, APP);
        expect(await store.refreshTokens.find(issued.refreshToken!)).toEqual({
          row: issued.refreshToken,
          secretHash: refreshToken.secretHash,
          issuer: 'https://login.salesforce.com',
          approval,
          createdAt: NEW_YEAR,
          lastUsedAt: NEW_YEAR,
          rotatedOutAt: undefined,
          revokedAt: undefined,
          heldUntil: undefined,
        });
        expect((await store.accessTokens.find(issued.accessToken))?.approval).toBe(approval?.row);
      });

      it('fill the approval that the click on Allow made, and a filled one is followed by a further one', async () => {
        const row = await store.approvals.append(anApproval({ scopes: 'full' }));
        const first = await store.tokens.issue(anAccessToken(), aRefreshToken({ approval: row }));
        const second = await store.tokens.issue(anAccessToken(), aRefreshToken({ approval: row }));
        expect((await store.refreshTokens.find(first.refreshToken!))?.approval).toMatchObject({
          row,
          scopes: 'full',
        });
        expect((await store.refreshTokens.find(second.refreshToken!))?.approval.row).toBeGreaterThan(row);
        expect(await store.approvals.live(USER, APP)).toHaveLength(2);
      });

      it('bring further access tokens, counted at their approval', async () => {
        const pair = await issuePair();
        const later = NEW_YEAR + 5000;
        const issued = (await store.tokens.refresh(
          pair.refreshToken,
          anAccessToken({ createdAt: later }),
        )) as Issued;
        expect(issued.refreshToken).toBeUndefined();
        expect(await store.accessTokens.find(issued.accessToken)).toMatchObject({ approval: pair.approval });
        expect(await store.refreshTokens.find(pair.refreshToken)).toMatchObject({
          lastUsedAt: later,
          rotatedOutAt: undefined,
          approval: { lastUsedAt: later, useCount: 2 },
        });
        expect((await store.accessTokens.find(pair.accessToken))?.revokedAt).toBeUndefined();
      });

      it('rotate: the successor works, the old one is rotated out', async () => {
        const pair = await issuePair();
        const later = NEW_YEAR + 5000;
        const successor = aSuccessor(later);
        const issued = (await store.tokens.refresh(
          pair.refreshToken,
          anAccessToken({ createdAt: later }),
          successor,
        )) as Issued;
        expect((await store.refreshTokens.find(pair.refreshToken))?.rotatedOutAt).toBe(later);
        expect(await store.refreshTokens.find(issued.refreshToken!)).toMatchObject({
          secretHash: successor.secretHash,
          issuer: 'http://localhost:7332',
          createdAt: later,
          approval: { row: pair.approval },
        });
        expect(await store.tokens.refresh(pair.refreshToken, anAccessToken(), aSuccessor())).toBe(
          'rotated-out',
        );
        expect(
          await store.tokens.refresh(issued.refreshToken!, anAccessToken(), aSuccessor()),
        ).toHaveProperty('refreshToken');
      });

      it('answer revoked once their approval ended, and when they never were', async () => {
        const pair = await issuePair();
        await store.approvals.revoke(pair.approval, NEW_YEAR + 1);
        expect(await store.tokens.refresh(pair.refreshToken, anAccessToken(), aSuccessor())).toBe('revoked');
        expect(await store.tokens.refresh(4242, anAccessToken())).toBe('revoked');
      });

      it('serve one request at a time: of 30 at once one is answered, 29 are told that it is busy', async () => {
        const pair = await issuePair();
        const outcomes = await Promise.all(
          Array.from({ length: 30 }, () =>
            store.tokens.refresh(pair.refreshToken, anAccessToken(), aSuccessor()),
          ),
        );
        expect(outcomes.filter((outcome) => outcome === 'busy')).toHaveLength(29);
        expect(outcomes[0]).toHaveProperty('refreshToken', expect.any(Number));
        expect(await store.tokens.refresh(pair.refreshToken, anAccessToken(), aSuccessor())).toBe(
          'rotated-out',
        );
      });

      it('are busy one by one: others go on, and the next request finds it free', async () => {
        const pairs = [await issuePair(), await issuePair()];
        const both = () =>
          Promise.all(pairs.map((pair) => store.tokens.refresh(pair.refreshToken, anAccessToken())));
        expect(await both()).not.toContain('busy');
        expect(await both()).not.toContain('busy');
      });

      it('have an approval that one at a time holds, until it lets go or its time is over', async () => {
        const [pair, other] = [await issuePair(), await issuePair()];
        const read = { row: pair.approval, useCount: 1 };
        const heldUntil = async () => (await store.refreshTokens.find(pair.refreshToken))?.heldUntil;
        const hold = (now: number, until: number) => store.approvals.hold(read, now, until);
        const taken = await Promise.all(Array.from({ length: 9 }, () => hold(1000, 6000)));
        expect(taken).toEqual([true, ...Array(8).fill(false)]);
        expect(await heldUntil()).toBe(6000);
        expect(await store.approvals.hold({ row: other.approval, useCount: 1 }, 1000, 6000)).toBe(true);

        await store.approvals.release(pair.approval, 5999);
        expect(await hold(5999, 10_999)).toBe(false);
        expect(await hold(6000, 11_000)).toBe(true);
        await store.approvals.release(pair.approval, 6000);
        expect(await heldUntil()).toBe(11_000);
        await store.approvals.release(pair.approval, 11_000);
        expect(await heldUntil()).toBeUndefined();
        expect(await hold(6000, 11_000)).toBe(true);
      });

      it('are not held for longer because a clock was set back', async () => {
        const pair = await issuePair();
        expect(await store.approvals.hold({ row: pair.approval, useCount: 1 }, 900_000, 905_000)).toBe(true);
        expect(await store.approvals.hold({ row: pair.approval, useCount: 1 }, 1000, 6000)).toBe(true);
        expect(await store.approvals.hold({ row: pair.approval, useCount: 1 }, 1000, 6000)).toBe(false);
      });

      it('are used and revoked while they are held', async () => {
        const pair = await issuePair();
        await store.approvals.hold({ row: pair.approval, useCount: 1 }, 1000, 6000);
        expect(await store.tokens.refresh(pair.refreshToken, anAccessToken())).toHaveProperty('accessToken');
        await store.approvals.revoke(pair.approval, NEW_YEAR + 1);
        expect((await store.refreshTokens.find(pair.refreshToken))?.revokedAt).toBe(NEW_YEAR + 1);
      });

      it('are not held by who read them before another used them', async () => {
        const pair = await issuePair();
        const hold = (useCount: number) => store.approvals.hold({ row: pair.approval, useCount }, 1000, 6000);
        await store.tokens.refresh(pair.refreshToken, anAccessToken());
        expect(await hold(1)).toBe(false);
        expect(await hold(2)).toBe(true);
      });

      rotationLaws(() => store);
    });

    describe('one-time passwords', () => {
      it('are found as they were made', async () => {
        const password = aOneTimePassword();
        const row = await store.oneTimePasswords.append(password);
        expect(await store.oneTimePasswords.find(row)).toEqual({ ...password, row, spentAt: undefined });
        expect(await store.oneTimePasswords.find(row + 1)).toBeUndefined();
      });

      it('are spent once: of 200 at once one succeeds', async () => {
        const row = await store.oneTimePasswords.append(aOneTimePassword());
        const spent = await Promise.all(
          Array.from({ length: 200 }, () => store.oneTimePasswords.spend(row, NEW_YEAR + 1)),
        );
        expect(spent.filter(Boolean)).toHaveLength(1);
        expect((await store.oneTimePasswords.find(row))?.spentAt).toBe(NEW_YEAR + 1);
        expect(await store.oneTimePasswords.spend(row + 1, NEW_YEAR)).toBe(false);
      });
    });

    describe('registered apps', () => {
      it('are listed as they were registered, oldest first, or those after a row', async () => {
        expect(await store.registeredApps.after(0)).toEqual([]);
        const apps = ['3MVG9Second', '3MVG9First'].map((consumerKey) => aRegisteredApp({ consumerKey }));
        for (const app of apps) await store.registeredApps.append(app);
        const listed = await store.registeredApps.after(0);
        expect(listed.map(({ row: _, ...app }) => app)).toEqual(apps);
        expect(await store.registeredApps.after(listed[0]!.row)).toEqual(listed.slice(1));
      });

      it('are found by their consumer key', async () => {
        for (const consumerKey of ['3MVG9Second', '3MVG9First'])
          await store.registeredApps.append(aRegisteredApp({ consumerKey }));
        const [, first] = await store.registeredApps.after(0);
        expect(await store.registeredApps.find('3MVG9First')).toEqual(first);
        expect(await store.registeredApps.find('3MVG9Third')).toBeUndefined();
      });
    });

    describe('verifications', () => {
      it('are found by row and, the newest, by user and purpose', async () => {
        const first = await store.verifications.append(aVerification());
        const second = await store.verifications.append(aVerification({ details: '{"n":2}' }));
        await store.verifications.append(aVerification({ purpose: 'forgot-password' }));
        const { userId } = aVerification();
        expect((await store.verifications.newest(userId, 'passwordless-login'))?.row).toBe(second);
        expect(await store.verifications.find(second)).toMatchObject({ details: '{"n":2}', attempts: 0 });
        expect((await store.verifications.find(first))?.spentAt).toBeUndefined();
        expect(await store.verifications.find(4242)).toBeUndefined();
        expect(await store.verifications.newest('0055g000000NobodyAA', 'passwordless-login')).toBeUndefined();
      });

      it('are worth something once, among many at a time', async () => {
        const { secretHash } = aVerification();
        const row = await store.verifications.append(aVerification({ secretHash }));
        const outcomes = await Promise.all(
          Array.from({ length: 20 }, () => store.verifications.use(row, secretHash, NEW_YEAR + 5, 5)),
        );
        expect(outcomes.filter(Boolean)).toHaveLength(1);
        expect(await store.verifications.find(row)).toMatchObject({ attempts: 1, spentAt: NEW_YEAR + 5 });
      });

      it('are worth nothing after too many attempts', async () => {
        const { secretHash } = aVerification();
        const row = await store.verifications.append(aVerification({ secretHash }));
        for (let i = 0; i < 3; i++) {
          expect(await store.verifications.use(row, freshHash(), NEW_YEAR, 3)).toBe(false);
        }
        expect(await store.verifications.use(row, secretHash, NEW_YEAR, 3)).toBe(false);
        expect(await store.verifications.find(row)).toMatchObject({ attempts: 3, spentAt: undefined });
      });
    });

    describe('changes of users', () => {
      it('are listed as they came, oldest first, or those after a row', async () => {
        const changes = [
          aUserChange({ newUsername: 'new@acme.example' }),
          aUserChange(),
          aUserChange({ changes: '{}' }),
        ];
        for (const change of changes) expect(await store.userChanges.append(change)).toBe(true);
        const listed = await store.userChanges.after(0);
        expect(listed.map(({ row: _, ...change }) => change)).toEqual(changes);
        expect(await store.userChanges.after(listed[1]!.row)).toEqual(listed.slice(2));
      });

      it('register a username once, among many at a time', async () => {
        const newUsername = 'new@acme.example';
        const outcomes = await Promise.all(
          Array.from({ length: 20 }, () => store.userChanges.append(aUserChange({ newUsername }))),
        );
        expect(outcomes.filter(Boolean)).toHaveLength(1);
        expect(await store.userChanges.after(0)).toHaveLength(1);
      });
    });

    describe('the apps of a session', () => {
      it('are remembered once, in the order of the first log-in', async () => {
        const [session, other] = [
          await store.sessions.append(aSession()),
          await store.sessions.append(aSession()),
        ];
        for (const key of ['3MVG9B', '3MVG9A', '3MVG9B']) await store.sessions.appendApp(session, key);
        expect(await store.sessions.apps(session)).toEqual(['3MVG9B', '3MVG9A']);
        expect(await store.sessions.apps(other)).toEqual([]);
      });

      it('lose the access tokens issued in it when it ends, and no others', async () => {
        const session = await store.sessions.append(aSession());
        const child = await store.tokens.issue(anAccessToken({ session }), aRefreshToken());
        const other = await store.tokens.issue(anAccessToken());
        expect(await store.accessTokens.find(child.accessToken)).toMatchObject({
          session,
          revokedAt: undefined,
        });
        await store.sessions.end(session, NEW_YEAR + 9);
        expect((await store.accessTokens.find(child.accessToken))?.revokedAt).toBe(NEW_YEAR + 9);
        expect((await store.refreshTokens.find(child.refreshToken!))?.revokedAt).toBeUndefined();
        expect((await store.accessTokens.find(other.accessToken))?.revokedAt).toBeUndefined();
      });
    });

    describe('approvals', () => {
      it('are listed per user and app, oldest first, without the revoked', async () => {
        const rows = [];
        for (const at of [3, 1, 2]) {
          rows.push(await store.approvals.append(anApproval({ createdAt: NEW_YEAR + at })));
        }
        await store.approvals.append(anApproval({ userId: '0055g00000Grace1AA' }));
        await store.approvals.append(anApproval({ consumerKey: '3MVG9Other' }));
        await store.approvals.revoke(rows[1]!, NEW_YEAR + 9);
        const approvals = await store.approvals.live(USER, APP);
        expect(approvals.map(({ row }) => row)).toEqual([rows[0], rows[2]]);
        expect(approvals[0]).toEqual({
          ...anApproval({ createdAt: NEW_YEAR + 3 }),
          row: rows[0],
          lastUsedAt: NEW_YEAR + 3,
          useCount: 0,
        });
      });

      it('end with everything that hangs on them, and nothing else', async () => {
        const [ended, other] = [await issuePair(), await issuePair()];
        const refreshed = (await store.tokens.refresh(
          ended.refreshToken,
          anAccessToken(),
          aSuccessor(),
        )) as Issued;
        await store.approvals.revoke(ended.approval, NEW_YEAR + 7);
        await store.approvals.revoke(ended.approval, NEW_YEAR + 8);
        for (const row of [ended.accessToken, refreshed.accessToken]) {
          expect((await store.accessTokens.find(row))?.revokedAt).toBe(NEW_YEAR + 7);
        }
        for (const row of [ended.refreshToken, refreshed.refreshToken!]) {
          expect((await store.refreshTokens.find(row))?.revokedAt).toBe(NEW_YEAR + 7);
        }
        expect((await store.accessTokens.find(other.accessToken))?.revokedAt).toBeUndefined();
        expect((await store.refreshTokens.find(other.refreshToken))?.revokedAt).toBeUndefined();
      });

      it('are five at the most: a sixth revokes the least recently used, with its tokens', async () => {
        const pairs = [];
        for (let i = 0; i < 5; i += 1) pairs.push(await issuePair(NEW_YEAR + i));
        await store.tokens.refresh(pairs[0]!.refreshToken, anAccessToken({ createdAt: NEW_YEAR + 100 }));
        const sixth = await issuePair(NEW_YEAR + 200);

        const alive = await Promise.all(
          [...pairs, sixth].map(
            async (pair) => (await store.refreshTokens.find(pair.refreshToken))?.revokedAt,
          ),
        );
        expect(alive).toEqual([undefined, NEW_YEAR + 200, undefined, undefined, undefined, undefined]);
        expect((await store.accessTokens.find(pairs[1]!.accessToken))?.revokedAt).toBe(NEW_YEAR + 200);
        expect(await store.tokens.refresh(pairs[1]!.refreshToken, anAccessToken())).toBe('revoked');
      });

      it('are five at the most for a click on Allow too; filling one evicts nobody', async () => {
        const rows = [];
        for (let i = 0; i < 6; i += 1) rows.push(await store.approvals.append(anApproval()));
        await store.tokens.issue(anAccessToken(), aRefreshToken({ approval: rows[5] }));
        expect((await store.approvals.live(USER, APP)).map(({ row }) => row)).toEqual(rows.slice(1));
      });

      it('never evict the newcomer, even when the clock went back', async () => {
        for (let i = 0; i < 5; i += 1) await issuePair(NEW_YEAR + 1000);
        const newcomer = await issuePair(NEW_YEAR - 1000);
        expect((await store.refreshTokens.find(newcomer.refreshToken))?.revokedAt).toBeUndefined();
        expect(await store.approvals.live(USER, APP)).toHaveLength(5);
      });

      it('are five at the most under concurrency', async () => {
        const issued = await Promise.all(
          Array.from({ length: 40 }, () => store.tokens.issue(anAccessToken(), aRefreshToken())),
        );
        const tokens = await Promise.all(
          issued.map(({ refreshToken }) => store.refreshTokens.find(refreshToken!)),
        );
        expect(tokens.filter((token) => token?.revokedAt === undefined)).toHaveLength(5);
        expect(await store.approvals.live(USER, APP)).toHaveLength(5);
      });
    });

    describe('codes', () => {
      it('are found as they were made, until they are spent', async () => {
        const approval = await store.approvals.append(anApproval());
        const code = aCode({
          approval,
          codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
          nonce: 'n-0S6',
        });
        const row = await store.codes.append(code);
        expect(await store.codes.find(row)).toEqual({ ...code, row, spentAt: undefined });
        await store.tokens.exchangeCode(row, NEW_YEAR + 3, anAccessToken());
        expect((await store.codes.find(row))?.spentAt).toBe(NEW_YEAR + 3);
      });

      it('keep what was left out as undefined', async () => {
        const code = aCode();
        const row = await store.codes.append(code);
        expect(await store.codes.find(row)).toEqual({ ...code, row, spentAt: undefined });
      });

      it('bring an access token and fill their approval with a refresh token', async () => {
        const approval = await store.approvals.append(anApproval());
        const row = await store.codes.append(aCode({ approval }));
        const issued = await store.tokens.exchangeCode(
          row,
          NEW_YEAR,
          anAccessToken(),
          aRefreshToken({ approval }),
        );
        expect((await store.refreshTokens.find(issued!.refreshToken!))?.approval).toMatchObject({
          row: approval,
          useCount: 1,
        });
        expect((await store.accessTokens.find(issued!.accessToken))?.approval).toBe(approval);
      });

      it('are worth something once: of 200 exchanges at once one is answered', async () => {
        const row = await store.codes.append(aCode());
        const outcomes = await Promise.all(
          Array.from({ length: 200 }, () =>
            store.tokens.exchangeCode(row, NEW_YEAR, anAccessToken(), aRefreshToken()),
          ),
        );
        expect(outcomes.filter((outcome) => outcome !== undefined)).toHaveLength(1);
        expect(await store.approvals.live(USER, APP)).toHaveLength(1);
        expect(await store.tokens.exchangeCode(row, NEW_YEAR, anAccessToken())).toBeUndefined();
      });

      it('are worth nothing once their approval was revoked, and when they never were', async () => {
        const approval = await store.approvals.append(anApproval());
        const row = await store.codes.append(aCode({ approval }));
        await store.approvals.revoke(approval, NEW_YEAR + 1);
        expect(
          await store.tokens.exchangeCode(row, NEW_YEAR + 2, anAccessToken(), aRefreshToken({ approval })),
        ).toBeUndefined();
        expect(await store.tokens.exchangeCode(4242, NEW_YEAR, anAccessToken())).toBeUndefined();
        expect(await store.approvals.live(USER, APP)).toEqual([]);
      });
    });

    deviceCodeLaws(() => store);

    describe('sessions', () => {
      it('are found as they began, and end once', async () => {
        const session = aSession();
        const row = await store.sessions.append(session);
        expect(await store.sessions.find(row)).toEqual({ ...session, row, endedAt: undefined });
        await store.sessions.end(row, NEW_YEAR + 1);
        await store.sessions.end(row, NEW_YEAR + 2);
        expect((await store.sessions.find(row))?.endedAt).toBe(NEW_YEAR + 1);
      });
    });

    describe('signing keys', () => {
      const newest = async () => (await store.signingKeys.newest(aSigningKey().owner))[0]?.row;

      it('are found as they were made, newest first, and never more than three', async () => {
        const keys = [1, 2, 3, 4].map((day) => aSigningKey({ createdAt: NEW_YEAR - day }));
        for (const key of keys) expect(await store.signingKeys.append(key, await newest())).toBe(true);
        const found = await store.signingKeys.newest(keys[0]!.owner);
        expect(found).toEqual(
          [keys[3], keys[2], keys[1]].map((key) => ({ ...key, row: expect.any(Number) })),
        );
      });

      it("are their owner's alone", async () => {
        const key = aSigningKey();
        const other = aSigningKey({ owner: '00D5g000004OtheEAC', kid: key.kid });
        expect(await store.signingKeys.newest(key.owner)).toEqual([]);
        expect(await store.signingKeys.append(key, undefined)).toBe(true);
        expect(await store.signingKeys.append(other, undefined)).toBe(true);
        expect(await store.signingKeys.newest(key.owner)).toHaveLength(1);
      });

      it('are appended only after the one that was the newest: of 20 at once one is kept', async () => {
        const race = async (after: number | undefined) => {
          const attempts = Array.from({ length: 20 }, () => store.signingKeys.append(aSigningKey(), after));
          return (await Promise.all(attempts)).filter(Boolean).length;
        };
        expect(await race(undefined)).toBe(1);
        expect(await race(await newest())).toBe(1);
        expect(await race(undefined)).toBe(0);
        expect(await store.signingKeys.newest(aSigningKey().owner)).toHaveLength(2);
      });
    });

    describe('journal', () => {
      const entry = (id: number) => ({ id: `j${id}`, at: NEW_YEAR + id, entry: `{"n":${id}}` });
      const room = (rows: number, bytes = 1_000, bytesOfOne = 100) => ({ rows, bytes, bytesOfOne });

      it('keeps the newest rows, newest first', async () => {
        await store.journal.append([entry(1), entry(2), entry(3)], 4);
        await store.journal.append([entry(4), entry(5)], 4);
        expect(await store.journal.newest(room(10))).toEqual([entry(5), entry(4), entry(3), entry(2)]);
        expect(await store.journal.newest(room(2))).toEqual([entry(5), entry(4)]);
      });

      it('is read as far as there is room, without rows that are too large', async () => {
        const fat = { ...entry(2), entry: `{"n":"${'x'.repeat(93)}"}` };
        await store.journal.append([entry(1), fat, entry(3), entry(4)], 10);
        const [one, three, four] = [entry(1), entry(3), entry(4)];
        expect(await store.journal.newest(room(10))).toEqual([four, three, one]);
        expect(await store.journal.newest(room(10, 1_000, 101))).toEqual([four, three, fat, one]);
        expect(await store.journal.newest(room(10, 14))).toEqual([four, three]);
        expect(await store.journal.newest(room(10, 13))).toEqual([four]);
        expect(await store.journal.newest(room(3))).toEqual([four, three]);
      });

      it('counts bytes, not characters', async () => {
        const umlauts = { ...entry(1), entry: `{"n":"${'ä'.repeat(47)}"}` };
        await store.journal.append([umlauts], 10);
        expect(await store.journal.newest(room(10, 1_000, 101))).toEqual([]);
        expect(await store.journal.newest(room(10, 1_000, 102))).toEqual([umlauts]);
      });

      it('lets go of very many rows in several appends', async () => {
        await store.journal.append(
          Array.from({ length: 120 }, (_, at) => entry(at)),
          200,
        );
        await store.journal.append([entry(120)], 2);
        expect(await store.journal.newest(room(200, 10_000))).toHaveLength(70);
        await store.journal.append([entry(121)], 2);
        await store.journal.append([entry(122)], 2);
        expect(await store.journal.newest(room(200, 10_000))).toEqual([entry(122), entry(121)]);
      });

      it('can be cleared and goes on', async () => {
        await store.journal.append([entry(1), entry(2)], 2);
        await store.journal.clear();
        expect(await store.journal.newest(room(10))).toEqual([]);
        await store.journal.append([entry(3), entry(4), entry(5)], 2);
        expect(await store.journal.newest(room(10))).toEqual([entry(5), entry(4)]);
      });
    });

    it('lets only the write fail that is wrong, among others of the same moment', async () => {
      const wrong = { ...anAccessToken(), orgId: null as unknown as string };
      const right = store.tokens.issue(anAccessToken());
      const outcomes = await Promise.allSettled([
        right,
        store.tokens.issue(wrong),
        store.codes.append(aCode({ approval: 4242 })),
        store.sessions.append(aSession({ secretHash: freshHash() })),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual([
        'fulfilled',
        'rejected',
        'rejected',
        'fulfilled',
      ]);
      expect(await store.accessTokens.find((await right).accessToken)).toBeDefined();
    });

    it('frees a refresh token whose request failed', async () => {
      const pair = await issuePair();
      const wrong = { ...anAccessToken(), orgId: null as unknown as string };
      await expect(store.tokens.refresh(pair.refreshToken, wrong, aSuccessor())).rejects.toThrow();
      expect(await store.tokens.refresh(pair.refreshToken, anAccessToken(), aSuccessor())).toHaveProperty(
        'accessToken',
      );
    });

    it('commits what is pending when it closes', async () => {
      const other = await fresh();
      const pending = other.tokens.issue(anAccessToken());
      await other.close();
      expect((await pending).accessToken).toBeGreaterThan(0);
      await expect(other.tokens.issue(anAccessToken())).rejects.toThrow();
    });
  });
}
