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
