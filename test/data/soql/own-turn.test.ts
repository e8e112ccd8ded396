/** Scans at the same time: each turn of the event loop has a slice of one. */
import { expect, test } from 'vitest';
import { ownTurn } from '../../../src/data/soql/own-turn.ts';
import { values } from './ask.ts';
import { id, MemorySource } from './memory-source.ts';

/** Counts turns of the event loop until the work is done. */
async function turnsOf(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  const count = () => {
    turns++;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await work;
  isDone = true;
  return turns;
}

test('turns come one after the other, in the order in which they were asked for', async () => {
  const order: string[] = [];
  let turn = 0;
  const count = () => {
    turn++;
    if (order.length < 6) setImmediate(count);
  };
  setImmediate(count);
  const scan = async (name: string) => {
    for (const _ of [1, 2]) {
      await ownTurn();
      order.push(`${name} ${turn}`);
    }
  };
  await Promise.all(['a', 'b', 'c'].map(scan));
  const [turns, names] = [order.map((own) => own.slice(2)), order.map((own) => own.slice(0, 1))];
  expect(names).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  expect(new Set(turns).size).toBe(6);
});

test('four scans take as many turns as one scan four times, and all find their rows', async () => {
  const rows = Array.from({ length: 6_000 }, (_, number) => ({
    Id: id('001', number),
    Name: `${number}`,
    IsDeleted: false,
  }));
  const source = new MemorySource({ rows: { Account: rows } });
  const scan = () => values("SELECT Name FROM Account WHERE Name LIKE '%77'", { source });
  const alone = await turnsOf(scan());
  const found: unknown[][] = [];
  const together = await turnsOf(Promise.all([1, 2, 3, 4].map(async () => found.push(await scan()))));
  expect(found.map(({ length }) => length)).toEqual([60, 60, 60, 60]);
  expect(alone).toBeGreaterThan(10);
  expect(together).toBeGreaterThan(4 * (alone - 3));
});
