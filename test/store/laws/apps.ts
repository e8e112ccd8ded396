/** Apps that others registered, and when each was first seen. */
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/port.ts';
import { anAccessToken, aRefreshToken, aRegisteredApp, freshHash, NEW_YEAR } from '../records.ts';

const ADA = '0055g00000AdaByAAC';
const APP = '3MVG9OrderPortal';

export function appLaws(store: () => Store): void {
  describe('registered apps', () => {
    it('are listed as they were registered, oldest first, or those after a row', async () => {
      expect(await store().registeredApps.after(0)).toEqual([]);
      const apps = ['3MVG9Second', '3MVG9First'].map((consumerKey) => aRegisteredApp({ consumerKey }));
      for (const app of apps) await store().registeredApps.append(app);
      const listed = await store().registeredApps.after(0);
      expect(listed.map(({ row: _, ...app }) => app)).toEqual(apps);
      expect(await store().registeredApps.after(listed[0]!.row)).toEqual(listed.slice(1));
    });

    it('are found by their consumer key', async () => {
      for (const consumerKey of ['3MVG9Second', '3MVG9First'])
        await store().registeredApps.append(aRegisteredApp({ consumerKey }));
      const [, first] = await store().registeredApps.after(0);
      expect(await store().registeredApps.find('3MVG9First')).toEqual(first);
      expect(await store().registeredApps.find('3MVG9Third')).toBeUndefined();
    });
  });

  describe('apps', () => {
    const secretHash = freshHash();
    const seen = (changes = {}, at = NEW_YEAR) =>
      store().appSightings.record([{ consumerKey: APP, secretHash, isBlocked: false, ...changes }], at);

    it('are remembered from when they were first seen, in the order given', async () => {
      expect(await seen()).toEqual([NEW_YEAR]);
      const other = { consumerKey: '3MVG9Other', secretHash: freshHash(), isBlocked: false };
      const sighting = { consumerKey: APP, secretHash, isBlocked: false };
      expect(await store().appSightings.record([other, sighting], NEW_YEAR + 5)).toEqual([
        NEW_YEAR + 5,
        NEW_YEAR,
      ]);
    });

    it('keep their tokens while their secret stays', async () => {
      await seen();
      const { accessToken, refreshToken } = await store().tokens.issue(anAccessToken(), aRefreshToken());
      await seen({}, NEW_YEAR + 1);
      expect((await store().accessTokens.find(accessToken))?.revokedAt).toBeUndefined();
      expect((await store().refreshTokens.find(refreshToken as number))?.revokedAt).toBeUndefined();
    });

    it('lose all of them with their secret, and no others', async () => {
      await seen();
      const alone = await store().tokens.issue(anAccessToken());
      const pair = await store().tokens.issue(anAccessToken(), aRefreshToken());
      const others = await store().tokens.issue(
        anAccessToken({ consumerKey: '3MVG9Other' }),
        aRefreshToken(),
      );
      expect(await seen({ secretHash: freshHash() }, NEW_YEAR + 1)).toEqual([NEW_YEAR]);
      expect((await store().accessTokens.find(alone.accessToken))?.revokedAt).toBeDefined();
      expect((await store().accessTokens.find(pair.accessToken))?.revokedAt).toBeDefined();
      expect((await store().refreshTokens.find(pair.refreshToken as number))?.revokedAt).toBe(NEW_YEAR + 1);
      expect(await store().approvals.live(ADA, APP)).toEqual([]);
      expect((await store().accessTokens.find(others.accessToken))?.revokedAt).toBeUndefined();
      expect((await store().refreshTokens.find(others.refreshToken as number))?.revokedAt).toBeUndefined();
      const later = await store().tokens.issue(anAccessToken(), aRefreshToken());
      expect((await store().accessTokens.find(later.accessToken))?.revokedAt).toBeUndefined();
    });

    it('lose their access tokens when they are blocked, and keep their approvals', async () => {
      await seen();
      const alone = await store().tokens.issue(anAccessToken());
      const { refreshToken } = await store().tokens.issue(anAccessToken(), aRefreshToken());
      await seen({ isBlocked: true }, NEW_YEAR + 1);
      expect((await store().accessTokens.find(alone.accessToken))?.revokedAt).toBeDefined();
      expect((await store().refreshTokens.find(refreshToken as number))?.revokedAt).toBeUndefined();
    });
  });
}
