/** A request of the journal as a test: what was sent, and that it is answered so again. */
import type { JournalEntry } from '../../journal/entry.ts';
import { isFingerprint } from '../fingerprint.ts';
import { messageOf } from './message.ts';
import { variableFor } from './variables.ts';

export function asTest(entry: JournalEntry): string {
  const { refusal, status, response, method, path } = entry;
  const secrets = Object.entries(entry.request).some(([, value]) => isFingerprint(value)) || entry.token;
  const body = response.body;
  const said =
    body === undefined || hasFingerprints(body)
      ? []
      : typeof body === 'string'
        ? [`expect(await answer.text()).toBe(${quoted(body)});`]
        : [`expect(await answer.json()).toEqual(${JSON.stringify(body)});`];
  return [
    "import { startFauxforce } from 'fauxforce/testing';",
    "import { expect, test } from 'vitest';",
    '',
    ...(secrets ? ['const { env } = process;', ''] : []),
    `test(${quoted(`${method} ${path} ${refusal ? `is refused: ${refusal.name}` : `answers ${status}`}`)}, async () => {`,
    ...[
      '// Your seed: startFauxforce({ seed: "seed.yaml" }). Without one it serves the demo org.',
      'await using sf = await startFauxforce();',
      ...call(entry),
      `expect(answer.status).toBe(${status});`,
      ...said,
      refusal
        ? `expect(sf.journal.last()?.refusal?.name).toBe(${quoted(refusal.name)});`
        : 'expect(sf.journal.last()?.outcome).toBe("answered");',
    ].map((line) => `  ${line}`),
    '});',
    '',
  ].join('\n');
}

function call(entry: JournalEntry): string[] {
  const { method, form } = messageOf(entry);
  const isInQuery = form === undefined && Object.keys(entry.request).length > 0 && entry.endpoint !== 'soap';
  const parameters = Object.entries(entry.request).map(
    ([name, value]) =>
      `  ${quoted(name)}: ${isFingerprint(value) ? `env.${variableFor(name)} ?? ''` : quoted(value)},`,
  );
  const hasParameters = form !== undefined || isInQuery;
  return [
    ...(hasParameters ? ['const parameters = new URLSearchParams({', ...parameters, '});'] : []),
    `const url = sf.url + ${quoted(entry.path)}${isInQuery ? " + '?' + parameters" : ''};`,
    'const answer = await fetch(url, {',
    ...(method === 'GET' ? [] : [`  method: ${quoted(method)},`]),
    ...(form ? ['  body: parameters,'] : []),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the template is in the test that is written
    ...(entry.token ? ['  headers: { authorization: `Bearer ${env.ACCESS_TOKEN}` },'] : []),
    "  redirect: 'manual',",
    '});',
  ];
}

function hasFingerprints(body: unknown): boolean {
  return JSON.stringify(body).includes('sha256:');
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
