/** When an outage begins and ends, without a database. */
import { expect, test } from 'vitest';
import { ServerAvailability } from '../../../src/store/postgres/server-availability.ts';

const NONE_LEFT = Object.assign(new Error('too many connections'), { code: '53300' });
const HELD = Object.assign(new Error('lock timeout'), { code: '55P03' });
const noneLeft = 'The database x has no connection left: let it take more, or run fewer replicas.';
const held = 'The database x is held by another replica or session for too long: look into pg_stat_activity.';

function anAvailability(probe: (isDoubted: boolean) => Promise<unknown>) {
  const availability = new ServerAvailability('The database x');
  const told: (string | undefined)[] = [];
  availability.listen((problem) => told.push(problem));
  availability.probeBy(probe);
  return { availability, told };
}

test('an outage of several reasons is told once, and has the newest', async () => {
  let wrong: Error | undefined = NONE_LEFT;
  const { availability, told } = anAvailability(async () => {
    if (wrong) throw wrong;
  });
  availability.explain(HELD);
  expect(availability.problem).toBe(held);
  expect(await availability.check()).toBe(noneLeft);
  wrong = undefined;
  expect(await availability.check()).toBeUndefined();
  expect(told).toEqual([held, undefined]);
  availability.close();
});

test('what fails while it is looked at keeps an outage from being over, until one more look', async () => {
  const doubts: boolean[] = [];
  let failures = 1;
  const { availability, told } = anAvailability(async (isDoubted) => {
    doubts.push(isDoubted);
    if (failures-- > 0) availability.explain(HELD);
  });
  expect(await availability.check()).toBeUndefined();
  expect(doubts).toEqual([false, true]);
  failures = 2;
  expect(await availability.check()).toBe(held);
  expect(told).toEqual([held, undefined, held]);
  availability.close();
});

test('it is looked for by itself, and not once the store is closed', async () => {
  let looks = 0;
  const { availability, told } = anAvailability(async () => {
    if (++looks < 2) throw NONE_LEFT;
  });
  availability.explain(HELD);
  await expect.poll(() => told, { timeout: 3_000 }).toEqual([held, undefined]);
  expect(looks).toBe(2);
  availability.explain(HELD);
  availability.close();
  availability.explain(HELD);
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(looks).toBe(2);
});

test('what fails alone is told in words, and says nothing of the rest', () => {
  const { availability, told } = anAvailability(async () => undefined);
  expect(availability.inWords(NONE_LEFT)).toMatchObject({ name: 'StoreUnavailable', message: noneLeft });
  const bug = new Error('a bug');
  expect(availability.inWords(bug)).toBe(bug);
  expect(told).toEqual([]);
});
