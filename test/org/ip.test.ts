/** Addresses in ranges: both ends belong to them, and an IPv4 address is the same in the form of version 6 (model.md 4.2). */
import { expect, test } from 'vitest';
import { isInRanges } from '../../src/org/ip.ts';

const OFFICE = [
  { start: '10.0.0.2', end: '10.0.0.4' },
  { start: '192.0.2.9', end: '192.0.2.9' },
  { start: '2001:db8::2', end: '2001:db8::4' },
];
/** 10.0.0.2 to 10.0.0.4 */
const MAPPED = [{ start: '::ffff:10.0.0.2', end: '::ffff:10.0.0.4' }];

test.each([
  ['10.0.0.1', false],
  ['10.0.0.2', true],
  ['10.0.0.3', true],
  ['10.0.0.4', true],
  ['10.0.0.5', false],
  ['192.0.2.8', false],
  ['192.0.2.9', true],
  ['192.0.2.10', false],
  ['2001:db8::1', false],
  ['2001:db8::2', true],
  ['2001:db8::4', true],
  ['2001:db8::5', false],
  ['2001:0DB8:0:0::3', true],
  ['::ffff:10.0.0.1', false],
  ['::ffff:10.0.0.2', true],
  ['::FFFF:10.0.0.4', true],
  ['::ffff:a00:3', true],
  ['::ffff:10.0.0.5', false],
  ['::10.0.0.3', false],
  ['', false],
  ['10.0.0', false],
  ['010.0.0.3', false],
  ['10.0.0.3 ', false],
  ['localhost', false],
])('%j: %s', (address, isInside) => {
  expect(isInRanges(address, OFFICE)).toBe(isInside);
});

test.each([
  ['::ffff:10.0.0.1', false],
  ['::ffff:10.0.0.2', true],
  ['::ffff:10.0.0.4', true],
  ['::ffff:10.0.0.5', false],
  ['10.0.0.1', false],
  ['10.0.0.2', true],
  ['10.0.0.4', true],
  ['10.0.0.5', false],
])('%j in a range that is written in the form of version 6: %s', (address, isInside) => {
  expect(isInRanges(address, MAPPED)).toBe(isInside);
});

test('no ranges hold nobody', () => {
  expect(isInRanges('10.0.0.1', [])).toBe(false);
});

test('ranges are compiled once: whoever changes them replaces them', () => {
  const ranges = [{ start: '10.0.0.1', end: '10.0.0.1' }];
  expect(isInRanges('10.0.0.1', ranges)).toBe(true);
  ranges.pop();
  expect(isInRanges('10.0.0.1', ranges)).toBe(true);
  expect(isInRanges('10.0.0.1', [...ranges])).toBe(false);
});
