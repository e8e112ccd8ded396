/** Documents that are made from code are up to date, and the catalogue is fit to be read. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { lastPeersSection } from '../../bench/peers/section.ts';
import { cliDocument } from '../../scripts/cli-document.ts';
import { clientsDocument } from '../../scripts/clients-document.ts';
import { errorFamilyDocuments, errorsDocument } from '../../scripts/errors-document.ts';
import { policiesDocument } from '../../scripts/policies-document.ts';
import { catalogueInWords } from '../../src/refusals/in-words.ts';
import { recipeInWords } from '../../src/refusals/recipe-in-words.ts';
import { pinned } from '../clients/helpers/proof.ts';
import { readResults } from '../clients/results.ts';

const ROOT = new URL('../../', import.meta.url);

test.each([
  ['errors.md', errorsDocument],
  ['policies.md', policiesDocument],
  ['cli.md', cliDocument],
  ['clients.md', clientsDocument],
])('docs/%s is what `npm run docs` writes', async (name, document) => {
  expect(await readFile(new URL(`docs/${name}`, ROOT), 'utf8')).toBe(await document());
});

test('docs/performance.md tells of the peers what was measured last', async () => {
  // Where this fails: npm run bench -- peers.
  expect(await readFile(new URL('docs/performance.md', ROOT), 'utf8')).toContain(lastPeersSection());
});

test('docs/errors has a page for each family, as `npm run docs` writes it', async () => {
  const folder = new URL('docs/errors/', ROOT);
  const names = await readdir(folder);
  const pages = names.map(async (name) => [name, await readFile(new URL(name, folder), 'utf8')] as const);
  expect(new Map(await Promise.all(pages))).toEqual(await errorFamilyDocuments());
});

test('docs/clients.md tells of each client that a test proves, in the version that is pinned', async () => {
  const proved: string[] = [];
  for (const folder of ['test/clients', 'test/languages']) {
    for (const name of await readdir(new URL(folder, ROOT))) {
      if (!name.endsWith('.test.ts')) continue;
      const text = await readFile(new URL(`${folder}/${name}`, ROOT), 'utf8');
      for (const [, client = ''] of text.matchAll(/\b(?:runs|replays)\(\s*'([^']+)'/g)) proved.push(client);
    }
  }
  const results = readResults();
  // Where this fails: npm run test:all, then npm run docs.
  expect(results.map(({ client }) => client).sort()).toEqual(Array.from(new Set(proved)).sort());
  for (const { client, version, how } of results) {
    if (how === 'run') expect({ client, version }).toEqual({ client, version: pinned(client) });
  }
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
      /^(?:(?:authorize|token|identity-and-resources|model|clients|rest-data|soap-data)\.md \d|setup-pages\.md [A-Z\d])/,
    );
  });
});

describe('links', () => {
  test('of a document lead to what is packed with it, and to headings that are there', async () => {
    const { files } = JSON.parse(await readFile(new URL('package.json', ROOT), 'utf8')) as {
      files: string[];
    };
    const packed = [...files, 'README.md', 'LICENSE', 'package.json'];
    const pages = [...(await pagesIn('docs')), ...(await pagesIn('src'))];
    const dead: string[] = [];
    for (const name of ['README.md', 'CHANGELOG.md', ...pages]) {
      const text = await readFile(new URL(name, ROOT), 'utf8');
      for (const [, target = '', heading] of text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)]*))?\)/g)) {
        const file = new URL(target || name.replace(/^.*\//, ''), new URL(name, ROOT));
        const path = file.pathname.slice(ROOT.pathname.length);
        const isPacked =
          packed.includes(path.split('/')[0] ?? '') && (await stat(file).catch(() => undefined));
        const isThere = isPacked && (heading === undefined || (await headingsOf(file)).has(heading));
        if (!isThere) dead.push(`${name} -> ${target}${heading === undefined ? '' : `#${heading}`}`);
      }
    }
    expect(dead).toEqual([]);
  });
});

async function pagesIn(folder: string): Promise<string[]> {
  const names = await readdir(new URL(`${folder}/`, ROOT), { recursive: true });
  return names.filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`);
}

const headings = new Map<string, ReadonlySet<string>>();

/** The anchors of a page: those that GitHub makes of its headings, and those it sets itself. */
async function headingsOf(file: URL): Promise<ReadonlySet<string>> {
  const known = headings.get(file.href) ?? anchorsIn(await readFile(file, 'utf8'));
  headings.set(file.href, known);
  return known;
}

function anchorsIn(text: string): ReadonlySet<string> {
  const ofHeadings = Array.from(text.matchAll(/^#+ (.+)$/gm), ([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
  const set = Array.from(text.matchAll(/<a id="([^"]+)">/g), ([, id = '']) => id);
  return new Set([...ofHeadings, ...set]);
}

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
