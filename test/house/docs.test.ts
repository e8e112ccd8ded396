/** Documents that are made from code are up to date, and the catalogue is fit to be read. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { cliDocument } from '../../scripts/cli-document.ts';
import { errorsDocument } from '../../scripts/errors-document.ts';
import { policiesDocument } from '../../scripts/policies-document.ts';
import { catalogueInWords } from '../../src/refusals/in-words.ts';
import { recipeInWords } from '../../src/refusals/recipe-in-words.ts';

const ROOT = new URL('../../', import.meta.url);

test.each([
  ['errors.md', errorsDocument],
  ['policies.md', policiesDocument],
  ['cli.md', cliDocument],
])('docs/%s is what `npm run docs` writes', async (name, document) => {
  expect(await readFile(new URL(`docs/${name}`, ROOT), 'utf8')).toBe(await document());
});

describe('every refusal can be read before it happened', () => {
  test.each(catalogueInWords().map((refusal) => [refusal.name, refusal] as const))('%s', (_name, refusal) => {
    const said = [refusal.why, refusal.error_description, refusal.fix, ...recipeInWords(refusal.recipe)].join(
      '\n',
    );
    expect(said).not.toMatch(/undefined|\[object|\[Function|NaN|Invalid Date/);
    expect(refusal.why).not.toBe('');
    expect(refusal.fix).toMatch(/\.$/);
    expect(refusal.evidence.section).toMatch(
      /^(?:authorize|token|identity-and-resources|model|clients)\.md \d/,
    );
  });
});

test('no document names a file of the project that is not there', async () => {
  const pages = (await readdir(new URL('docs/', ROOT), { recursive: true })).filter((name) =>
    name.endsWith('.md'),
  );
  const missing: string[] = [];
  for (const name of ['README.md', 'CHANGELOG.md', ...pages.map((page) => `docs/${page}`)]) {
    const text = await readFile(new URL(name, ROOT), 'utf8');
    for (const [, target] of text.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)) {
      const found = await stat(new URL(target as string, new URL(name, ROOT))).catch((error) => error.code);
      if (found === 'ENOENT') missing.push(`${name} -> ${target}`);
    }
  }
  expect(missing).toEqual([]);
});

test('every runtime dependency is justified in docs/dependencies.md', async () => {
  const { dependencies } = JSON.parse(await readFile(new URL('package.json', ROOT), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const text = await readFile(new URL('docs/dependencies.md', ROOT), 'utf8');
  const justified = Array.from(text.matchAll(/^\| `([^`]+)` \|/gm), ([, name]) => name);
  expect(justified.sort()).toEqual(Object.keys(dependencies).sort());
});

test('the lock file names no registry', async () => {
  expect(await readFile(new URL('package-lock.json', ROOT), 'utf8')).not.toContain('"resolved"');
});
