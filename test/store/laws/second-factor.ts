/** Whether a second factor was given. */
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/port.ts';
import { anAccessToken, aRefreshToken, aSession } from '../records.ts';

export function secondFactorLaws(store: () => Store): void {
  describe('a second factor', () => {
    it('is remembered of a session, from its beginning or later', async () => {
      const plain = await store().sessions.append(aSession());
      const raised = await store().sessions.append(aSession({ isHighAssurance: true }));
      expect((await store().sessions.find(plain))?.isHighAssurance).toBeUndefined();
      expect((await store().sessions.find(raised))?.isHighAssurance).toBe(true);
      await store().sessions.raise(plain);
      expect((await store().sessions.find(plain))?.isHighAssurance).toBe(true);
    });

    it('is remembered of an access token and of the approval it came with', async () => {
      const { accessToken, refreshToken } = await store().tokens.issue(
        anAccessToken({ isHighAssurance: true, byPassword: true }),
        aRefreshToken(),
      );
      const plain = await store().tokens.issue(anAccessToken(), aRefreshToken());
      expect(await store().accessTokens.find(accessToken)).toMatchObject({
        isHighAssurance: true,
        byPassword: true,
      });
      expect((await store().refreshTokens.find(refreshToken as number))?.approval.isHighAssurance).toBe(true);
      expect((await store().accessTokens.find(plain.accessToken))?.byPassword).toBeUndefined();
      const approval = (await store().refreshTokens.find(plain.refreshToken as number))?.approval;
      expect(approval?.isHighAssurance).toBeUndefined();
    });
  });
}
