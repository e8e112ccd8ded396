/** The commands of docs/https.md, by a client in Node: what curl does with the same variables. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';

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

test('docs/https.md says so', () => {
  const page = readFileSync('docs/https.md', 'utf8');
  for (const word of ['fauxforce certs', 'proxyEnvironment()', 'secureUrl', 'NODE_USE_ENV_PROXY=1'])
    expect(page).toContain(word);
});
