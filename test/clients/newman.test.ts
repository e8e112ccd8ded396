/** Newman, Postman's command line, runs docs/postman/ as it stands. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { COLLECTION, environmentOf } from '../../scripts/postman-collection.ts';
import { Browser } from '../../src/testing/browser.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { run } from '../cli/run.ts';
import { runs } from './helpers/proof.ts';
import { Client } from './helpers/run-client.ts';
import { ada } from './helpers/visit.ts';

const NEWMAN = fileURLToPath(new URL('node_modules/newman/bin/newman.js', import.meta.url));
const CALLBACK = 'http://localhost:3000/callback';
const CHALLENGE = {
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256',
};

const folder = mkdtempSync(join(tmpdir(), 'fauxforce-newman-'));
let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce({ ca: join(folder, 'ca') });
});
afterAll(async () => {
  await sf[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => sf.reset());

type Variables = Readonly<Record<string, string>>;

const environment = (): Variables =>
  Object.fromEntries(environmentOf(sf.orgs[0]!, sf.url).map(({ key, value }) => [key, value]));

async function newman(variables: Variables, options: readonly string[] = [], env: Variables = {}) {
  const given = Object.entries(variables).flatMap(([name, value]) => ['--env-var', `${name}=${value}`]);
  const client = await Client.start({
    command: [
      process.execPath,
      NEWMAN,
      ...['run', fileURLToPath(COLLECTION), '--ignore-redirects', '--color', 'off'],
      ...['--reporters', 'cli,json', '--reporter-json-export', join(folder, 'report.json')],
      ...given,
      ...options,
    ],
    env,
  });
  const { code, stdout } = await client.ended();
  const { run: report } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as {
    run: { failures: { source: { name: string }; error: { message: string } }[]; executions: unknown[] };
  };
  const failures = report.failures.map(({ source, error }) => `${source.name}: ${error.message}`);
  expect({ failures, code }, stdout).toEqual({ failures: [], code: 0 });
  return report.executions.length;
}

/** What a person would copy from the address bar. */
async function codes(): Promise<Variables> {
  const code = async (app: string, more: Variables) =>
    (await sf.login({ app, user: 'ada', redirect_uri: CALLBACK, ...more })).code ?? '';
  return {
    code: await code('Web_Server', { scope: 'api refresh_token' }),
    hybridCode: await code('Web_Server', { scope: 'api web refresh_token' }),
    pkceCode: await code('Web_Server_PKCE', CHALLENGE),
  };
}

/** What the command line prints. */
async function assertions(jwt: readonly string[], bearer: readonly string[], sso: readonly string[]) {
  const printed = async (...args: string[]) => {
    const { stdout, stderr } = await run({ args: [...args, '--user', 'ada', '--url', sf.url] });
    expect(stderr).toBe('');
    return stdout.trim();
  };
  return {
    jwtAssertion: await printed('jwt', '--app', 'JWT_Bearer', ...jwt),
    samlAssertion: await printed('saml', '--grant', 'bearer', '--app', 'JWT_Bearer', ...bearer),
    ssoAssertion: await printed('saml', '--grant', 'sso', ...sso),
    subjectToken: await printed('jwt', '--app', 'JWT_Bearer', '--claim', 'email=ada@acme.example'),
  };
}

/** The refusals that the collection means to meet. */
function refusals(): (string | undefined)[] {
  return sf.journal.entries({ outcome: 'refused' }).map(({ refusal }) => refusal?.name);
}

it('runs all of the collection by http', runs('newman', 'collection'), async () => {
  const ran = await newman({ ...environment(), ...(await codes()), ...(await assertions([], [], [])) });
  expect(ran).toBeGreaterThan(50);
  expect(refusals()).toEqual(['device.pending']);
});

it('gets the token of a device that somebody allowed', runs('newman', 'device'), async () => {
  const kept = join(folder, 'environment.json');
  await newman(environment(), ['--folder', 'Device: codes', '--export-environment', kept]);
  const { values } = JSON.parse(readFileSync(kept, 'utf8')) as { values: { key: string; value: string }[] };
  const userCode = values.find(({ key }) => key === '_userCode')?.value ?? '';
  await new Browser().connect(sf.url, userCode, ada);
  await newman({}, ['--folder', 'Device: token', '--environment', kept]);
  expect(sf.journal.last({ endpoint: 'token' })).toMatchObject({ grantType: 'device', outcome: 'answered' });
});

it('runs all of the collection through the proxy, on Salesforce’s own hosts', async () => {
  const hosts = {
    url: 'https://login.salesforce.com',
    site: 'https://acme.develop.my.salesforce.com',
    experience: 'https://acme.develop.my.site.com/customers',
  };
  const signed = await assertions(
    ['--aud', hosts.url],
    ['--aud', hosts.url, '--recipient', `${hosts.url}/services/oauth2/token`],
    ['--aud', hosts.site, '--recipient', `${hosts.site}/services/oauth2/token`],
  );
  const variables = { ...environment(), ...hosts, ...(await codes()), ...signed };
  const ran = await newman(variables, [], await sf.proxyEnvironment());
  expect(ran).toBeGreaterThan(50);
  expect(refusals()).toEqual(['device.pending']);
  const called = sf.journal.entries({ endpoint: 'rest' });
  expect(called.length).toBeGreaterThan(15);
});
