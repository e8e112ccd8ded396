/** What the last run of `npm run mutants` found is enough, and explained. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mutantsDocument } from '../../scripts/mutants-document.ts';
import { explanationOf } from '../mutants/explained.ts';
import { modules } from '../mutants/modules.ts';
import { readResults, scoreOf } from '../mutants/results.ts';

const results = readResults();

test('the files that are changed exist', () => {
  const files = Object.values(modules).flatMap((module) => module.files);
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});

test.each(Object.entries(results))(
  '%s: nine mutants of ten are noticed, and of the tenth it is known why',
  (name, result) => {
    expect(modules).toHaveProperty([name]);
    expect(scoreOf(result)).toBeGreaterThanOrEqual(90);
    expect(result.survivors.filter((survivor) => explanationOf(survivor) === undefined)).toEqual([]);
  },
);

test('docs/mutants.md is what `npm run docs` writes', () => {
  expect(readFileSync('docs/mutants.md', 'utf8')).toBe(mutantsDocument());
});
