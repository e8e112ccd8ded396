/** docs/supported.md is no promise without proof: each row's test names it, or docs/limits.md does. */
import { readdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { READ, SUPPORTED, supportedDocument } from '../../scripts/supported.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFile(new URL(path, ROOT), 'utf8');

test('docs/supported.md is what `npm run docs` writes', async () => {
  expect(await read('docs/supported.md')).toBe(supportedDocument());
});

describe.each(Object.entries(SUPPORTED))('%s', (_title, rows) => {
  test.each(rows)('$name', async ({ name, proof }) => {
    if ('test' in proof) {
      const text = await withHelpers(`test/${proof.test}`);
      expect(text.includes(name), `test/${proof.test} does not name it`).toBe(true);
      return;
    }
    const sections = (await read('docs/limits.md')).split(/^## /m);
    const section = sections.find((text) => text.startsWith(`${proof.limits}\n`));
    expect(section, `docs/limits.md has no heading '${proof.limits}'`).toBeDefined();
    expect(section).toContain(name);
  });
});

test('each grant and each parameter that one declares has its proof', () => {
  const names = (title: string) => SUPPORTED[title]?.map(({ name }) => name) ?? [];
  const grants = [...READ.keys()].filter((type) => !type.includes(' '));
  expect(names('Grants')).toEqual(expect.arrayContaining(grants));
  expect(names('Parameters and headers')).toEqual(expect.arrayContaining([...READ.values()].flat()));
});

/** A test file and the helpers beside it. */
async function withHelpers(file: string): Promise<string> {
  const folder = dirname(file);
  const beside = (await readdir(new URL(folder, ROOT))).filter((name) =>
    /^(?!.*\.test\.ts$).*\.ts$/.test(name),
  );
  const texts = await Promise.all([file, ...beside.map((name) => `${folder}/${name}`)].map(read));
  return texts.join('\n');
}
