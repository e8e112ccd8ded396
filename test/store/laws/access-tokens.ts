/** Access tokens: found by their number, sliding, revoked. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/port.ts';
import { anAccessToken, issuePair, NEW_YEAR } from '../records.ts';

export function accessTokenLaws(given: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = given();
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

    it('end once, several at a time, and whoever ended them is told', async () => {
      const [one, two, three] = await Promise.all([1, 2, 3].map(() => store.tokens.issue(anAccessToken())));
      const rows = [one, two].map((issued) => issued?.accessToken ?? 0);
      const asked = [...rows, ...rows, 4242];
      const ended = await Promise.all([1, 2, 3].map((at) => store.accessTokens.end(asked, NEW_YEAR + at)));
      expect(ended.flat().sort()).toEqual([...rows].sort());
      expect((await store.accessTokens.find(rows[0] ?? 0))?.revokedAt).toBe(NEW_YEAR + 1);
      expect((await store.accessTokens.find(three?.accessToken ?? 0))?.revokedAt).toBeUndefined();
      expect(await store.accessTokens.end([], NEW_YEAR)).toEqual([]);
    });

    it('that ended with their approval do not end again', async () => {
      const pair = await issuePair(store);
      const approval = (await store.accessTokens.find(pair.accessToken))?.approval ?? 0;
      await store.approvals.revoke(approval, NEW_YEAR + 1);
      expect(await store.accessTokens.end([pair.accessToken], NEW_YEAR + 2)).toEqual([]);
    });

    it('are revoked alone: the refresh token lives on', async () => {
      const pair = await issuePair(store);
      await store.accessTokens.revoke(pair.accessToken, NEW_YEAR + 1);
      expect((await store.refreshTokens.find(pair.refreshToken))?.revokedAt).toBeUndefined();
    });

    it('that do not exist are touched and revoked without effect', async () => {
      store.accessTokens.touch(4242, NEW_YEAR);
      await store.accessTokens.revoke(4242, NEW_YEAR);
      expect(await store.accessTokens.find(4242)).toBeUndefined();
    });
  });
}
