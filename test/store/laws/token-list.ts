/** All tokens at once. */
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/port.ts';
import { anAccessToken, aRefreshToken, NEW_YEAR } from '../records.ts';

const ACME = '00D5g000004AcmeEAC';
const GLOBEX = '00D5g000004GlobxEAC';

export function tokenListLaws(store: () => Store): void {
  describe('all tokens', () => {
    it('are listed newest first, by org, user and app', async () => {
      const one = await store().tokens.issue(anAccessToken(), aRefreshToken());
      const other = await store().tokens.issue(anAccessToken({ orgId: GLOBEX, createdAt: NEW_YEAR + 1 }));
      const listed = async (filter: object, limit = 10) =>
        (await store().tokenList.newest(filter, limit)).map(({ kind, row }) => [kind, row]);
      expect(await listed({})).toEqual([
        ['access', other.accessToken],
        ['access', one.accessToken],
        ['refresh', one.refreshToken],
      ]);
      expect(await listed({ orgId: GLOBEX })).toEqual([['access', other.accessToken]]);
      expect(await listed({ userId: 'nobody' })).toEqual([]);
      expect(await listed({}, 1)).toEqual([
        ['access', other.accessToken],
        ['refresh', one.refreshToken],
      ]);
      expect((await store().tokenList.newest({ orgId: GLOBEX }, 1))[0]).toEqual({
        kind: 'access',
        row: other.accessToken,
        orgId: GLOBEX,
        userId: '0055g00000AdaByAAC',
        consumerKey: '3MVG9OrderPortal',
        scopes: 'api refresh_token',
        createdAt: NEW_YEAR + 1,
        lastUsedAt: NEW_YEAR + 1,
        timeout: 7200,
        endedAt: undefined,
      });
    });

    it('can end alone while what brings new ones stays', async () => {
      const mine = await store().tokens.issue(anAccessToken(), aRefreshToken());
      const other = await store().tokens.issue(anAccessToken({ orgId: GLOBEX }));
      await store().tokenList.revokeAccess({ orgId: ACME }, NEW_YEAR + 9);
      expect((await store().accessTokens.find(mine.accessToken))?.revokedAt).toBe(NEW_YEAR + 9);
      expect((await store().refreshTokens.find(mine.refreshToken!))?.revokedAt).toBeUndefined();
      expect((await store().accessTokens.find(other.accessToken))?.revokedAt).toBeUndefined();
    });

    it('are revoked by the same filter', async () => {
      const one = await store().tokens.issue(anAccessToken(), aRefreshToken());
      const other = await store().tokens.issue(anAccessToken({ orgId: GLOBEX }));
      await store().tokenList.revoke({ orgId: ACME, consumerKey: '3MVG9OrderPortal' }, NEW_YEAR + 9);
      const ended = (await store().tokenList.newest({}, 10)).map(({ kind, row, endedAt }) => [
        kind,
        row,
        endedAt,
      ]);
      expect(ended).toEqual([
        ['access', other.accessToken, undefined],
        ['access', one.accessToken, NEW_YEAR + 9],
        ['refresh', one.refreshToken, NEW_YEAR + 9],
      ]);
    });
  });
}
