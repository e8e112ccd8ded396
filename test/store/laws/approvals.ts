/** Approvals, on which tokens hang. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Issued, Store } from '../../../src/store/port.ts';
import { anAccessToken, anApproval, aRefreshToken, aSuccessor, issuePair, NEW_YEAR } from '../records.ts';

const USER = '0055g00000AdaByAAC';
const APP = '3MVG9OrderPortal';

export function approvalLaws(given: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = given();
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
      const [ended, other] = [await issuePair(store), await issuePair(store)];
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
      for (let i = 0; i < 5; i += 1) pairs.push(await issuePair(store, NEW_YEAR + i));
      await store.tokens.refresh(pairs[0]!.refreshToken, anAccessToken({ createdAt: NEW_YEAR + 100 }));
      const sixth = await issuePair(store, NEW_YEAR + 200);

      const alive = await Promise.all(
        [...pairs, sixth].map(async (pair) => (await store.refreshTokens.find(pair.refreshToken))?.revokedAt),
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

    it('of several users at once are listed and evicted each with their own', async () => {
      const users = ['0055g00000AdaByAAC', '0055g00000Grace1AA', '0055g00000NobodyAAC'] as const;
      const append = (userId: string, times: number) =>
        Array.from({ length: times }, () => store.approvals.append(anApproval({ userId })));
      const old = await Promise.all(append(users[0], 3));
      const [ofAda, ofGrace] = await Promise.all([
        Promise.all(append(users[0], 4)),
        Promise.all(append(users[1], 7)),
      ]);
      const live = await Promise.all(users.map((userId) => store.approvals.live(userId, APP)));
      expect(live.map((own) => own.map(({ row }) => row))).toEqual([
        [old[2], ...ofAda],
        ofGrace.slice(2),
        [],
      ]);
    });

    it('never evict the newcomer, even when the clock went back', async () => {
      for (let i = 0; i < 5; i += 1) await issuePair(store, NEW_YEAR + 1000);
      const newcomer = await issuePair(store, NEW_YEAR - 1000);
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
}
