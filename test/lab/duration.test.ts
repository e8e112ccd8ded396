import { expect, test } from 'vitest';
import { readDuration } from '../../src/ground/duration.ts';

test.each([
  ['250ms', 250],
  ['90s', 90_000],
  ['15m', 900_000],
  ['2h', 7_200_000],
  ['3d', 259_200_000],
  ['1h30m', 5_400_000],
  ['1.5h', 5_400_000],
  ['-2h', -7_200_000],
  [' 2h ', 7_200_000],
])('%s', (text, milliseconds) => {
  expect(readDuration(text)).toBe(milliseconds);
});

test.each(['', '2', 'h', '2w', '2 h', '--2h', '1h-30m', '1e3s', 'Infinityh'])('%j is none', (text) => {
  expect(readDuration(text)).toBeUndefined();
});
