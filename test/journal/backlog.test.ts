/** What waits to be written into the journal is bounded. */
import { expect, test } from 'vitest';
import { Backlog, type Waiting } from '../../src/journal/backlog.ts';
import { Trace } from '../../src/refusals/trace.ts';

const MIB = 1024 * 1024;

function request(id: number, characters = 0): Waiting {
  const trace = new Trace({ id: String(id), at: 0, method: 'GET', path: '/', startedAt: 0 });
  const answer = { status: 200, contentType: undefined, body: undefined, location: undefined };
  return { trace, answer, ms: 0, characters };
}

const ids = (waiting: readonly Waiting[]) => waiting.map(({ trace }) => trace.id);

test('the newest stay, and what they push out is let go together', () => {
  const backlog = new Backlog(10);
  for (let i = 0; i < 11; i++) backlog.add(request(i));
  expect(backlog.isOver).toBe(false);
  backlog.add(request(11));
  expect(backlog.isOver).toBe(true);
  expect(ids(backlog.pushedOut())).toEqual(['0', '1']);
  expect(backlog.isOver).toBe(false);
  expect(ids(backlog.take())).toEqual(['2', '3', '4', '5', '6', '7', '8', '9', '10', '11']);
  expect(backlog.length).toBe(0);
});

test('nothing is pushed out while there is room', () => {
  const backlog = new Backlog(10);
  backlog.add(request(0));
  expect(backlog.pushedOut()).toEqual([]);
  expect(ids(backlog.take())).toEqual(['0']);
});

test('where few are heavy, those that are pushed out make room', () => {
  const backlog = new Backlog(2);
  backlog.add(request(0, 8 * MIB));
  expect(backlog.isHeavy).toBe(false);
  backlog.add(request(1, 1));
  expect([backlog.isHeavy, backlog.isOver]).toEqual([true, false]);
  backlog.add(request(2, 1));
  expect([backlog.isHeavy, backlog.isOver]).toEqual([true, true]);
  expect(ids(backlog.pushedOut())).toEqual(['0']);
  expect(backlog.isHeavy).toBe(false);
});
