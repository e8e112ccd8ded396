/** What every store must do, whatever it is made of. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Issued, Store } from '../../src/store/port.ts';
import { deviceCodeLaws } from './device-code-laws.ts';
import { labLaws } from './lab-laws.ts';
import { policyRecordLaws } from './policy-record-laws.ts';
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

/** @param open a new, empty store */
export function storeConformance(name: string, open: () => Promise<Store>): void {
  describe(`store: ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    /** An access and a refresh token of one new approval, as row numbers. */
    async function issuePair(at = NEW_YEAR) {
      const issued = await store.issue(anAccessToken({ createdAt: at }), aRefreshToken({ createdAt: at }));
      const approval = (await store.refreshToken(issued.refreshToken!))!.approval.row;
      return { accessToken: issued.accessToken, refreshToken: issued.refreshToken!, approval };
    }

    policyRecordLaws(() => store);
    sharedTokenLaws(() => store);
    labLaws(() => store, open);
    usageLaws(() => store);

    it('keeps a secret of 32 bytes, its own', async () => {
      expect(store.secret).toHaveLength(32);
      const other = await open();
      expect(other.secret.equals(store.secret)).toBe(false);
      await other.close();
    });

    describe('access tokens', () => {
      it('are found as they were issued', async () => {
        const token = anAccessToken({ timeout: 900, scopes: 'api id' });
        const issued = await store.issue(token);
        expect(issued.refreshToken).toBeUndefined();
        expect(await store.accessToken(issued.accessToken)).toEqual({
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
          await store.issue(anAccessToken());
          expect(await store.accessToken(row)).toBeUndefined();
          expect(await store.refreshToken(row)).toBeUndefined();
          expect(await store.code(row)).toBeUndefined();
          expect(await store.session(row)).toBeUndefined();
        },
      );

      it('are numbered upwards, never twice', async () => {
        const rows = await Promise.all(Array.from({ length: 50 }, () => store.issue(anAccessToken())));
        const numbers = rows.map((issued) => issued.accessToken);
        expect(new Set(numbers).size).toBe(50);
        expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
      });

      it('slide when touched', async () => {
        const { accessToken } = await store.issue(anAccessToken());
        store.touchAccessToken(accessToken, NEW_YEAR + 60_000);
        await store.issue(anAccessToken()); // the group that the touch is in has been committed
        expect((await store.accessToken(accessToken))?.lastUsedAt).toBe(NEW_YEAR + 60_000);
      });

      it('stay revoked from the first moment', async () => {
        const { accessToken } = await store.issue(anAccessToken());
        await store.revokeAccessToken(accessToken, NEW_YEAR + 1);
        await store.revokeAccessToken(accessToken, NEW_YEAR + 2);
        expect((await store.accessToken(accessToken))?.revokedAt).toBe(NEW_YEAR + 1);
      });

      it('are revoked alone: the refresh token lives on', async () => {
        const pair = await issuePair();
        await store.revokeAccessToken(pair.accessToken, NEW_YEAR + 1);
        expect((await store.refreshToken(pair.refreshToken))?.revokedAt).toBeUndefined();
      });

      it('that do not exist are touched and revoked without effect', async () => {
        store.touchAccessToken(4242, NEW_YEAR);
        await store.revokeAccessToken(4242, NEW_YEAR);
        expect(await store.accessToken(4242)).toBeUndefined();
      });
    });

    describe('refresh tokens', () => {
      it('come with an approval of their own', async () => {
        const refreshToken = aRefreshToken({ issuer: 'https://login.salesforce.com' });
        const issued = await store.issue(anAccessToken(), refreshToken);
        const [approval] = await store.approvals(USER, APP);
        expect(await store.refreshToken(issued.refreshToken!)).toEqual({
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
        expect((await store.accessToken(issued.accessToken))?.approval).toBe(approval?.row);
      });

      it('fill the approval that the click on Allow made, and a filled one is followed by a further one', async () => {
        const row = await store.appendApproval(anApproval({ scopes: 'full' }));
        const first = await store.issue(anAccessToken(), aRefreshToken({ approval: row }));
        const second = await store.issue(anAccessToken(), aRefreshToken({ approval: row }));
        expect((await store.refreshToken(first.refreshToken!))?.approval).toMatchObject({
          row,
          scopes: 'full',
        });
        expect((await store.refreshToken(second.refreshToken!))?.approval.row).toBeGreaterThan(row);
        expect(await store.approvals(USER, APP)).toHaveLength(2);
      });

      it('bring further access tokens, counted at their approval', async () => {
        const pair = await issuePair();
        const later = NEW_YEAR + 5000;
        const issued = (await store.refresh(
          pair.refreshToken,
          anAccessToken({ createdAt: later }),
        )) as Issued;
        expect(issued.refreshToken).toBeUndefined();
        expect(await store.accessToken(issued.accessToken)).toMatchObject({ approval: pair.approval });
        expect(await store.refreshToken(pair.refreshToken)).toMatchObject({
          lastUsedAt: later,
          rotatedOutAt: undefined,
          approval: { lastUsedAt: later, useCount: 2 },
        });
        expect((await store.accessToken(pair.accessToken))?.revokedAt).toBeUndefined();
      });

      it('rotate: the successor works, the old one is rotated out', async () => {
        const pair = await issuePair();
        const later = NEW_YEAR + 5000;
        const successor = aSuccessor(later);
        const issued = (await store.refresh(
          pair.refreshToken,
          anAccessToken({ createdAt: later }),
          successor,
        )) as Issued;
        expect((await store.refreshToken(pair.refreshToken))?.rotatedOutAt).toBe(later);
        expect(await store.refreshToken(issued.refreshToken!)).toMatchObject({
          secretHash: successor.secretHash,
          issuer: 'http://localhost:7332',
          createdAt: later,
          approval: { row: pair.approval },
        });
        expect(await store.refresh(pair.refreshToken, anAccessToken(), aSuccessor())).toBe('rotated-out');
        expect(await store.refresh(issued.refreshToken!, anAccessToken(), aSuccessor())).toHaveProperty(
          'refreshToken',
        );
      });

      it('answer revoked once their approval ended, and when they never were', async () => {
        const pair = await issuePair();
        await store.revokeApproval(pair.approval, NEW_YEAR + 1);
        expect(await store.refresh(pair.refreshToken, anAccessToken(), aSuccessor())).toBe('revoked');
        expect(await store.refresh(4242, anAccessToken())).toBe('revoked');
      });

      it('serve one request at a time: of 30 at once one is answered, 29 are told that it is busy', async () => {
        const pair = await issuePair();
        const outcomes = await Promise.all(
          Array.from({ length: 30 }, () => store.refresh(pair.refreshToken, anAccessToken(), aSuccessor())),
        );
        expect(outcomes.filter((outcome) => outcome === 'busy')).toHaveLength(29);
        expect(outcomes[0]).toHaveProperty('refreshToken', expect.any(Number));
        expect(await store.refresh(pair.refreshToken, anAccessToken(), aSuccessor())).toBe('rotated-out');
      });

      it('are busy one by one: others go on, and the next request finds it free', async () => {
        const pairs = [await issuePair(), await issuePair()];
        const both = () =>
          Promise.all(pairs.map((pair) => store.refresh(pair.refreshToken, anAccessToken())));
        expect(await both()).not.toContain('busy');
        expect(await both()).not.toContain('busy');
      });

      it('have an approval that one at a time holds, until it lets go or its time is over', async () => {
        const [pair, other] = [await issuePair(), await issuePair()];
        const read = { row: pair.approval, useCount: 1 };
        const heldUntil = async () => (await store.refreshToken(pair.refreshToken))?.heldUntil;
        const hold = (now: number, until: number) => store.holdApproval(read, now, until);
        const taken = await Promise.all(Array.from({ length: 9 }, () => hold(1000, 6000)));
        expect(taken).toEqual([true, ...Array(8).fill(false)]);
        expect(await heldUntil()).toBe(6000);
        expect(await store.holdApproval({ row: other.approval, useCount: 1 }, 1000, 6000)).toBe(true);

        await store.releaseApproval(pair.approval, 5999);
        expect(await hold(5999, 10_999)).toBe(false);
        expect(await hold(6000, 11_000)).toBe(true);
        await store.releaseApproval(pair.approval, 6000);
        expect(await heldUntil()).toBe(11_000);
        await store.releaseApproval(pair.approval, 11_000);
        expect(await heldUntil()).toBeUndefined();
        expect(await hold(6000, 11_000)).toBe(true);
      });

      it('are not held for longer because a clock was set back', async () => {
        const pair = await issuePair();
        expect(await store.holdApproval({ row: pair.approval, useCount: 1 }, 900_000, 905_000)).toBe(true);
        expect(await store.holdApproval({ row: pair.approval, useCount: 1 }, 1000, 6000)).toBe(true);
        expect(await store.holdApproval({ row: pair.approval, useCount: 1 }, 1000, 6000)).toBe(false);
      });

      it('are used and revoked while they are held', async () => {
        const pair = await issuePair();
        await store.holdApproval({ row: pair.approval, useCount: 1 }, 1000, 6000);
        expect(await store.refresh(pair.refreshToken, anAccessToken())).toHaveProperty('accessToken');
        await store.revokeApproval(pair.approval, NEW_YEAR + 1);
        expect((await store.refreshToken(pair.refreshToken))?.revokedAt).toBe(NEW_YEAR + 1);
      });

      it('are not held by who read them before another used them', async () => {
        const pair = await issuePair();
        const hold = (useCount: number) => store.holdApproval({ row: pair.approval, useCount }, 1000, 6000);
        await store.refresh(pair.refreshToken, anAccessToken());
        expect(await hold(1)).toBe(false);
        expect(await hold(2)).toBe(true);
      });

      rotationLaws(() => store);
    });

    describe('one-time passwords', () => {
      it('are found as they were made', async () => {
        const password = aOneTimePassword();
        const row = await store.appendOneTimePassword(password);
        expect(await store.oneTimePassword(row)).toEqual({ ...password, row, spentAt: undefined });
        expect(await store.oneTimePassword(row + 1)).toBeUndefined();
      });

      it('are spent once: of 200 at once one succeeds', async () => {
        const row = await store.appendOneTimePassword(aOneTimePassword());
        const spent = await Promise.all(
          Array.from({ length: 200 }, () => store.spendOneTimePassword(row, NEW_YEAR + 1)),
        );
        expect(spent.filter(Boolean)).toHaveLength(1);
        expect((await store.oneTimePassword(row))?.spentAt).toBe(NEW_YEAR + 1);
        expect(await store.spendOneTimePassword(row + 1, NEW_YEAR)).toBe(false);
      });
    });

    describe('registered apps', () => {
      it('are listed as they were registered, oldest first, or those after a row', async () => {
        expect(await store.registeredApps(0)).toEqual([]);
        const apps = ['3MVG9Second', '3MVG9First'].map((consumerKey) => aRegisteredApp({ consumerKey }));
        for (const app of apps) await store.appendRegisteredApp(app);
        const listed = await store.registeredApps(0);
        expect(listed.map(({ row: _, ...app }) => app)).toEqual(apps);
        expect(await store.registeredApps(listed[0]!.row)).toEqual(listed.slice(1));
      });
    });

    describe('verifications', () => {
      it('are found by row and, the newest, by user and purpose', async () => {
        const first = await store.appendVerification(aVerification());
        const second = await store.appendVerification(aVerification({ details: '{"n":2}' }));
        await store.appendVerification(aVerification({ purpose: 'forgot-password' }));
        const { userId } = aVerification();
        expect((await store.newestVerification(userId, 'passwordless-login'))?.row).toBe(second);
        expect(await store.verification(second)).toMatchObject({ details: '{"n":2}', attempts: 0 });
        expect((await store.verification(first))?.spentAt).toBeUndefined();
        expect(await store.verification(4242)).toBeUndefined();
        expect(await store.newestVerification('0055g000000NobodyAA', 'passwordless-login')).toBeUndefined();
      });

      it('are worth something once, among many at a time', async () => {
        const { secretHash } = aVerification();
        const row = await store.appendVerification(aVerification({ secretHash }));
        const outcomes = await Promise.all(
          Array.from({ length: 20 }, () => store.useVerification(row, secretHash, NEW_YEAR + 5, 5)),
        );
        expect(outcomes.filter(Boolean)).toHaveLength(1);
        expect(await store.verification(row)).toMatchObject({ attempts: 1, spentAt: NEW_YEAR + 5 });
      });

      it('are worth nothing after too many attempts', async () => {
        const { secretHash } = aVerification();
        const row = await store.appendVerification(aVerification({ secretHash }));
        for (let i = 0; i < 3; i++) {
          expect(await store.useVerification(row, freshHash(), NEW_YEAR, 3)).toBe(false);
        }
        expect(await store.useVerification(row, secretHash, NEW_YEAR, 3)).toBe(false);
        expect(await store.verification(row)).toMatchObject({ attempts: 3, spentAt: undefined });
      });
    });

    describe('changes of users', () => {
      it('are listed as they came, oldest first, or those after a row', async () => {
        const changes = [
          aUserChange({ newUsername: 'new@acme.example' }),
          aUserChange(),
          aUserChange({ changes: '{}' }),
        ];
        for (const change of changes) expect(await store.appendUserChange(change)).toBe(true);
        const listed = await store.userChanges(0);
        expect(listed.map(({ row: _, ...change }) => change)).toEqual(changes);
        expect(await store.userChanges(listed[1]!.row)).toEqual(listed.slice(2));
      });

      it('register a username once, among many at a time', async () => {
        const newUsername = 'new@acme.example';
        const outcomes = await Promise.all(
          Array.from({ length: 20 }, () => store.appendUserChange(aUserChange({ newUsername }))),
        );
        expect(outcomes.filter(Boolean)).toHaveLength(1);
        expect(await store.userChanges(0)).toHaveLength(1);
      });
    });

    describe('the apps of a session', () => {
      it('are remembered once, in the order of the first log-in', async () => {
        const [session, other] = [
          await store.appendSession(aSession()),
          await store.appendSession(aSession()),
        ];
        for (const key of ['3MVG9B', '3MVG9A', '3MVG9B']) await store.appendSessionApp(session, key);
        expect(await store.sessionApps(session)).toEqual(['3MVG9B', '3MVG9A']);
        expect(await store.sessionApps(other)).toEqual([]);
      });

      it('lose the access tokens issued in it when it ends, and no others', async () => {
        const session = await store.appendSession(aSession());
        const child = await store.issue(anAccessToken({ session }), aRefreshToken());
        const other = await store.issue(anAccessToken());
        expect(await store.accessToken(child.accessToken)).toMatchObject({ session, revokedAt: undefined });
        await store.endSession(session, NEW_YEAR + 9);
        expect((await store.accessToken(child.accessToken))?.revokedAt).toBe(NEW_YEAR + 9);
        expect((await store.refreshToken(child.refreshToken!))?.revokedAt).toBeUndefined();
        expect((await store.accessToken(other.accessToken))?.revokedAt).toBeUndefined();
      });
    });

    describe('approvals', () => {
      it('are listed per user and app, oldest first, without the revoked', async () => {
        const rows = [];
        for (const at of [3, 1, 2]) {
          rows.push(await store.appendApproval(anApproval({ createdAt: NEW_YEAR + at })));
        }
        await store.appendApproval(anApproval({ userId: '0055g00000Grace1AA' }));
        await store.appendApproval(anApproval({ consumerKey: '3MVG9Other' }));
        await store.revokeApproval(rows[1]!, NEW_YEAR + 9);
        const approvals = await store.approvals(USER, APP);
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
        const refreshed = (await store.refresh(ended.refreshToken, anAccessToken(), aSuccessor())) as Issued;
        await store.revokeApproval(ended.approval, NEW_YEAR + 7);
        await store.revokeApproval(ended.approval, NEW_YEAR + 8);
        for (const row of [ended.accessToken, refreshed.accessToken]) {
          expect((await store.accessToken(row))?.revokedAt).toBe(NEW_YEAR + 7);
        }
        for (const row of [ended.refreshToken, refreshed.refreshToken!]) {
          expect((await store.refreshToken(row))?.revokedAt).toBe(NEW_YEAR + 7);
        }
        expect((await store.accessToken(other.accessToken))?.revokedAt).toBeUndefined();
        expect((await store.refreshToken(other.refreshToken))?.revokedAt).toBeUndefined();
      });

      it('are five at the most: a sixth revokes the least recently used, with its tokens', async () => {
        const pairs = [];
        for (let i = 0; i < 5; i += 1) pairs.push(await issuePair(NEW_YEAR + i));
        await store.refresh(pairs[0]!.refreshToken, anAccessToken({ createdAt: NEW_YEAR + 100 }));
        const sixth = await issuePair(NEW_YEAR + 200);

        const alive = await Promise.all(
          [...pairs, sixth].map(async (pair) => (await store.refreshToken(pair.refreshToken))?.revokedAt),
        );
        expect(alive).toEqual([undefined, NEW_YEAR + 200, undefined, undefined, undefined, undefined]);
        expect((await store.accessToken(pairs[1]!.accessToken))?.revokedAt).toBe(NEW_YEAR + 200);
        expect(await store.refresh(pairs[1]!.refreshToken, anAccessToken())).toBe('revoked');
      });

      it('are five at the most for a click on Allow too; filling one evicts nobody', async () => {
        const rows = [];
        for (let i = 0; i < 6; i += 1) rows.push(await store.appendApproval(anApproval()));
        await store.issue(anAccessToken(), aRefreshToken({ approval: rows[5] }));
        expect((await store.approvals(USER, APP)).map(({ row }) => row)).toEqual(rows.slice(1));
      });

      it('never evict the newcomer, even when the clock went back', async () => {
        for (let i = 0; i < 5; i += 1) await issuePair(NEW_YEAR + 1000);
        const newcomer = await issuePair(NEW_YEAR - 1000);
        expect((await store.refreshToken(newcomer.refreshToken))?.revokedAt).toBeUndefined();
        expect(await store.approvals(USER, APP)).toHaveLength(5);
      });

      it('are five at the most under concurrency', async () => {
        const issued = await Promise.all(
          Array.from({ length: 40 }, () => store.issue(anAccessToken(), aRefreshToken())),
        );
        const tokens = await Promise.all(issued.map(({ refreshToken }) => store.refreshToken(refreshToken!)));
        expect(tokens.filter((token) => token?.revokedAt === undefined)).toHaveLength(5);
        expect(await store.approvals(USER, APP)).toHaveLength(5);
      });
    });

    describe('codes', () => {
      it('are found as they were made, until they are spent', async () => {
        const approval = await store.appendApproval(anApproval());
        const code = aCode({
          approval,
          codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
          nonce: 'n-0S6',
        });
        const row = await store.appendCode(code);
        expect(await store.code(row)).toEqual({ ...code, row, spentAt: undefined });
        await store.exchangeCode(row, NEW_YEAR + 3, anAccessToken());
        expect((await store.code(row))?.spentAt).toBe(NEW_YEAR + 3);
      });

      it('keep what was left out as undefined', async () => {
        const code = aCode();
        const row = await store.appendCode(code);
        expect(await store.code(row)).toEqual({ ...code, row, spentAt: undefined });
      });

      it('bring an access token and fill their approval with a refresh token', async () => {
        const approval = await store.appendApproval(anApproval());
        const row = await store.appendCode(aCode({ approval }));
        const issued = await store.exchangeCode(row, NEW_YEAR, anAccessToken(), aRefreshToken({ approval }));
        expect((await store.refreshToken(issued!.refreshToken!))?.approval).toMatchObject({
          row: approval,
          useCount: 1,
        });
        expect((await store.accessToken(issued!.accessToken))?.approval).toBe(approval);
      });

      it('are worth something once: of 200 exchanges at once one is answered', async () => {
        const row = await store.appendCode(aCode());
        const outcomes = await Promise.all(
          Array.from({ length: 200 }, () =>
            store.exchangeCode(row, NEW_YEAR, anAccessToken(), aRefreshToken()),
          ),
        );
        expect(outcomes.filter((outcome) => outcome !== undefined)).toHaveLength(1);
        expect(await store.approvals(USER, APP)).toHaveLength(1);
        expect(await store.exchangeCode(row, NEW_YEAR, anAccessToken())).toBeUndefined();
      });

      it('are worth nothing once their approval was revoked, and when they never were', async () => {
        const approval = await store.appendApproval(anApproval());
        const row = await store.appendCode(aCode({ approval }));
        await store.revokeApproval(approval, NEW_YEAR + 1);
        expect(
          await store.exchangeCode(row, NEW_YEAR + 2, anAccessToken(), aRefreshToken({ approval })),
        ).toBeUndefined();
        expect(await store.exchangeCode(4242, NEW_YEAR, anAccessToken())).toBeUndefined();
        expect(await store.approvals(USER, APP)).toEqual([]);
      });
    });

    deviceCodeLaws(() => store);

    describe('sessions', () => {
      it('are found as they began, and end once', async () => {
        const session = aSession();
        const row = await store.appendSession(session);
        expect(await store.session(row)).toEqual({ ...session, row, endedAt: undefined });
        await store.endSession(row, NEW_YEAR + 1);
        await store.endSession(row, NEW_YEAR + 2);
        expect((await store.session(row))?.endedAt).toBe(NEW_YEAR + 1);
      });
    });

    describe('signing keys', () => {
      const newest = async () => (await store.signingKeys(aSigningKey().owner))[0]?.row;

      it('are found as they were made, newest first, and never more than three', async () => {
        const keys = [1, 2, 3, 4].map((day) => aSigningKey({ createdAt: NEW_YEAR - day }));
        for (const key of keys) expect(await store.appendSigningKey(key, await newest())).toBe(true);
        const found = await store.signingKeys(keys[0]!.owner);
        expect(found).toEqual(
          [keys[3], keys[2], keys[1]].map((key) => ({ ...key, row: expect.any(Number) })),
        );
      });

      it("are their owner's alone", async () => {
        const key = aSigningKey();
        const other = aSigningKey({ owner: '00D5g000004OtheEAC', kid: key.kid });
        expect(await store.signingKeys(key.owner)).toEqual([]);
        expect(await store.appendSigningKey(key, undefined)).toBe(true);
        expect(await store.appendSigningKey(other, undefined)).toBe(true);
        expect(await store.signingKeys(key.owner)).toHaveLength(1);
      });

      it('are appended only after the one that was the newest: of 20 at once one is kept', async () => {
        const race = async (after: number | undefined) => {
          const attempts = Array.from({ length: 20 }, () => store.appendSigningKey(aSigningKey(), after));
          return (await Promise.all(attempts)).filter(Boolean).length;
        };
        expect(await race(undefined)).toBe(1);
        expect(await race(await newest())).toBe(1);
        expect(await race(undefined)).toBe(0);
        expect(await store.signingKeys(aSigningKey().owner)).toHaveLength(2);
      });
    });

    describe('journal', () => {
      const entry = (id: number) => ({ id: `j${id}`, at: NEW_YEAR + id, entry: `{"n":${id}}` });
      const room = (rows: number, bytes = 1_000, bytesOfOne = 100) => ({ rows, bytes, bytesOfOne });

      it('keeps the newest rows, newest first', async () => {
        await store.appendJournal([entry(1), entry(2), entry(3)], 4);
        await store.appendJournal([entry(4), entry(5)], 4);
        expect(await store.journal(room(10))).toEqual([entry(5), entry(4), entry(3), entry(2)]);
        expect(await store.journal(room(2))).toEqual([entry(5), entry(4)]);
      });

      it('is read as far as there is room, without rows that are too large', async () => {
        const fat = { ...entry(2), entry: `{"n":"${'x'.repeat(93)}"}` };
        await store.appendJournal([entry(1), fat, entry(3), entry(4)], 10);
        const [one, three, four] = [entry(1), entry(3), entry(4)];
        expect(await store.journal(room(10))).toEqual([four, three, one]);
        expect(await store.journal(room(10, 1_000, 101))).toEqual([four, three, fat, one]);
        expect(await store.journal(room(10, 14))).toEqual([four, three]);
        expect(await store.journal(room(10, 13))).toEqual([four]);
        expect(await store.journal(room(3))).toEqual([four, three]);
      });

      it('counts bytes, not characters', async () => {
        const umlauts = { ...entry(1), entry: `{"n":"${'ä'.repeat(47)}"}` };
        await store.appendJournal([umlauts], 10);
        expect(await store.journal(room(10, 1_000, 101))).toEqual([]);
        expect(await store.journal(room(10, 1_000, 102))).toEqual([umlauts]);
      });

      it('lets go of very many rows in several appends', async () => {
        await store.appendJournal(
          Array.from({ length: 120 }, (_, at) => entry(at)),
          200,
        );
        await store.appendJournal([entry(120)], 2);
        expect(await store.journal(room(200, 10_000))).toHaveLength(70);
        await store.appendJournal([entry(121)], 2);
        await store.appendJournal([entry(122)], 2);
        expect(await store.journal(room(200, 10_000))).toEqual([entry(122), entry(121)]);
      });

      it('can be cleared and goes on', async () => {
        await store.appendJournal([entry(1), entry(2)], 2);
        await store.clearJournal();
        expect(await store.journal(room(10))).toEqual([]);
        await store.appendJournal([entry(3), entry(4), entry(5)], 2);
        expect(await store.journal(room(10))).toEqual([entry(5), entry(4)]);
      });
    });

    it('lets only the write fail that is wrong, among others of the same moment', async () => {
      const wrong = { ...anAccessToken(), orgId: null as unknown as string };
      const right = store.issue(anAccessToken());
      const outcomes = await Promise.allSettled([
        right,
        store.issue(wrong),
        store.appendCode(aCode({ approval: 4242 })),
        store.appendSession(aSession({ secretHash: freshHash() })),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual([
        'fulfilled',
        'rejected',
        'rejected',
        'fulfilled',
      ]);
      expect(await store.accessToken((await right).accessToken)).toBeDefined();
    });

    it('frees a refresh token whose request failed', async () => {
      const pair = await issuePair();
      const wrong = { ...anAccessToken(), orgId: null as unknown as string };
      await expect(store.refresh(pair.refreshToken, wrong, aSuccessor())).rejects.toThrow();
      expect(await store.refresh(pair.refreshToken, anAccessToken(), aSuccessor())).toHaveProperty(
        'accessToken',
      );
    });

    it('commits what is pending when it closes', async () => {
      const other = await open();
      const pending = other.issue(anAccessToken());
      await other.close();
      expect((await pending).accessToken).toBeGreaterThan(0);
      await expect(other.issue(anAccessToken())).rejects.toThrow();
    });
  });
}
