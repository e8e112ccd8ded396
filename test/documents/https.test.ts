/** The commands of docs/https.md, by a client in Node: what curl does with the same variables. */

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { builtCommand } from '../cli/built.ts';
import { emptyFolder, type Running, startServer } from '../cli/run.ts';

let ca: string;
let sf: Fauxforce;
beforeAll(async () => {
  ca = mkdtempSync(join(tmpdir(), 'fauxforce-ca-'));
  sf = await startFauxforce({ ca });
});
afterAll(async () => {
  await sf[Symbol.asyncDispose]();
  rmSync(ca, { recursive: true });
});

const FETCH = `
  const [url, body] = process.argv.slice(1);
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(body) });
  console.log(answer.status, (await answer.json()).instance_url);
`;

async function fetchElsewhere(url: string, env: Readonly<Record<string, string>>): Promise<string> {
  const { consumerKey, consumerSecret } = sf.apps.Client_Credentials ?? {};
  const body = `grant_type=client_credentials&client_id=${consumerKey}&client_secret=${consumerSecret}`;
  const args = ['--input-type=module', '--eval', FETCH, '--', url, body];
  const child = spawn(process.execPath, args, { env: { PATH: process.env.PATH, ...env } });
  const [out] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return out;
}

test('another process logs in by https, with the variables of certificates()', async () => {
  const { env, ca: certificate } = await sf.certificates();
  expect(readFileSync(certificate, 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----/);
  expect(await fetchElsewhere(`${sf.secureUrl}/services/oauth2/token`, env)).toBe(`200 ${sf.secureUrl}\n`);
});

test('another process logs in at a Salesforce host, with those of proxyEnvironment()', async () => {
  const host = 'https://acme.develop.my.salesforce.com';
  expect(await fetchElsewhere(`${host}/services/oauth2/token`, await sf.proxyEnvironment())).toBe(
    `200 ${host}\n`,
  );
});

const PAGE = readFileSync('docs/https.md', 'utf8');
/** What `npx fauxforce` runs. */
const command = await builtCommand();
const hasCurl = spawnSync('curl', ['--version']).status === 0;

/** The commands below a heading, for a shell on this machine. */
function commandsBelow(heading: string, port = '7332'): string {
  const [, commands = ''] = PAGE.split(`## ${heading}\n`)[1]?.match(/```sh\n(.*?)```/s) ?? [];
  return commands
    .replaceAll('npx fauxforce', `'${process.execPath}' '${command}'`)
    .replaceAll('7332', port)
    .replaceAll('curl ', 'curl --silent --show-error ');
}

async function runInShell(commands: string): Promise<string> {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, NODE_COMPILE_CACHE };
  const child = spawn('sh', ['-ec', commands], { cwd: await emptyFolder(), env });
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return out + errors;
}

describe.skipIf(!hasCurl)('the commands of docs/https.md, as written', () => {
  // Both look for the authority in the folder where they run.
  const inFolderOf = ({ port, folder }: Running, heading: string) =>
    runInShell(`cd '${folder}'\n${commandsBelow(heading, String(port))}`);
  const start = () => startServer({ args: ['--port', '0', '--store', ':memory:'] });

  test('https on localhost', async () => {
    const server = await start();
    const answer = JSON.parse(await inFolderOf(server, 'https on localhost'));
    expect(answer).toHaveProperty('instance_url', `https://localhost:${server.port}`);
  });

  test('the environment', async () => {
    const answer = JSON.parse(await inFolderOf(await start(), 'The environment'));
    expect(answer).toHaveProperty('instance_url', 'https://acme.develop.my.salesforce.com');
  });

  test('exec --proxy', async () => {
    const answer = JSON.parse(await runInShell(commandsBelow('exec --proxy')));
    expect(answer).toHaveProperty('instance_url', 'https://acme.develop.my.salesforce.com');
  });
});

test('docs/https.md has the three ways, and the README leads there', () => {
  for (const [, anchor = ''] of PAGE.matchAll(/^\| \[[^\]]+\]\(#([a-z-]+)\) \|/gm)) {
    const headings = [...PAGE.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);
    expect(headings.map((heading) => heading.toLowerCase().replaceAll(' ', '-'))).toContain(anchor);
  }
  expect(PAGE.match(/^\| \[/gm)).toHaveLength(3);
  expect(readFileSync('README.md', 'utf8')).toContain('(docs/https.md)');
});

test('docs/https.md says so', () => {
  for (const word of ['fauxforce certs', 'proxyEnvironment()', 'secureUrl', 'NODE_USE_ENV_PROXY=1'])
    expect(PAGE).toContain(word);
});
