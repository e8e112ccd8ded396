/** Access tokens that log-ins share (model.md 4.4). */
import { describe, expect, it } from 'vitest';
import type { AccessToken, Store } from '../../../src/store/port.ts';
import { anAccessToken, aRefreshToken, aSession, freshHash, NEW_YEAR } from '../records.ts';

const TIMEOUT = 7200 * 1000;

export function sharedTokenLaws(store: () => Store): void {
  describe('access tokens that are shared', () => {
    const shareable = (changes: Partial<AccessToken> = {}) =>
      anAccessToken({ nonce: freshHash(), ...changes });
    const approvalOf = async (row: number) => (await store().refreshTokens.find(row))!.approval.row;
    const revokedAt = async (row: number) => (await store().accessTokens.find(row))?.revokedAt;

    it('are given to the first, and to those that come after it with what made it', async () => {
      const token = shareable();
      const first = await store().tokens.issue(token, aRefreshToken());
      const second = await store().tokens.issue(shareable(), aRefreshToken());
      expect(first.sharedNonce).toBeUndefined();
      expect(second).toMatchObject({ accessToken: first.accessToken, sharedNonce: token.nonce });
      expect(second.refreshToken).not.toBe(first.refreshToken);
      expect((await store().accessTokens.find(first.accessToken))?.secretHash).toEqual(token.secretHash);
    });

    it('are one when they come at once', async () => {
      const issued = await Promise.all(Array.from({ length: 9 }, () => store().tokens.issue(shareable())));
      expect(new Set(issued.map(({ accessToken }) => accessToken)).size).toBe(1);
      expect(issued.filter(({ sharedNonce }) => sharedNonce === undefined)).toHaveLength(1);
    });

    it('outlive the approvals that those who come at once take from each other', async () => {
      const first = await store().tokens.issue(shareable(), aRefreshToken());
      const users = ['0055g00000AdaByAAC', '0055g00000GraceAAC'];
      const issued = await Promise.all(
        Array.from({ length: 18 }, (_, i) =>
          store().tokens.issue(shareable({ userId: users[i % 2]! }), aRefreshToken()),
        ),
      );
      const rows = new Set([first, ...issued].map(({ accessToken }) => accessToken));
      expect(rows.size).toBe(2);
      for (const row of rows) expect(await revokedAt(row)).toBeUndefined();
    });

    it('are no others than those of the same user, app, scopes, session, level and lifetime', async () => {
      const session = await store().sessions.append(aSession());
      const { accessToken } = await store().tokens.issue(shareable());
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
        expect((await store().tokens.issue(shareable(changes))).accessToken).not.toBe(accessToken);
    });

    it('live on with each, up to their last millisecond', async () => {
      const { accessToken } = await store().tokens.issue(shareable());
      const again = (createdAt: number) => store().tokens.issue(shareable({ createdAt }));
      expect((await again(NEW_YEAR + TIMEOUT)).accessToken).toBe(accessToken);
      expect((await store().accessTokens.find(accessToken))?.lastUsedAt).toBe(NEW_YEAR + TIMEOUT);
      expect((await again(NEW_YEAR)).accessToken).toBe(accessToken);
      expect((await store().accessTokens.find(accessToken))?.lastUsedAt).toBe(NEW_YEAR + TIMEOUT);
      expect((await again(NEW_YEAR + 2 * TIMEOUT + 1)).accessToken).not.toBe(accessToken);
    });

    it.each([0, 1])('end with the approval of each of them (%i)', async (which) => {
      const issued = [
        await store().tokens.issue(shareable(), aRefreshToken()),
        await store().tokens.issue(shareable(), aRefreshToken()),
      ];
      const [{ accessToken }] = issued as [(typeof issued)[0]];
      await store().approvals.revoke(await approvalOf(issued[which]!.refreshToken!), NEW_YEAR + 5);
      expect(await revokedAt(accessToken)).toBe(NEW_YEAR + 5);
      const next = await store().tokens.issue(shareable(), aRefreshToken());
      expect(next.accessToken).not.toBe(accessToken);
      // It has ended before: what came after it is another's.
      await store().approvals.revoke(await approvalOf(issued[which]!.refreshToken!), NEW_YEAR + 6);
      expect(await revokedAt(next.accessToken)).toBeUndefined();
    });

    it('outlive the eviction of the oldest approval', async () => {
      const issued = [];
      for (let i = 0; i < 6; i++) issued.push(await store().tokens.issue(shareable(), aRefreshToken()));
      expect(new Set(issued.map(({ accessToken }) => accessToken)).size).toBe(1);
      expect(await revokedAt(issued[0]!.accessToken)).toBeUndefined();
    });

    it('are brought by refreshes', async () => {
      const { accessToken, refreshToken } = await store().tokens.issue(shareable(), aRefreshToken());
      expect(await store().tokens.refresh(refreshToken!, shareable())).toMatchObject({ accessToken });
    });
  });
}
