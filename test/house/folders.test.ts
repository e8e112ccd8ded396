/** Every folder of src has a page that says what it is for, and the files that pages and comments name are there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { COMMENTS, sources } from './sources.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SRC = join(ROOT, 'src');
const PARTS = ['Owns', 'Does not own', 'Enter at', 'Add one by'];
const LONGEST = 12;

const folders = [...new Set(sources.map(({ path }) => dirname(path)).flatMap(withParents))].sort();

/** `oauth/token/grants` -> itself, `oauth/token` and `oauth`. */
function withParents(folder: string): string[] {
  const parent = dirname(folder);
  return parent === '.' ? [folder] : [folder, ...withParents(parent)];
}

describe.each(folders)('src/%s/README.md', (folder) => {
  const page = join(SRC, folder, 'README.md');
  const text = existsSync(page) ? readFileSync(page, 'utf8') : '';

  test('says what the folder owns and does not own, where to enter it, and how to add to it', () => {
    const parts = Array.from(text.matchAll(/^\*\*(.+):\*\* ./gm), ([, part]) => part);
    expect({ title: text.split('\n')[0], parts }).toEqual({ title: `# ${folder}`, parts: PARTS });
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(LONGEST);
  });

  test('names files that are there', () => {
    expect(missing(namesOfFiles(text), [join(SRC, folder), SRC, ROOT])).toEqual([]);
  });
});

test.each(['architecture', 'adding'])('docs/%s.md names files that are there', (name) => {
  const paths = namesOfFiles(readFileSync(join(ROOT, `docs/${name}.md`), 'utf8'));
  const whole = paths.filter((path) => path.includes('/'));
  expect(missing(whole, [SRC, ROOT])).toEqual([]);
});

test('comments name files that are there', () => {
  const gone = sources.flatMap(({ path, text }) =>
    missing(namesInComments(text), [join(SRC, dirname(path)), SRC, ROOT]).map((name) => `${path}: ${name}`),
  );
  expect(gone).toEqual([]);
});

test('no page describes a folder that is gone', () => {
  const pages = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('README.md'));
  expect(pages.map(dirname).sort()).toEqual(folders);
});

function namesOfFiles(text: string): string[] {
  return Array.from(text.matchAll(/`([\w./-]+(?:\.(?:ts|md|yaml|jwks)|\/))`/g), ([, path = '']) => path);
}

/** Sources by any name, pages by their path: `token.md` alone is a collection of facts that is not here. */
function namesInComments(text: string): string[] {
  const comments = (text.match(COMMENTS) ?? []).join('\n');
  return comments.match(/[\w./-]+\.ts\b|[\w.-]+\/[\w./-]+\.md\b/g) ?? [];
}

/** @param roots where a path may begin */
function missing(paths: readonly string[], roots: readonly string[]): string[] {
  return paths.filter((path) => !roots.some((root) => existsSync(join(root, path))));
}
