/** Walks through flows: of all processes, and of the state that they walk through. */
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/port.ts';
import { dumped } from '../dumped.ts';
import { NEW_YEAR } from '../records.ts';

const MOST = 3;
const hold = (holder: string, at = NEW_YEAR) => ({ holder, at, until: at + 1_000 });

export function walkLaws(store: () => Store): void {
  describe('walks', () => {
    const add = (id: string) => store().walks.add(id, `${id}: begun`, MOST);
    const there = async (...ids: string[]) =>
      (await Promise.all(ids.map((id) => store().walks.find(id)))).map((text) => text !== undefined);

    it('are found, the newest of all', async () => {
      for (const id of ['a', 'b', 'c']) await add(id);
      expect(await store().walks.find('a')).toBe('a: begun');
      expect(await store().walks.find('z')).toBeUndefined();
      await add('d');
      expect(await there('a', 'b', 'c', 'd')).toEqual([false, true, true, true]);
      await Promise.all(['e', 'f', 'g', 'h'].map(add));
      expect((await there('d', 'e', 'f', 'g', 'h')).filter(Boolean)).toHaveLength(MOST);
      expect(await there('d')).toEqual([false]);
    });

    it('are held by one, who writes how far they have come, until they are let go', async () => {
      const { walks } = store();
      await add('a');
      expect(await walks.take('a', hold('ada'))).toEqual({ text: 'a: begun' });
      expect(await walks.take('a', hold('bob'))).toBe('busy');
      expect(await walks.find('a')).toBe('a: begun');
      expect(await walks.write('a', 'no', hold('bob'))).toBe(false);
      expect(await walks.write('a', 'a: a hop', { holder: 'ada', until: NEW_YEAR + 5_000 })).toBe(true);
      expect(await walks.find('a')).toBe('a: a hop');
      expect(await walks.take('a', hold('bob', NEW_YEAR + 4_999))).toBe('busy');
      expect(await walks.write('a', 'a: two hops', { holder: 'ada', until: 0 })).toBe(true);
      expect(await walks.take('a', hold('bob'))).toEqual({ text: 'a: two hops' });
    });

    it('are taken over from a holder who lets the time go by, and are not theirs any more', async () => {
      const { walks } = store();
      await add('a');
      await walks.take('a', hold('ada'));
      expect(await walks.take('a', hold('bob', NEW_YEAR + 999))).toBe('busy');
      expect(await walks.take('a', hold('bob', NEW_YEAR + 1_000))).toEqual({ text: 'a: begun' });
      expect(await walks.write('a', 'no', { holder: 'ada', until: 0 })).toBe(false);
      expect(await walks.take('a', hold('ada', NEW_YEAR + 1_001))).toBe('busy');
    });

    it('are neither taken nor written when they are not there', async () => {
      const { walks } = store();
      expect(await walks.take('a', hold('ada'))).toBeUndefined();
      await add('a');
      await walks.take('a', hold('ada'));
      for (const id of ['b', 'c', 'd']) await add(id);
      expect(await walks.write('a', 'no', { holder: 'ada', until: 0 })).toBe(false);
      expect(await walks.find('a')).toBeUndefined();
    });

    it('are in no dump, and go when the state is cleared or replaced', async () => {
      await add('a');
      const dump = await dumped(store());
      expect(JSON.stringify(dump)).not.toContain('begun');
      await store().state.load(dump, []);
      expect(await there('a')).toEqual([false]);
      await add('b');
      await store().state.clear();
      expect(await there('b')).toEqual([false]);
      await add('a');
      expect(await there('a')).toEqual([true]);
    });
  });
}
