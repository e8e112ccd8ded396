/** The order of test files names some: each must be there. */
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LONG_IN_SHORT } from '../../scripts/longest-first.ts';

test('every file that begins its project is there', () => {
  const root = new URL('../../', import.meta.url);
  expect(LONG_IN_SHORT.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});
