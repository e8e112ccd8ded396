/** Access tokens that log-ins share (model.md 4.4). */
import { describe, expect, it } from 'vitest';
import type { AccessToken, Store } from '../../src/store/port.ts';
import { anAccessToken, aRefreshToken, aSession, freshHash, NEW_YEAR } from './records.ts';

const TIMEOUT = 7200 * 1000;

export function sharedTokenLaws(store: () => Store): void {
  describe('access tokens that are shared', () => {
    const shareable = (changes: Partial<AccessToken> = {}) =>
      anAccessToken({ nonce: freshHash(), ...changes });
    const approvalOf = async (row: number) => (await store().refreshToken(row))!.approval.row;
    const revokedAt = async (row: number) => (await store().accessToken(row))?.revokedAt;

    it('are given to the first, and to those that come after it with what made it', async () => {
      const token = shareable();
      const first = await store().issue(token, aRefreshToken());
      const second = await store().issue(shareable(), aRefreshToken());
      expect(first.sharedNonce).toBeUndefined();
      expect(second).toMatchObject({ accessToken: first.accessToken, sharedNonce: token.nonce });
      expect(second.refreshToken).not.toBe(first.refreshToken);
      expect((await store().accessToken(first.accessToken))?.secretHash).toEqual(token.secretHash);
    });

    it('are one when they come at once', async () => {
      const issued = await Promise.all(Array.from({ length: 9 }, () => store().issue(shareable())));
      expect(new Set(issued.map(({ accessToken }) => accessToken)).size).toBe(1);
      expect(issued.filter(({ sharedNonce }) => sharedNonce === undefined)).toHaveLength(1);
    });

    it('are no others than those of the same user, app, scopes, session, level and lifetime', async () => {
      const session = await store().appendSession(aSession());
      const { accessToken } = await store().issue(shareable());
      const others: Partial<AccessToken>[] = [
        { userId: '0055g00000GraceAAC' },
        { consumerKey: '3MVG9Other' },
        { scopes: 'api' },
        { session },
        { isHighAssurance: true },
        { byPassword: true },
        { timeout: 60 },
        { nonce: undefined },
      ];
      for (const changes of others)
        expect((await store().issue(shareable(changes))).accessToken).not.toBe(accessToken);
    });

    it('live on with each, up to their last millisecond', async () => {
      const { accessToken } = await store().issue(shareable());
      const again = (createdAt: number) => store().issue(shareable({ createdAt }));
      expect((await again(NEW_YEAR + TIMEOUT)).accessToken).toBe(accessToken);
      expect((await store().accessToken(accessToken))?.lastUsedAt).toBe(NEW_YEAR + TIMEOUT);
      expect((await again(NEW_YEAR)).accessToken).toBe(accessToken);
      expect((await store().accessToken(accessToken))?.lastUsedAt).toBe(NEW_YEAR + TIMEOUT);
      expect((await again(NEW_YEAR + 2 * TIMEOUT + 1)).accessToken).not.toBe(accessToken);
    });

    it.each([0, 1])('end with the approval of each of them (%i)', async (which) => {
      const issued = [
        await store().issue(shareable(), aRefreshToken()),
        await store().issue(shareable(), aRefreshToken()),
      ];
      const [{ accessToken }] = issued as [(typeof issued)[0]];
      await store().revokeApproval(await approvalOf(issued[which]!.refreshToken!), NEW_YEAR + 5);
      expect(await revokedAt(accessToken)).toBe(NEW_YEAR + 5);
      const next = await store().issue(shareable(), aRefreshToken());
      expect(next.accessToken).not.toBe(accessToken);
      // It has ended before: what came after it is another's.
      await store().revokeApproval(await approvalOf(issued[which]!.refreshToken!), NEW_YEAR + 6);
      expect(await revokedAt(next.accessToken)).toBeUndefined();
    });

    it('outlive the eviction of the oldest approval', async () => {
      const issued = [];
      for (let i = 0; i < 6; i++) issued.push(await store().issue(shareable(), aRefreshToken()));
      expect(new Set(issued.map(({ accessToken }) => accessToken)).size).toBe(1);
      expect(await revokedAt(issued[0]!.accessToken)).toBeUndefined();
    });

    it('are brought by refreshes', async () => {
      const { accessToken, refreshToken } = await store().issue(shareable(), aRefreshToken());
      expect(await store().refresh(refreshToken!, shareable())).toMatchObject({ accessToken });
    });
  });
}
