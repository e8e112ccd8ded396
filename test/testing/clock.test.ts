/** Time in words and in milliseconds. */
import { expect, test } from 'vitest';
import { LabClock } from '../../src/ground/clock.ts';
import { TestClock } from '../../src/testing/clock.ts';

function frozenClock(): TestClock {
  const lab = new LabClock();
  const clock = new TestClock(() => lab);
  clock.freeze();
  clock.set('2027-01-01T00:00:00Z');
  return clock;
}

const shown = (clock: TestClock) => new Date(clock.now()).toISOString();

test.each([
  ['2h', '2027-01-01T02:00:00.000Z'],
  ['1h30m', '2027-01-01T01:30:00.000Z'],
  ['3d', '2027-01-04T00:00:00.000Z'],
  ['-5m', '2026-12-31T23:55:00.000Z'],
  [1500, '2027-01-01T00:00:01.500Z'],
])('advance(%j)', (by, now) => {
  const clock = frozenClock();
  clock.advance(by);
  expect(shown(clock)).toBe(now);
});

test.each(['2028-02-29T12:00:00+01:00', 1835434800000, new Date('2028-02-29T11:00:00Z')])('set(%j)', (to) => {
  const clock = frozenClock();
  clock.set(to);
  expect(shown(clock)).toBe('2028-02-29T11:00:00.000Z');
});

test.each(['2 hours', '', 'h', Number.NaN, Number.POSITIVE_INFINITY, '999999999999d'])(
  'refuses advance(%j)',
  (by) => {
    const clock = frozenClock();
    expect(() => clock.advance(by)).toThrow(`clock.advance '${by}' is no length of time: write 90s, 15m`);
    expect(shown(clock)).toBe('2027-01-01T00:00:00.000Z');
  },
);

test.each(['tomorrow', Number.NaN, new Date('x')])('refuses set(%j)', (to) => {
  const clock = frozenClock();
  expect(() => clock.set(to)).toThrow('is not an instant: write 2027-01-01T00:00:00Z or milliseconds');
  expect(shown(clock)).toBe('2027-01-01T00:00:00.000Z');
});

test('reset lets it run with the machine again', () => {
  const clock = frozenClock();
  expect(clock.frozen).toBe(true);
  clock.reset();
  expect(clock.frozen).toBe(false);
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(10_000);
});
