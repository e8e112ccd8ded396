/** docs/testing.md shows the samples as they run, and names what is there. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { testingDocument } from '../../scripts/testing-document.ts';
import { startFauxforce } from '../../src/testing/index.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFile(new URL(path, ROOT), 'utf8');
const page = await read('docs/testing.md');

test('its samples are what `npm run docs` writes', () => {
  expect(page).toBe(testingDocument());
});

test('it shows the sample of every framework', () => {
  const samples = Array.from(page.matchAll(/^<!-- sample: (\S+) -->$/gm), ([, path]) => path);
  expect(samples.sort()).toEqual([
    'test/clients/in-playwright.ts',
    'test/samples/in-jest.js',
    'test/samples/in-node-test.ts',
    'test/samples/in-vitest.test.ts',
    'test/samples/orders-client.ts',
    'test/samples/rotation-race.test.ts',
  ]);
});

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
