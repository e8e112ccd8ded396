/** Private keys that sign tokens. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/port.ts';
import { aSigningKey, NEW_YEAR } from '../records.ts';

export function signingKeyLaws(given: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = given();
  });

  describe('signing keys', () => {
    const newest = async () => (await store.signingKeys.newest(aSigningKey().owner))[0]?.row;

    it('are found as they were made, newest first, and never more than three', async () => {
      const keys = [1, 2, 3, 4].map((day) => aSigningKey({ createdAt: NEW_YEAR - day }));
      for (const key of keys) expect(await store.signingKeys.append(key, await newest())).toBe(true);
      const found = await store.signingKeys.newest(keys[0]!.owner);
      expect(found).toEqual([keys[3], keys[2], keys[1]].map((key) => ({ ...key, row: expect.any(Number) })));
    });

    it("are their owner's alone", async () => {
      const key = aSigningKey();
      const other = aSigningKey({ owner: '00D5g000004OtheEAC', kid: key.kid });
      expect(await store.signingKeys.newest(key.owner)).toEqual([]);
      expect(await store.signingKeys.append(key, undefined)).toBe(true);
      expect(await store.signingKeys.append(other, undefined)).toBe(true);
      expect(await store.signingKeys.newest(key.owner)).toHaveLength(1);
    });

    it('are appended only after the one that was the newest: of 20 at once one is kept', async () => {
      const race = async (after: number | undefined) => {
        const attempts = Array.from({ length: 20 }, () => store.signingKeys.append(aSigningKey(), after));
        return (await Promise.all(attempts)).filter(Boolean).length;
      };
      expect(await race(undefined)).toBe(1);
      expect(await race(await newest())).toBe(1);
      expect(await race(undefined)).toBe(0);
      expect(await store.signingKeys.newest(aSigningKey().owner)).toHaveLength(2);
    });
  });
}
