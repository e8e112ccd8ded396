/** docs/setup-to-seed.md: its keys are those of a seed, and its bodies are taken. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { startFauxforce } from '../../src/testing/index.ts';

const ROOT = new URL('../../', import.meta.url);
const page = await readFile(new URL('docs/setup-to-seed.md', ROOT), 'utf8');

interface Row {
  readonly label: string;
  readonly keys: readonly string[];
  /** JSON, or empty where the lab takes none. */
  readonly body: string;
}

/** The tables of the page by their headings. */
const sections = page
  .split(/^## /m)
  .slice(1)
  .map((text) => {
    const rows = Array.from(
      text.matchAll(/^\| (?!in Setup)([^|]+) \| ([^|]+) \|(?: `(.+)`)? \|$/gm),
      ([, label = '', keys = '', body = '']): Row => ({
        label,
        keys: Array.from(keys.matchAll(/`(\w+)`/g), ([, key = '']) => key),
        body,
      }),
    );
    return { title: text.split('\n')[0] ?? '', rows };
  });

/** Where the keys of a section stand in docs/seed.md, and what the bodies are sent to. */
const PLACES: Readonly<Record<string, readonly [heading: string, path: string]>> = {
  Apps: ['apps[]', '/apps/3MVG9Demo.Web_Server_PKCE'],
  'Policies of an app': ['apps[]', '/apps/3MVG9Demo.Web_Server_PKCE'],
  'Settings of the org': ['org.settings', '/orgs/00D5g000004AcmeEAC'],
  'Profiles, permission sets, custom scopes': ['The document', '/orgs/00D5g000004AcmeEAC'],
  Users: ['users[]', '/users/grace@acme.example'],
};

test('every key is one of a seed', async () => {
  const seed = await readFile(new URL('docs/seed.md', ROOT), 'utf8');
  expect(sections.map(({ title }) => title)).toEqual(Object.keys(PLACES));
  for (const { title, rows } of sections) {
    const [heading = ''] = PLACES[title] ?? [];
    const section =
      seed.split(/^## /m).find((text) => text.replaceAll('`', '').startsWith(`${heading}\n`)) ?? '';
    const unknown = rows.flatMap(({ keys }) => keys).filter((key) => !section.includes(`\n| \`${key}\` |`));
    expect({ title, rows: rows.length > 4, unknown }).toEqual({ title, rows: true, unknown: [] });
  }
});

test('every body is taken by a running server', async () => {
  await using sf = await startFauxforce();
  const refused: string[] = [];
  for (const { title, rows } of sections) {
    const [, path] = PLACES[title] ?? [];
    for (const { label, keys, body } of rows.filter((row) => row.body !== '')) {
      const answer = await fetch(`${sf.url}/_fauxforce${path}`, { method: 'PATCH', body });
      const isAbout = keys.some((key) => body.includes(`"${key}"`));
      if (!answer.ok || !isAbout) refused.push(`${label}: ${await answer.text()}`);
    }
  }
  expect(refused).toEqual([]);
});
