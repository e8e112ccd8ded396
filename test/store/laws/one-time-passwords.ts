/** One-time passwords, which frontdoor URLs hold. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/port.ts';
import { aOneTimePassword, NEW_YEAR } from '../records.ts';

export function oneTimePasswordLaws(given: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = given();
  });

  describe('one-time passwords', () => {
    it('are found as they were made', async () => {
      const password = aOneTimePassword();
      const row = await store.oneTimePasswords.append(password);
      expect(await store.oneTimePasswords.find(row)).toEqual({ ...password, row, spentAt: undefined });
      expect(await store.oneTimePasswords.find(row + 1)).toBeUndefined();
    });

    it('are spent once: of 200 at once one succeeds', async () => {
      const row = await store.oneTimePasswords.append(aOneTimePassword());
      const spent = await Promise.all(
        Array.from({ length: 200 }, () => store.oneTimePasswords.spend(row, NEW_YEAR + 1)),
      );
      expect(spent.filter(Boolean)).toHaveLength(1);
      expect((await store.oneTimePasswords.find(row))?.spentAt).toBe(NEW_YEAR + 1);
      expect(await store.oneTimePasswords.spend(row + 1, NEW_YEAR)).toBe(false);
    });
  });
}
