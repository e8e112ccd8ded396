/** SAML messages count once, and the keys of an org's identity provider go with the org. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/port.ts';
import { freshHash, NEW_YEAR } from '../records.ts';

export function usedAssertionLaws(given: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = given();
  });

  describe('used assertions', () => {
    it('are new once, among many at a time', async () => {
      const hash = freshHash();
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => store.usedAssertions.use(hash)));
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      expect(await store.usedAssertions.use(hash)).toBe(false);
      const mixed = [hash, freshHash(), freshHash()].map((one) => store.usedAssertions.use(one));
      expect(await Promise.all(mixed)).toEqual([false, true, true]);
    });
  });

  it('the key of an identity provider is forgotten with its org', async () => {
    const [gone, other] = ['00D5g000001GoneEAC', '00D5g000002OthrEAC'] as const;
    for (const id of [gone, other]) {
      const key = { owner: `saml ${id}`, kid: 'saml', privateKey: 'PEM', createdAt: NEW_YEAR };
      expect(await store.signingKeys.append(key, undefined)).toBe(true);
    }
    await store.orgs.forget({ orgIds: [gone], orgIdsOfSeed: [], userIds: [], consumerKeys: [] }, NEW_YEAR);
    expect(await store.signingKeys.newest(`saml ${gone}`)).toEqual([]);
    expect(await store.signingKeys.newest(`saml ${other}`)).toHaveLength(1);
  });
}
