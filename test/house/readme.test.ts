/** What README.md shows first is what happens. */
import { readFile } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { requestRows } from '../../src/cli/log/log-rows.ts';
import { startFauxforce } from '../../src/testing/index.ts';

const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');

/** Every curl command of the page, and the line that it prints. */
const samples = Array.from(
  readme.matchAll(/^\$ curl ((?:.+\\\n)*.+)\n(.+)$/gm),
  ([, words = '', printed = '']) => ({
    path: new URL(words.split(' ')[0] ?? '').pathname,
    form: new URLSearchParams(Array.from(words.matchAll(/-d (\S+)/g), ([, pair = '']) => pair).join('&')),
    printed,
  }),
);

test('its curl commands print what it says, and the terminal says why', async () => {
  await using sf = await startFauxforce();
  expect(samples).toHaveLength(2);
  for (const { path, form, printed } of samples) {
    const answer = await fetch(sf.url + path, { method: 'POST', body: form });
    const body = (await answer.text()).replaceAll(sf.url, 'http://localhost:7332');
    expect(body).toMatch(asPrinted(printed));
  }
  const [refused] = sf.journal.entries({ outcome: 'refused' });
  if (!refused) throw new Error('nothing was refused');
  const entry = { ...refused, at: '2026-11-29T09:41:07.000Z', id: 'mx1pi5kx-1' };
  const rows = requestRows(entry, 100, 'http://localhost:7332/_fauxforce/console/journal/mx1pi5kx-1');
  expect(readme).toContain(`\n${stripVTControlCharacters(rows.join('\n'))}\n\`\`\`\n`);
});

/** Whatever stands where the page has `…`. */
function asPrinted(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('…', '.*')}$`);
}
