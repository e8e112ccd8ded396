/** What a store keeps for policies: the age of apps and their secrets, wrong passwords, second factors. */
import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/port.ts';
import { anAccessToken, aRefreshToken, aSession, freshHash, NEW_YEAR } from './records.ts';

const APP = '3MVG9OrderPortal';
const ADA = '0055g00000AdaByAAC';

export function policyRecordLaws(store: () => Store): void {
  describe('apps', () => {
    const secretHash = freshHash();
    const seen = (changes = {}, at = NEW_YEAR) =>
      store().recordApps([{ consumerKey: APP, secretHash, isBlocked: false, ...changes }], at);

    it('are remembered from when they were first seen, in the order given', async () => {
      expect(await seen()).toEqual([NEW_YEAR]);
      const other = { consumerKey: '3MVG9Other', secretHash: freshHash(), isBlocked: false };
      const sighting = { consumerKey: APP, secretHash, isBlocked: false };
      expect(await store().recordApps([other, sighting], NEW_YEAR + 5)).toEqual([NEW_YEAR + 5, NEW_YEAR]);
    });

    it('keep their tokens while their secret stays', async () => {
      await seen();
      const { accessToken, refreshToken } = await store().issue(anAccessToken(), aRefreshToken());
      await seen({}, NEW_YEAR + 1);
      expect((await store().accessToken(accessToken))?.revokedAt).toBeUndefined();
      expect((await store().refreshToken(refreshToken as number))?.revokedAt).toBeUndefined();
    });

    it('lose all of them with their secret, and no others', async () => {
      await seen();
      const alone = await store().issue(anAccessToken());
      const pair = await store().issue(anAccessToken(), aRefreshToken());
      const others = await store().issue(anAccessToken({ consumerKey: '3MVG9Other' }), aRefreshToken());
      expect(await seen({ secretHash: freshHash() }, NEW_YEAR + 1)).toEqual([NEW_YEAR]);
      expect((await store().accessToken(alone.accessToken))?.revokedAt).toBeDefined();
      expect((await store().accessToken(pair.accessToken))?.revokedAt).toBeDefined();
      expect((await store().refreshToken(pair.refreshToken as number))?.revokedAt).toBe(NEW_YEAR + 1);
      expect(await store().approvals(ADA, APP)).toEqual([]);
      expect((await store().accessToken(others.accessToken))?.revokedAt).toBeUndefined();
      expect((await store().refreshToken(others.refreshToken as number))?.revokedAt).toBeUndefined();
      const later = await store().issue(anAccessToken(), aRefreshToken());
      expect((await store().accessToken(later.accessToken))?.revokedAt).toBeUndefined();
    });

    it('lose their access tokens when they are blocked, and keep their approvals', async () => {
      await seen();
      const alone = await store().issue(anAccessToken());
      const { refreshToken } = await store().issue(anAccessToken(), aRefreshToken());
      await seen({ isBlocked: true }, NEW_YEAR + 1);
      expect((await store().accessToken(alone.accessToken))?.revokedAt).toBeDefined();
      expect((await store().refreshToken(refreshToken as number))?.revokedAt).toBeUndefined();
    });
  });

  describe('wrong passwords', () => {
    it('are counted until a right one, and anew once a lockout is over', async () => {
      expect(await store().failedLogIns(ADA)).toBeUndefined();
      for (let i = 1; i <= 3; i++) await store().appendFailedLogIn(ADA, NEW_YEAR + i, 3);
      expect(await store().failedLogIns(ADA)).toEqual({ failures: 3, lastAt: NEW_YEAR + 3 });
      await store().appendFailedLogIn(ADA, NEW_YEAR + 4, 3);
      expect(await store().failedLogIns(ADA)).toEqual({ failures: 1, lastAt: NEW_YEAR + 4 });
      await store().forgetFailedLogIns(ADA);
      expect(await store().failedLogIns(ADA)).toBeUndefined();
    });

    it('count one by one when they come at once', async () => {
      await Promise.all(Array.from({ length: 20 }, () => store().appendFailedLogIn(ADA, NEW_YEAR, 100)));
      expect((await store().failedLogIns(ADA))?.failures).toBe(20);
    });
  });

  describe('log-ins', () => {
    const count = (minute: number, changes = {}) => ({
      userId: ADA,
      minute,
      logIns: 2,
      writer: 'one',
      ...changes,
    });

    it('are listed after a row, oldest first', async () => {
      await store().appendLogIns([count(100), count(101, { writer: 'other' })], 60);
      const listed = await store().logInsAfter(0);
      expect(listed.map(({ row: _, ...others }) => others)).toEqual([
        count(100),
        count(101, { writer: 'other' }),
      ]);
      expect(await store().logInsAfter(listed[0]!.row)).toEqual(listed.slice(1));
    });

    it('are forgotten when newer ones of the same user come that are a window away', async () => {
      await store().appendLogIns([count(100), count(101), count(100, { userId: 'grace' })], 60);
      await store().appendLogIns([count(160)], 60);
      const left = (await store().logInsAfter(0)).map(({ userId, minute }) => [userId, minute]);
      expect(left).toEqual([
        [ADA, 101],
        ['grace', 100],
        [ADA, 160],
      ]);
    });
  });

  describe('a second factor', () => {
    it('is remembered of a session, from its beginning or later', async () => {
      const plain = await store().appendSession(aSession());
      const raised = await store().appendSession(aSession({ isHighAssurance: true }));
      expect((await store().session(plain))?.isHighAssurance).toBeUndefined();
      expect((await store().session(raised))?.isHighAssurance).toBe(true);
      await store().raiseSession(plain);
      expect((await store().session(plain))?.isHighAssurance).toBe(true);
    });

    it('is remembered of an access token and of the approval it came with', async () => {
      const { accessToken, refreshToken } = await store().issue(
        anAccessToken({ isHighAssurance: true, byPassword: true }),
        aRefreshToken(),
      );
      const plain = await store().issue(anAccessToken(), aRefreshToken());
      expect(await store().accessToken(accessToken)).toMatchObject({
        isHighAssurance: true,
        byPassword: true,
      });
      expect((await store().refreshToken(refreshToken as number))?.approval.isHighAssurance).toBe(true);
      expect((await store().accessToken(plain.accessToken))?.byPassword).toBeUndefined();
      const approval = (await store().refreshToken(plain.refreshToken as number))?.approval;
      expect(approval?.isHighAssurance).toBeUndefined();
    });
  });
}
