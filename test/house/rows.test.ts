/** No row of the facts about records is silent: a test showed it, or docs/limits.md says why none does. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { expectRow } from '../rows/expect-row.ts';
import { afterRun, readResults, resultsText } from '../rows/results.ts';
import { everyRow, ROWS, type Row } from '../rows/row.ts';

const shown = new Set(readResults().map(({ row }) => row));
const limited = everyRow().filter(([id, row]) => !shown.has(id) && typeof row !== 'string');

test('each row is shown by a test or stands in docs/limits.md', () => {
  const silent = everyRow().filter(([id, row]) => !shown.has(id) && typeof row === 'string');
  expect(silent.map(([id]) => id)).toEqual([]);
});

test('each row is shown or limited, not both', () => {
  const both = everyRow().filter(([id, row]) => shown.has(id) && typeof row !== 'string');
  expect(both.map(([id]) => id)).toEqual([]);
});

test.each(Object.keys(ROWS))('of %s one row in twenty stands in docs/limits.md at most', (document) => {
  const of = (rows: readonly (readonly [string, Row])[]) => rows.filter(([id]) => id.startsWith(document));
  expect(of(limited).length).toBeLessThanOrEqual(of(everyRow()).length / 20);
});

test('what stands in docs/limits.md stands there', async () => {
  const sections = (await readFile('docs/limits.md', 'utf8')).split(/^## /m);
  for (const [id, row] of limited) {
    if (typeof row === 'string') continue;
    const section = sections.find((text) => text.startsWith(`${row.limits}\n`));
    expect(section, `docs/limits.md has no heading '${row.limits}' (${id})`).toContain(row.words);
  }
});

test('what was shown are rows, by tests that are there', () => {
  const ids = new Set(everyRow().map(([id]) => id));
  for (const { row, file } of readResults()) {
    expect(ids, `test/rows/results.tsv: ${row} is no row`).toContain(row);
    expect(existsSync(`test/${file}`), `test/rows/results.tsv: test/${file} is not there`).toBe(true);
  }
});

test('a run changes the rows of the files that it went through, and of no other', () => {
  const shown = (row: string, file: string) => ({ row, file });
  const before = [shown('b', 'two.test.ts'), shown('a', 'one.test.ts'), shown('c', 'one.test.ts')];
  const now = [shown('d', 'one.test.ts'), shown('a', 'one.test.ts'), shown('d', 'one.test.ts')];
  expect(resultsText(afterRun(before, new Set(['one.test.ts']), now))).toBe(
    'a\tone.test.ts\nb\ttwo.test.ts\nd\tone.test.ts\n',
  );
  expect(resultsText(afterRun(before, new Set(), []))).toBe(resultsText(before));
});

test('a row is named by a whole answer alone', () => {
  const answer = { status: 200, body: '{"id":"001"}', headers: { vary: 'x' } };
  const row = 'rest-data 2.1/created';
  for (const [status, body, headers] of [
    [201, answer.body, {}],
    [200, '{"id":"002"}', {}],
    [200, '{"id"', {}],
    [200, /"id"/, {}],
    [200, /^\{.*\}$/, {}],
    [200, /^\{[^\n]+\}$/, {}],
    [200, answer.body, { vary: undefined }],
    [200, answer.body, { location: 'x' }],
  ] as const)
    expect(() => expectRow(row, answer, status, body, headers)).toThrow();
});
