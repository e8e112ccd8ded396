/** Snapshots that have a name, and calls of the API: of all processes, and in no snapshot. */
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/port.ts';
import { dumped } from '../dumped.ts';
import { NEW_YEAR } from '../records.ts';

const BOUNDS = { most: 3, characters: 100 };
const a = (name: string, characters = 10) => ({
  name,
  takenAt: NEW_YEAR,
  characters,
  document: Buffer.from(`\0${name}`),
});
const DAY = 86_400_000;

export function snapshotLaws(store: () => Store): void {
  describe('snapshots by name', () => {
    it('are listed, the newest first, and replaced by name', async () => {
      const { snapshots } = store();
      for (const name of ['one', 'two', 'one'])
        expect(await snapshots.keep(a(name, name.length), BOUNDS)).toBe(true);
      expect(await snapshots.list()).toEqual([
        { name: 'one', takenAt: NEW_YEAR, characters: 3 },
        { name: 'two', takenAt: NEW_YEAR, characters: 3 },
      ]);
      expect(await snapshots.document('one')).toEqual(Buffer.from('\0one'));
      expect(await snapshots.document('three')).toBeUndefined();
      expect(await snapshots.forget('one')).toBe(true);
      expect(await snapshots.forget('one')).toBe(false);
      expect((await snapshots.list()).map(({ name }) => name)).toEqual(['two']);
    });

    it('are kept as long as there is room, of those that come at once too', async () => {
      const { snapshots } = store();
      const kept = await Promise.all(
        ['1', '2', '3', '4', '5'].map((name) => snapshots.keep(a(name), BOUNDS)),
      );
      expect(kept.filter(Boolean)).toHaveLength(3);
      expect(await snapshots.keep(a('3', 80), BOUNDS)).toBe(true);
      expect(await snapshots.keep(a('3', 81), BOUNDS)).toBe(false);
      expect((await snapshots.list()).map(({ characters }) => characters)).toEqual([80, 10, 10]);
    });

    it('stay when the state is cleared or replaced', async () => {
      const { snapshots, state } = store();
      await snapshots.keep(a('one'), BOUNDS);
      await state.load(await dumped(store()), []);
      await state.clear();
      expect(await snapshots.document('one')).toEqual(Buffer.from('\0one'));
    });
  });

  describe('calls of the API', () => {
    it('are counted for a period from the first', async () => {
      const { apiUsage } = store();
      const add = (at: number, calls = 1) => apiUsage.add({ orgId: 'o', calls, at }, DAY);
      expect(await apiUsage.of('o')).toBeUndefined();
      expect(await add(NEW_YEAR, 5)).toEqual({ calls: 5, since: NEW_YEAR });
      await Promise.all(Array.from({ length: 20 }, () => add(NEW_YEAR + DAY - 1)));
      await apiUsage.add({ orgId: 'other', calls: 7, at: NEW_YEAR }, DAY);
      expect(await apiUsage.of('o')).toEqual({ calls: 25, since: NEW_YEAR });
      expect(await add(NEW_YEAR + DAY, 2)).toEqual({ calls: 2, since: NEW_YEAR + DAY });
      expect(await apiUsage.of('o')).toEqual({ calls: 2, since: NEW_YEAR + DAY });
    });

    it('go with their org, and not with the state', async () => {
      const { apiUsage, orgs, state } = store();
      for (const orgId of ['gone', 'left']) await apiUsage.add({ orgId, calls: 1, at: NEW_YEAR }, DAY);
      await orgs.forget({ orgIds: ['gone'], orgIdsOfSeed: [], userIds: [], consumerKeys: [] }, NEW_YEAR);
      await state.clear();
      expect(await apiUsage.of('gone')).toBeUndefined();
      expect(await apiUsage.of('left')).toEqual({ calls: 1, since: NEW_YEAR });
    });
  });
}
