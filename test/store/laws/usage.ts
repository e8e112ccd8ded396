/** What admins may rely on: approvals that live, and how often apps were used. */
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/port.ts';
import { aCode, anAccessToken, anApproval, aRefreshToken, aSession, NEW_YEAR } from '../records.ts';

const GLOBEX = '00D5g000004GlobxEAC';
const ADA = '0055g00000AdaByAAC';
const GRACE = '0055g00000GraceAAA';
const PORTAL = '3MVG9OrderPortal';

export function usageLaws(store: () => Store): void {
  describe('live approvals', () => {
    it('are listed newest first, by org, user, app and row', async () => {
      const first = await store().approvals.append(anApproval());
      const second = await store().approvals.append(anApproval({ userId: GRACE }));
      const third = await store().approvals.append(anApproval({ orgId: GLOBEX, consumerKey: 'other' }));
      const listed = async (filter: object, limit = 10) =>
        (await store().approvals.newest(filter, limit)).map(({ row }) => row);
      expect(await listed({})).toEqual([third, second, first]);
      expect(await listed({}, 2)).toEqual([third, second]);
      expect(await listed({ consumerKey: PORTAL })).toEqual([second, first]);
      expect(await listed({ userId: GRACE })).toEqual([second]);
      expect(await listed({ orgId: GLOBEX })).toEqual([third]);
      expect(await listed({ row: second })).toEqual([second]);
      expect(await listed({ row: second, orgId: GLOBEX })).toEqual([]);
      expect((await store().approvals.newest({ row: first }, 1))[0]).toEqual({
        row: first,
        ...anApproval(),
        lastUsedAt: NEW_YEAR,
        useCount: 0,
      });
    });

    it('are those that nobody revoked', async () => {
      const row = await store().approvals.append(anApproval());
      await store().approvals.revoke(row, NEW_YEAR + 1);
      expect(await store().approvals.newest({}, 10)).toEqual([]);
      expect(await store().approvals.newest({ row }, 1)).toEqual([]);
    });
  });

  describe('usage', () => {
    const counted = async (filter = {}) =>
      (await store().usage.list(filter)).map(({ userId, consumerKey, useCount }) => [
        userId,
        consumerKey,
        useCount,
      ]);

    it('counts tokens with an approval and without, each once', async () => {
      const code = await store().codes.append(aCode());
      const approval = await store().approvals.append(anApproval());
      const refreshToken = aRefreshToken({ approval, createdAt: NEW_YEAR + 10 });
      const issued = await store().tokens.exchangeCode(
        code,
        NEW_YEAR + 10,
        anAccessToken({ createdAt: NEW_YEAR + 10 }),
        refreshToken,
      );
      await store().tokens.refresh(issued!.refreshToken!, anAccessToken({ createdAt: NEW_YEAR + 20 }));
      await store().tokens.issue(anAccessToken({ createdAt: NEW_YEAR + 5 }));
      expect(await store().usage.list({})).toEqual([
        {
          orgId: '00D5g000004AcmeEAC',
          userId: ADA,
          consumerKey: PORTAL,
          firstUsedAt: NEW_YEAR,
          lastUsedAt: NEW_YEAR + 20,
          useCount: 3,
        },
      ]);
    });

    it('is told for each user and app apart, the most recent first', async () => {
      await store().tokens.issue(anAccessToken({ createdAt: NEW_YEAR + 2 }));
      await store().tokens.issue(anAccessToken({ userId: GRACE, createdAt: NEW_YEAR + 3 }));
      await store().tokens.issue(
        anAccessToken({ consumerKey: 'other', orgId: GLOBEX, createdAt: NEW_YEAR + 1 }),
      );
      expect(await counted()).toEqual([
        [GRACE, PORTAL, 1],
        [ADA, PORTAL, 1],
        [ADA, 'other', 1],
      ]);
      expect(await counted({ userId: GRACE })).toEqual([[GRACE, PORTAL, 1]]);
      expect(await counted({ orgId: GLOBEX })).toEqual([[ADA, 'other', 1]]);
      expect(await counted({ consumerKey: PORTAL, userId: ADA })).toEqual([[ADA, PORTAL, 1]]);
    });

    it('leaves out what was revoked, alone or with what it hung on', async () => {
      const { accessToken } = await store().tokens.issue(anAccessToken());
      const session = await store().sessions.append(aSession());
      await store().tokens.issue(anAccessToken({ session }));
      await store().tokens.issue(anAccessToken(), aRefreshToken());
      expect(await counted()).toEqual([[ADA, PORTAL, 3]]);
      await store().accessTokens.revoke(accessToken, NEW_YEAR + 1);
      expect(await counted()).toEqual([[ADA, PORTAL, 2]]);
      await store().sessions.end(session, NEW_YEAR + 1);
      expect(await counted()).toEqual([[ADA, PORTAL, 1]]);
      await store().tokenList.revoke({}, NEW_YEAR + 1);
      expect(await counted()).toEqual([]);
    });
  });
}
