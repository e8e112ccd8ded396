/** docs/testing.md shows the samples as they run, and names what is there. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { withSamples } from '../../scripts/testing-document.ts';
import { startFauxforce } from '../../src/testing/index.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFile(new URL(path, ROOT), 'utf8');
const page = await read('docs/testing.md');

test.each(['README.md', 'docs/testing.md'] as const)(
  'the samples of %s are what `npm run docs` writes',
  async (name) => {
    expect(await read(name)).toBe(withSamples(name));
  },
);

test('it shows the sample of every framework', () => {
  expect(samplesOf(page)).toEqual([
    'test/clients/in-playwright.ts',
    'test/samples/in-jest.js',
    'test/samples/in-node-test.ts',
    'test/samples/in-vitest.test.ts',
    'test/samples/orders-client.ts',
    'test/samples/rotation-race.test.ts',
    'test/samples/shared-session-worker.ts',
    'test/samples/shared-session.ts',
  ]);
});

test.each(['README.md', 'docs/testing.md'])(
  'each sample of %s is whole: what it imports stands on the page too',
  async (name) => {
    const text = await read(name);
    const shown = samplesOf(text).map((path) => basename(path ?? ''));
    const imported = Array.from(
      text.matchAll(/from '\.\/([^']+)'|'([\w-]+-worker\.ts)'/g),
      ([, from, forked]) => from ?? forked,
    );
    expect(imported.length).toBeGreaterThan(0);
    expect(imported.filter((file) => !shown.includes(file ?? ''))).toEqual([]);
  },
);

function samplesOf(text: string): string[] {
  return Array.from(text.matchAll(/^<!-- sample: (\S+) -->$/gm), ([, path]) => path ?? '').sort();
}

test('what it imports is exported by the package', async () => {
  const { exports } = JSON.parse(await read('package.json')) as { exports: Record<string, unknown> };
  const imported = Array.from(page.matchAll(/'fauxforce(\/[^']+)'/g), ([, entry]) => `.${entry}`);
  expect(Object.keys(exports)).toEqual(expect.arrayContaining(imported));
});

test('it tells of every member', async () => {
  await using sf = await startFauxforce();
  await using org = await sf.org();
  const members = Object.keys({ ...sf, ...org });
  expect(members.filter((member) => !page.includes(`\`${member}`) && !page.includes(`.${member}`))).toEqual(
    [],
  );
});
