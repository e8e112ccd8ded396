/** The journal as it is kept. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { JournalRoom, Store } from '../../../src/store/port.ts';
import { dumped } from '../dumped.ts';
import { NEW_YEAR } from '../records.ts';

export function journalLaws(given: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = given();
  });

  describe('journal', () => {
    const entry = (id: number) => ({ id: `j${id}`, at: NEW_YEAR + id, entry: `{"n":${id}}` });
    const room = (rows: number, bytes = 1_000, bytesOfOne = 100) => ({ rows, bytes, bytesOfOne });
    const newest = async (where: JournalRoom) =>
      (await store.journal.newest(where)).map(({ row: _, ...others }) => others);

    it('keeps the newest rows, newest first', async () => {
      await store.journal.append([entry(1), entry(2), entry(3)], 4);
      await store.journal.append([entry(4), entry(5)], 4);
      expect(await newest(room(10))).toEqual([entry(5), entry(4), entry(3), entry(2)]);
      expect(await newest(room(2))).toEqual([entry(5), entry(4)]);
      const { rows } = await store.journal.after(0, 10);
      expect(await store.journal.newest(room(10))).toEqual(rows.toReversed());
    });

    it('numbers what is appended together in one piece, and tells the last number', async () => {
      await store.journal.append([entry(1)], 10);
      const [last, next] = await Promise.all([
        store.journal.append([entry(2), entry(3), entry(4)], 10),
        store.journal.append([entry(5), entry(6)], 10),
      ]);
      const { rows } = await store.journal.after(0, 10);
      const rowOf = (id: string) => rows.find((row) => row.id === id)?.row;
      expect(['j2', 'j3', 'j4'].map(rowOf)).toEqual([last - 2, last - 1, last]);
      expect(['j5', 'j6'].map(rowOf)).toEqual([next - 1, next]);
    });

    it('is read as far as there is room, without rows that are too large', async () => {
      const fat = { ...entry(2), entry: `{"n":"${'x'.repeat(93)}"}` };
      await store.journal.append([entry(1), fat, entry(3), entry(4)], 10);
      const [one, three, four] = [entry(1), entry(3), entry(4)];
      expect(await newest(room(10))).toEqual([four, three, one]);
      expect(await newest(room(10, 1_000, 101))).toEqual([four, three, fat, one]);
      expect(await newest(room(10, 2 ** 40, 2 ** 40))).toHaveLength(4);
      expect(await newest(room(10, 14))).toEqual([four, three]);
      expect(await newest(room(10, 13))).toEqual([four]);
      expect(await newest(room(3))).toEqual([four, three]);
    });

    it('counts bytes, not characters', async () => {
      const umlauts = { ...entry(1), entry: `{"n":"${'ä'.repeat(47)}"}` };
      await store.journal.append([umlauts], 10);
      expect(await newest(room(10, 1_000, 101))).toEqual([]);
      expect(await newest(room(10, 1_000, 102))).toEqual([umlauts]);
    });

    it('lets go of very many rows in several appends', async () => {
      await store.journal.append(
        Array.from({ length: 120 }, (_, at) => entry(at)),
        200,
      );
      await store.journal.append([entry(120)], 2);
      expect(await newest(room(200, 10_000))).toHaveLength(70);
      await store.journal.append([entry(121)], 2);
      await store.journal.append([entry(122)], 2);
      expect(await newest(room(200, 10_000))).toEqual([entry(122), entry(121)]);
    });

    it('tells what came after a row, and up to where it was cleared', async () => {
      const start = await store.journal.end();
      await store.journal.append([entry(1), entry(2), entry(3)], 10);
      const { rows, cleared } = await store.journal.after(start, 2);
      expect(cleared).toBe(0);
      expect(rows.map(({ row: _, ...others }) => others)).toEqual([entry(1), entry(2)]);
      const [last, ...more] = (await store.journal.after(rows[1]!.row, 10)).rows;
      expect([last, more]).toEqual([{ row: await store.journal.end(), ...entry(3) }, []]);
      await store.journal.clear();
      expect(await store.journal.after(0, 10)).toEqual({ rows: [], cleared: last!.row, behind: [] });
      await store.journal.append([entry(4)], 10);
      expect((await store.journal.after(last!.row, 10)).rows).toHaveLength(1);
    });

    it('can be cleared and goes on', async () => {
      await store.journal.append([entry(1), entry(2)], 2);
      await store.journal.clear();
      expect(await newest(room(10))).toEqual([]);
      await store.journal.append([entry(3), entry(4), entry(5)], 2);
      expect(await newest(room(10))).toEqual([entry(5), entry(4)]);
    });

    describe('of several processes', () => {
      const MINUTE = 60_000;
      const behind = async () => (await store.journal.after(0, 10)).behind;

      it('says which have not written all of theirs, until they have', async () => {
        const { journal } = store;
        await Promise.all([journal.fallBehind('b', MINUTE), journal.fallBehind('a', MINUTE)]);
        await journal.fallBehind('a', MINUTE);
        expect(await journal.after(0, 10)).toEqual({ rows: [], cleared: 0, behind: ['a', 'b'] });
        await journal.append([entry(1)], 10);
        expect(await behind()).toEqual(['a', 'b']);
        await journal.append([entry(2)], 10, 'a');
        const news = await journal.after(0, 10);
        expect([news.behind, news.rows.map(({ id }) => id)]).toEqual([['b'], ['j1', 'j2']]);
        await journal.append([entry(3)], 10, 'c');
        expect(await behind()).toEqual(['b']);
      });

      it('says it of one that in the end had nothing to write, until it says so', async () => {
        await store.journal.append([entry(1), entry(2)], 10);
        await store.journal.fallBehind('a', MINUTE);
        await store.journal.append([], 10, 'a');
        expect(await behind()).toEqual([]);
        expect(await newest(room(10))).toEqual([entry(2), entry(1)]);
      });

      it('says it no longer once the time is over that a process gave itself, if nothing prolonged it', async () => {
        const { journal } = store;
        await Promise.all([journal.fallBehind('long', MINUTE), journal.fallBehind('short', 1)]);
        await expect.poll(behind).toEqual(['long']);
        await journal.fallBehind('short', MINUTE);
        expect(await behind()).toEqual(['long', 'short']);
        await journal.fallBehind('long', 0.5);
        await expect.poll(behind).toEqual(['short']);
      });

      it('says it no longer than a minute, whatever a process gave itself', async () => {
        await store.journal.fallBehind('a', 1_000 * MINUTE);
        expect(await behind()).toEqual(['a']);
      });

      it('takes any text for a process', async () => {
        const runs = ["'; delete from journal; --", '{a,"b"}', 'ä\0'];
        for (const run of runs) await store.journal.fallBehind(run, MINUTE);
        expect(new Set(await behind())).toEqual(new Set(runs));
        for (const run of runs) await store.journal.append([], 10, run);
        expect(await behind()).toEqual([]);
      });

      it('keeps the mark of one whose rows are refused', async () => {
        const wrong = { ...entry(1), entry: null as unknown as string };
        await store.journal.fallBehind('a', MINUTE);
        await expect(store.journal.append([entry(2), wrong], 10, 'a')).rejects.toThrow();
        expect(await store.journal.after(0, 10)).toMatchObject({ rows: [], behind: ['a'] });
      });

      it('keeps the marks when it is cleared, and when the state is: those have not written theirs still', async () => {
        await store.journal.fallBehind('a', MINUTE);
        await store.journal.clear();
        await store.state.load(await dumped(store), []);
        await store.state.clear();
        expect(await behind()).toEqual(['a']);
      });
    });
  });
}
