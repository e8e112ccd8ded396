/** Documents with very much wrong: what is said of it is bounded, and so is the work of finding words for it. */
import { describe, expect, test } from 'vitest';
import { nearestTo } from '../../src/ground/nearest.ts';
import { readSeedDocument } from '../../src/seed/load.ts';
import { linesOf } from './helpers.ts';

const many = <Item>(length: number, make: (i: number) => Item): Item[] =>
  Array.from({ length }, (_, i) => make(i));
const keys = (length: number) => Object.fromEntries(many(length, (i) => [`key${i}`, 1]));

describe('problems', () => {
  test.each([
    [500, 500],
    [501, 501],
    [60_000, 501],
  ])('of %i unknown keys are %i', (length, lines) => {
    expect(linesOf(() => readSeedDocument(keys(length)))).toHaveLength(lines);
  });

  test('beyond those that are told are counted', () => {
    expect(linesOf(() => readSeedDocument(keys(60_000))).at(-1)).toBe(
      'key500: is the first of 59500 more problems: mend those above first',
    );
  });

  test('do not each repeat all names there are', () => {
    const document = {
      profiles: many(5_000, (i) => ({ name: `Profile ${i}` })),
      users: many(5_000, (i) => ({ username: `u${i}@a.example`, profile: `No such thing at all ${i}` })),
    };
    const lines = linesOf(() => readSeedDocument(document));
    expect(lines).toHaveLength(501);
    expect(lines[0]).toContain("the org has no profile 'No such thing at all 0'");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(5_000);
  });
});

test('the nearest word is looked for among a thousand', () => {
  const words = many(2_000, (i) => `${'x'.repeat(20)}${i}`);
  words[999] = 'callbackUrls';
  words[1_000] = 'callbackUrl';
  expect(nearestTo('callbackUrl', words)).toBe('callbackUrls');
  expect(nearestTo('callbackUrl', words.slice(0, 999))).toBeUndefined();
});
