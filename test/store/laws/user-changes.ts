/** People who registered or changed. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/port.ts';
import { aUserChange } from '../records.ts';

export function userChangeLaws(given: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = given();
  });

  describe('changes of users', () => {
    it('are listed as they came, oldest first, or those after a row', async () => {
      const changes = [
        aUserChange({ newUsername: 'new@acme.example' }),
        aUserChange(),
        aUserChange({ changes: '{}' }),
      ];
      for (const change of changes) expect(await store.userChanges.append(change)).toBe(true);
      const listed = await store.userChanges.after(0);
      expect(listed.map(({ row: _, ...change }) => change)).toEqual(changes);
      expect(await store.userChanges.after(listed[1]!.row)).toEqual(listed.slice(2));
    });

    it('register a username once, among many at a time', async () => {
      const newUsername = 'new@acme.example';
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, () => store.userChanges.append(aUserChange({ newUsername }))),
      );
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      expect(await store.userChanges.after(0)).toHaveLength(1);
    });
  });
}
