/** Browsers that have logged in. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/port.ts';
import { anAccessToken, aRefreshToken, aSession, NEW_YEAR } from '../records.ts';

export function sessionLaws(given: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = given();
  });

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
}
