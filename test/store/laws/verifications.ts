/** Codes that were sent to people. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/port.ts';
import { aVerification, freshHash, NEW_YEAR } from '../records.ts';

export function verificationLaws(given: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = given();
  });

  describe('verifications', () => {
    it('are found by row and, the newest, by user and purpose', async () => {
      const first = await store.verifications.append(aVerification());
      const second = await store.verifications.append(aVerification({ details: '{"n":2}' }));
      await store.verifications.append(aVerification({ purpose: 'forgot-password' }));
      const { userId } = aVerification();
      expect((await store.verifications.newest(userId, 'passwordless-login'))?.row).toBe(second);
      expect(await store.verifications.find(second)).toMatchObject({ details: '{"n":2}', attempts: 0 });
      expect((await store.verifications.find(first))?.spentAt).toBeUndefined();
      expect(await store.verifications.find(4242)).toBeUndefined();
      expect(await store.verifications.newest('0055g000000NobodyAA', 'passwordless-login')).toBeUndefined();
    });

    it('are worth something once, among many at a time', async () => {
      const { secretHash } = aVerification();
      const row = await store.verifications.append(aVerification({ secretHash }));
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, () => store.verifications.use(row, secretHash, NEW_YEAR + 5, 5)),
      );
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      expect(await store.verifications.find(row)).toMatchObject({ attempts: 1, spentAt: NEW_YEAR + 5 });
    });

    it('are worth nothing after too many attempts', async () => {
      const { secretHash } = aVerification();
      const row = await store.verifications.append(aVerification({ secretHash }));
      for (let i = 0; i < 3; i++) {
        expect(await store.verifications.use(row, freshHash(), NEW_YEAR, 3)).toBe(false);
      }
      expect(await store.verifications.use(row, secretHash, NEW_YEAR, 3)).toBe(false);
      expect(await store.verifications.find(row)).toMatchObject({ attempts: 3, spentAt: undefined });
    });
  });
}
