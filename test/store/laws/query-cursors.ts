/** Query cursors, which pages of answers are read from. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { QueryCursor, Store } from '../../../src/store/port.ts';
import { NEW_YEAR } from '../records.ts';

const whose = { orgId: '00D5g000004AcmeEAC', userId: '0055g00000AdaByAAC' };

function aCursor(id: string, changes: Partial<QueryCursor> = {}): QueryCursor {
  return { id, family: id, ...whose, head: '{"n":1}', size: 5, chunk: 2, lifetime: 1_000, ...changes };
}

export function queryCursorLaws(given: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = given();
  });

  const open = (cursor: QueryCursor, at = NEW_YEAR) => store.queryCursors.open(cursor, { at, most: 3 });
  const read = (id: string, first = 0, last = 9, at = NEW_YEAR) =>
    store.queryCursors.read({ id, ...whose, at, first, last });
  const isThere = async (id: string, at = NEW_YEAR) =>
    (await store.queryCursors.find({ id, ...whose, at })) !== undefined;

  describe('query cursors', () => {
    it('give their chunks back in order, whoever wrote when', async () => {
      await open(aCursor('a'));
      await store.queryCursors.append('a', ['[1,2]', '[3,4]']);
      await store.queryCursors.append('a', ['[5]']);
      expect(await read('a')).toEqual({ head: '{"n":1}', chunks: ['[1,2]', '[3,4]', '[5]'] });
      expect(await read('a', 1, 1)).toEqual({ head: '{"n":1}', chunks: ['[3,4]'] });
      expect(await store.queryCursors.find({ id: 'a', ...whose, at: NEW_YEAR })).toEqual({
        size: 5,
        chunk: 2,
      });
    });

    it('are those of one user of one org', async () => {
      await open(aCursor('a'));
      const page = { id: 'a', at: NEW_YEAR, first: 0, last: 9 };
      expect(await store.queryCursors.read({ ...page, ...whose, userId: 'other' })).toBeUndefined();
      expect(await store.queryCursors.read({ ...page, ...whose, orgId: 'other' })).toBeUndefined();
      expect(await store.queryCursors.find({ ...page, ...whose, orgId: 'other' })).toBeUndefined();
      expect(await read('b')).toBeUndefined();
    });

    it('live on with every use, and no longer', async () => {
      await open(aCursor('a'));
      expect(await read('a', 0, 9, NEW_YEAR + 999)).toBeDefined();
      expect(await isThere('a', NEW_YEAR + 1_998)).toBe(true);
      expect(await isThere('a', NEW_YEAR + 1_999)).toBe(false);
      expect(await read('a', 0, 9, NEW_YEAR + 1_999)).toBeUndefined();
      await open(aCursor('b'), NEW_YEAR + 2_000);
      expect(await isThere('a')).toBe(false);
    });

    it('make room for newer ones, family by family', async () => {
      await open(aCursor('a'));
      await open(aCursor('a1', { family: 'a' }));
      await open(aCursor('b'));
      await open(aCursor('b1', { family: 'b' }));
      await open(aCursor('c'));
      await open(aCursor('elsewhere', { userId: 'other' }));
      expect(await Promise.all(['a', 'a1', 'b', 'b1', 'c'].map((id) => isThere(id)))).toEqual(
        Array(5).fill(true),
      );
      await store.queryCursors.append('a', ['[1]']);
      await open(aCursor('d'));
      expect(await Promise.all(['a', 'a1', 'b', 'b1', 'c', 'd'].map((id) => isThere(id)))).toEqual([
        false,
        false,
        true,
        true,
        true,
        true,
      ]);
    });

    it('can be closed, the others of their family stay', async () => {
      await open(aCursor('a'));
      await open(aCursor('a1', { family: 'a' }));
      await store.queryCursors.append('a', ['[1]']);
      await store.queryCursors.close('a');
      expect(await isThere('a')).toBe(false);
      expect(await isThere('a1')).toBe(true);
      await open(aCursor('a'));
      expect((await read('a'))?.chunks).toEqual([]);
    });

    it('are gone with their org, and with everything', async () => {
      await open(aCursor('a'));
      await store.orgs.forget(
        { orgIds: [whose.orgId], orgIdsOfSeed: [], userIds: [], consumerKeys: [] },
        NEW_YEAR,
      );
      expect(await isThere('a')).toBe(false);
      await open(aCursor('b'));
      await store.state.clear();
      expect(await isThere('b')).toBe(false);
    });
  });
}
