/** docs/flows.md and docs/first-app.md are run from top to bottom: their URLs by a browser, their commands as a shell would. */
import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { Browser } from '../../src/testing/browser.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import { run } from '../cli/run.ts';
import { curl, type Variables } from '../helpers/curl.ts';
import { startDemo } from '../helpers/demo.ts';

const read = (name: string) => readFile(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
const page = await read('flows.md');
const HERE = 'http://localhost:7332';
const ADA = { username: 'ada@acme.example', password: 'correct-horse' };

const blocksOf = (text: string) =>
  Array.from(text.matchAll(/^```(url|sh|json|xml)\n([\s\S]*?)\n```$/gm), ([, kind = '', text = '']) => ({
    kind,
    text,
  }));

test.each(['flows.md', 'first-app.md'])('every command and URL of %s does what it says', async (name) => {
  const blocks = blocksOf(await read(name));
  expect(blocks.length).toBeGreaterThan(5);
  await using sf = await startDemo();
  const variables: Variables = new Map();
  let answer = '';
  for (const { kind, text } of blocks) {
    const there = text.replaceAll(HERE, sf.url);
    if (kind === 'url') remember(await visit(sf, there, variables), variables);
    if (kind === 'sh') answer = await runLines(there, variables, sf);
    if (kind === 'json' || kind === 'xml') expect(answer.replaceAll(sf.url, HERE)).toMatch(asPrinted(text));
  }
  expect(sf.journal.entries({ outcome: 'refused' })).toEqual([]);
});

test('no document has a command of ours that only a global install would find', async () => {
  const root = new URL('../../', import.meta.url);
  const names = ['README.md', ...(await readdir(new URL('docs/', root), { recursive: true }))];
  const bare: string[] = [];
  for (const name of names.filter((each) => each.endsWith('.md'))) {
    const text = await readFile(new URL(name === 'README.md' ? name : `docs/${name}`, root), 'utf8');
    for (const [, block = ''] of text.matchAll(/^```sh\n([\s\S]*?)\n```$/gm)) {
      const lines = block.split('\n').filter((line) => /(?:^|\$\(|[|&;] *)fauxforce\b(?!:)/.test(line));
      bare.push(...lines.map((line) => `${name}: ${line}`));
    }
  }
  expect(bare).toEqual([]);
});

test('a certificate is made by one line, the same wherever it stands', async () => {
  const seed = await readFile(new URL('../../docs/seed.md', import.meta.url), 'utf8');
  const line =
    'openssl req -x509 -newkey rsa:2048 -noenc -keyout app.key -out app.crt -days 365 -subj /CN=my-app';
  expect(page).toContain(`\n\`\`\`text\n${line}\n\`\`\`\n`);
  expect(seed).toContain(`\`${line}\``);
});

test('every grant that a log-in can use stands on the page', async () => {
  const supported = await readFile(new URL('../../docs/supported.md', import.meta.url), 'utf8');
  const grants = Array.from(
    /## Grants\n([\s\S]*?)(?:\n## |$)/.exec(supported)?.[1]?.matchAll(/^\| `([^`]+)` \|/gm) ?? [],
    ([, grant = '']) => grant,
  );
  expect(grants.length).toBeGreaterThan(5);
  expect(grants.filter((grant) => !page.includes(grant))).toEqual([]);
});

async function visit(
  sf: Fauxforce,
  url: string,
  variables: Variables,
): Promise<Readonly<Record<string, string>>> {
  if (!url.endsWith('/setup/connect')) return sf.login({ user: 'ada', url });
  const end = await new Browser().connect(sf.url, variables.get('user_code') ?? '', ADA);
  expect(end.callback ?? end.url).toContain('/setup/connect');
  return {};
}

/** @returns the body of the last answer */
async function runLines(text: string, variables: Variables, sf: Fauxforce): Promise<string> {
  let last = '';
  for (const line of text.replaceAll('\\\n', ' ').split('\n')) {
    const [, name = '', command] = /^(\w+)=\$\(npx fauxforce (.+)\)$/.exec(line) ?? [];
    if (command !== undefined) {
      const { code, stdout, stderr } = await run({ args: [...command.split(' '), '--url', sf.url] });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      variables.set(name, stdout.trim());
      continue;
    }
    const { status, body, location } = await curl(line.replace('curl -i ', 'curl '), variables);
    expect({ line, status, ok: status < 400 }).toEqual({ line, status, ok: true });
    last = body;
    if (location !== '') remember(Object.fromEntries(new URL(location).searchParams), variables);
    else if (body.startsWith('{')) remember(JSON.parse(body), variables);
  }
  return last;
}

/** Sets a variable for each member of an answer, and for each of the app in it. */
function remember(members: Readonly<Record<string, unknown>>, variables: Variables): void {
  const { app, ...others } = members;
  for (const [name, value] of Object.entries({ ...others, ...(app ?? {}) }))
    variables.set(name, String(value));
}

/** Whatever stands where the page has `…`. */
function asPrinted(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('…', '.*')}$`);
}
