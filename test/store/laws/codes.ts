/** Authorization codes. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/port.ts';
import { aCode, anAccessToken, anApproval, aRefreshToken, NEW_YEAR } from '../records.ts';

const USER = '0055g00000AdaByAAC';
const APP = '3MVG9OrderPortal';

export function codeLaws(given: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = given();
  });

  describe('codes', () => {
    it('are found as they were made, until they are spent', async () => {
      const approval = await store.approvals.append(anApproval());
      const code = aCode({
        approval,
        codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
        nonce: 'n-0S6',
      });
      const row = await store.codes.append(code);
      expect(await store.codes.find(row)).toEqual({ ...code, row, spentAt: undefined });
      await store.tokens.exchangeCode(row, NEW_YEAR + 3, anAccessToken());
      expect((await store.codes.find(row))?.spentAt).toBe(NEW_YEAR + 3);
    });

    it('keep what was left out as undefined', async () => {
      const code = aCode();
      const row = await store.codes.append(code);
      expect(await store.codes.find(row)).toEqual({ ...code, row, spentAt: undefined });
    });

    it('bring an access token and fill their approval with a refresh token', async () => {
      const approval = await store.approvals.append(anApproval());
      const row = await store.codes.append(aCode({ approval }));
      const issued = await store.tokens.exchangeCode(
        row,
        NEW_YEAR,
        anAccessToken(),
        aRefreshToken({ approval }),
      );
      expect((await store.refreshTokens.find(issued!.refreshToken!))?.approval).toMatchObject({
        row: approval,
        useCount: 1,
      });
      expect((await store.accessTokens.find(issued!.accessToken))?.approval).toBe(approval);
    });

    it('of many at once are kept and exchanged each for its own tokens', async () => {
      const users = Array.from({ length: 10 }, (_, i) => `0055g00000User${i}AAC`);
      const made = await Promise.all(
        users.map(async (userId, i) => {
          const code = aCode({ userId, nonce: i % 2 === 0 ? `n${i}` : undefined });
          return { userId, code, row: await store.codes.append(code) };
        }),
      );
      const found = await Promise.all(made.map(({ row }) => store.codes.find(row)));
      expect(found).toEqual(made.map(({ code, row }) => ({ ...code, row, spentAt: undefined })));
      const exchanged = made.map(async ({ userId, row }, i) => {
        const token = anAccessToken({ userId });
        const refreshToken = i % 2 === 0 ? aRefreshToken() : undefined;
        const issued = await store.tokens.exchangeCode(row, NEW_YEAR + i, token, refreshToken);
        return { token, refreshToken, issued: issued! };
      });
      for (const [i, { token, refreshToken, issued }] of (await Promise.all(exchanged)).entries()) {
        const { secretHash, userId } = token;
        expect(await store.accessTokens.find(issued.accessToken)).toMatchObject({ secretHash, userId });
        expect((await store.codes.find(made[i]!.row))?.spentAt).toBe(NEW_YEAR + i);
        if (refreshToken === undefined) expect(issued.refreshToken).toBeUndefined();
        else
          expect(await store.refreshTokens.find(issued.refreshToken!)).toMatchObject({
            secretHash: refreshToken.secretHash,
            approval: { userId },
          });
      }
    });

    it('are worth something once: of 200 exchanges at once one is answered', async () => {
      const row = await store.codes.append(aCode());
      const outcomes = await Promise.all(
        Array.from({ length: 200 }, () =>
          store.tokens.exchangeCode(row, NEW_YEAR, anAccessToken(), aRefreshToken()),
        ),
      );
      expect(outcomes.filter((outcome) => outcome !== undefined)).toHaveLength(1);
      expect(await store.approvals.live(USER, APP)).toHaveLength(1);
      expect(await store.tokens.exchangeCode(row, NEW_YEAR, anAccessToken())).toBeUndefined();
    });

    it('are worth nothing once their approval was revoked, and when they never were', async () => {
      const approval = await store.approvals.append(anApproval());
      const row = await store.codes.append(aCode({ approval }));
      await store.approvals.revoke(approval, NEW_YEAR + 1);
      expect(
        await store.tokens.exchangeCode(row, NEW_YEAR + 2, anAccessToken(), aRefreshToken({ approval })),
      ).toBeUndefined();
      expect(await store.tokens.exchangeCode(4242, NEW_YEAR, anAccessToken())).toBeUndefined();
      expect(await store.approvals.live(USER, APP)).toEqual([]);
    });
  });
}
