/** `fauxforce token` and `fauxforce jwt`: ways into a running server from a shell. */
import { createPublicKey, generateKeyPairSync, verify, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEMO_KEY } from '../../src/seed/demo.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { weakKey } from '../helpers/weak-key.ts';
import { emptyFolder, run } from './run.ts';

const fresh = freshServers();

const APPS =
  'Web_Server, Web_Server_PKCE, Rotating, Client_Credentials, JWT_Bearer, Username_Password, Admin_Approved, Token_Exchange, Device, User_Agent, Headless, Limited_Scope, Service_Provider, PlatformCLI';
const USERS = 'ada@acme.example, grace@acme.example, integration@acme.example, vera@acme.example';

function ask(sf: Fauxforce, ...args: string[]) {
  return run({ args: [...args, '--url', sf.url] });
}

async function usernameOf(sf: Fauxforce, token: string): Promise<string | undefined> {
  const answer = await fetch(`${sf.url}/services/oauth2/userinfo`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return ((await answer.json()) as { preferred_username?: string }).preferred_username;
}

function claimsOf(assertion: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(assertion.split('.')[1]!, 'base64url').toString());
}

describe('token', () => {
  test('prints an access token that works, alone on its line', async () => {
    const sf = await fresh();
    for (const app of ['Web_Server', '3MVG9Demo.Web_Server', 'PlatformCLI']) {
      const { code, stdout, stderr } = await ask(sf, 'token', '--app', app, '--user', 'ada@acme.example');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/^00D5g000004Acme!\S+\n$/);
      expect(await usernameOf(sf, stdout.trim())).toBe('ada@acme.example');
    }
  });

  test('says on a terminal what it leaves behind', async () => {
    const sf = await fresh();
    const { stdout, stderr } = await run({
      args: ['token', '--app', 'Web_Server', '--user', 'ada', '--url', sf.url],
      env: { NODE_OPTIONS: '--import=data:text/javascript,process.stderr.isTTY=true' },
    });
    expect(stdout).toMatch(/^00D\S+\n$/);
    expect(stderr).toBe(
      'it leaves what a log-in would: the approval of the app by the user, and a refresh token if the scopes have it; DELETE /_fauxforce/tokens takes it back\n',
    );
  });

  test('with --scope and --json', async () => {
    const sf = await fresh();
    const order = ['token', '--app', 'Web_Server', '--user', 'grace', '--scope', 'api openid'];
    const answer = JSON.parse((await ask(sf, ...order, '--json')).stdout);
    expect(answer).toMatchObject({ scope: 'openid api', instance_url: sf.url, token_type: 'Bearer' });
    expect(await usernameOf(sf, answer.access_token)).toBe('grace@acme.example');
  });

  test('an app of the user’s own org comes before one of the same name elsewhere', async () => {
    const app = { name: 'Portal', consumerKey: '3MVG9Initech' };
    const sf = await fresh({ seed: { org: { name: 'Initech' }, apps: [app] } });
    await using org = await sf.org({
      users: [{ username: 'eve@orders.example' }],
      apps: [{ name: 'Portal', consumerKey: '3MVG9Orders' }],
    });
    const order = ['token', '--app', 'Portal', '--user', 'eve'];
    expect((await ask(sf, ...order)).code).toBe(0);
    const { tokens } = (await (await fetch(`${sf.url}/_fauxforce/tokens`)).json()) as {
      tokens: { client_id: string; kind: string }[];
    };
    expect(tokens.find(({ kind }) => kind === 'access')).toMatchObject({ client_id: '3MVG9Orders' });
    expect((await ask(sf, ...order, '--org', org.id)).code).toBe(0);
    expect(await ask(sf, ...order, '--org', sf.orgs[0]!.id)).toEqual({
      code: 2,
      stdout: '',
      stderr: "fauxforce: there is no user 'eve': there are admin@initech.example\n",
    });
  });

  test.each([
    [[], `--user is missing: there are ${USERS}`],
    [['--user', 'ada'], `--app is missing: there are ${APPS}`],
    [['--user', 'eda', '--app', 'Web_Server'], `there is no user 'eda': there are ${USERS}`],
    [
      ['--user', 'ada@acme.exampel', '--app', 'x'],
      "there is no user 'ada@acme.exampel': did you mean 'ada@acme.example'?",
    ],
    [['--user', 'ada', '--app', 'Webserver'], "there is no app 'Webserver': did you mean 'Web_Server'?"],
    [
      ['--user', 'ada', '--app', 'Web_Server', '--scope', 'apy'],
      "scope 'apy' is not one of the app's: it has api refresh_token openid id web",
    ],
    [['--user', 'ada', '--org', 'x'], "there is no org 'x': GET /_fauxforce/orgs lists them"],
  ])('%j is wrong usage', async (args, sentence) => {
    const sf = await fresh();
    expect(await ask(sf, 'token', ...args)).toEqual({
      code: 2,
      stdout: '',
      stderr: `fauxforce: ${sentence}\n`,
    });
  });
});

describe('jwt', () => {
  const demo = ['jwt', '--app', 'JWT_Bearer', '--user', 'ada'];

  test('prints an assertion for three minutes of the org’s time, signed with the demo key', async () => {
    const sf = await fresh();
    sf.clock.freeze();
    sf.clock.set(Date.parse('2027-01-01T00:00:00Z'));
    const { code, stdout, stderr } = await ask(sf, ...demo);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [header = '', claims = '', signature = ''] = stdout.trim().split('.');
    expect(Buffer.from(header, 'base64url').toString()).toBe('{"alg":"RS256"}');
    expect(Buffer.from(claims, 'base64url').toString()).toBe(
      `{"iss":"3MVG9Demo.JWT_Bearer","sub":"ada@acme.example","aud":"${sf.url}","exp":1798761780}`,
    );
    const { publicKey } = new X509Certificate(readFileSync(DEMO_KEY.replace(/key$/, 'crt')));
    const signed = Buffer.from(`${header}.${claims}`);
    expect(verify('sha256', signed, publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  test('--aud, --expires, --json', async () => {
    const sf = await fresh();
    sf.clock.freeze();
    sf.clock.set(Date.parse('2027-01-01T00:00:00Z'));
    const { stdout } = await ask(
      sf,
      ...demo,
      '--aud',
      'https://login.salesforce.com',
      '--expires',
      '2h',
      '--json',
    );
    expect(claimsOf(JSON.parse(stdout).assertion)).toMatchObject({
      aud: 'https://login.salesforce.com',
      exp: 1798768800,
    });
  });

  test('--claim adds a claim, or says another value of one: JSON, or text', async () => {
    const sf = await fresh();
    const claims = ['jti=7', 'name=Ada L', 'aud=["https://login.salesforce.com"]', 'sub=', 'x={"a":1}'];
    const { stdout } = await ask(sf, ...demo, ...claims.flatMap((claim) => ['--claim', claim]));
    expect(claimsOf(stdout)).toEqual({
      iss: '3MVG9Demo.JWT_Bearer',
      sub: '',
      aud: ['https://login.salesforce.com'],
      exp: expect.any(Number),
      jti: 7,
      name: 'Ada L',
      x: { a: 1 },
    });
    for (const claim of ['jti', '=7']) {
      expect(await ask(sf, ...demo, '--claim', claim)).toMatchObject({
        code: 2,
        stderr: `fauxforce: option '--claim <name=value>' argument '${claim}' is invalid. Write a name and a value, such as kid=1 or 'aud=["a","b"]'.\n`,
      });
    }
  });

  test('--exchange logs in, however far the clock was moved', async () => {
    const sf = await fresh();
    sf.clock.advance(400 * 86_400_000);
    const { code, stdout, stderr } = await ask(sf, ...demo, '--exchange');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await usernameOf(sf, JSON.parse(stdout).access_token)).toBe('ada@acme.example');
  });

  test('--exchange of what is refused prints the answer, and the explanation on stderr', async () => {
    const sf = await fresh();
    const refused = await ask(sf, ...demo, '--aud', 'https://acme.example', '--exchange');
    expect(refused).toMatchObject({
      code: 1,
      stdout: '{"error":"invalid_grant","error_description":"audience is invalid"}\n',
    });
    expect(refused.stderr).toMatch(
      /^✗ POST \/services\/oauth2\/token jwt-bearer {2}invalid_grant jwt\.audience: aud was "https:\/\/acme\.example"; .* fix: Let aud be .* {2}more: http:\/\/127\.0\.0\.1:\d+\/_fauxforce\/console\/journal\/[\w-]+\n$/,
    );
    const json = await ask(sf, ...demo, '--aud', 'https://acme.example', '--exchange', '--json');
    expect(json).toMatchObject({ code: 1, stderr: '' });
    expect(JSON.parse(json.stdout)).toMatchObject({
      status: 400,
      answer: { error: 'invalid_grant', error_description: 'audience is invalid' },
      refusal: { name: 'jwt.audience' },
    });
  });

  test('an answer that never comes, or breaks off, is a sentence', async () => {
    const sf = await fresh();
    sf.arm({ fault: 'reset', times: 1 });
    expect(await ask(sf, ...demo, '--exchange')).toEqual({
      code: 1,
      stdout: '',
      stderr: `fauxforce: ${sf.url} ended the connection without an answer\n`,
    });
    sf.arm({ fault: 'truncate', times: 1 });
    expect(await ask(sf, ...demo, '--exchange')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'fauxforce: the answer, of status 200, broke off\n',
    });
  });

  test('--key signs for any app', async () => {
    const sf = await fresh();
    const folder = await emptyFolder();
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await writeFile(join(folder, 'own.pem'), privateKey.export({ type: 'pkcs1', format: 'pem' }));
    const order = ['jwt', '--app', 'Web_Server', '--user', 'ada', '--key', 'own.pem', '--url', sf.url];
    const { stdout } = await run({ args: order, folder });
    const end = stdout.lastIndexOf('.');
    const signature = Buffer.from(stdout.slice(end + 1).trim(), 'base64url');
    expect(
      verify(
        'sha256',
        Buffer.from(stdout.slice(0, end)),
        createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
        signature,
      ),
    ).toBe(true);
  });

  test.each([
    ['none.pem', 'none.pem does not exist'],
    [
      'seed.yaml',
      'seed.yaml is not a private key: give a PEM file that begins with -----BEGIN PRIVATE KEY-----',
    ],
    ['ec.pem', 'ec.pem is a key of type ec: assertions are signed with RSA'],
    ['weak.pem', 'weak.pem is an RSA key of 1024 bits: JWTs are signed with 2048 or more'],
    ['locked.pem', 'locked.pem is encrypted: write it without a passphrase, as openssl pkey does'],
    [
      undefined,
      'whose key signs for 3MVG9Demo.Web_Server? Give the private key of its certificate with --key',
    ],
  ])('--key %s cannot sign', async (key, sentence) => {
    const sf = await fresh();
    const folder = await emptyFolder();
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = { type: 'pkcs8', format: 'pem' } as const;
    await writeFile(join(folder, 'seed.yaml'), 'apps: []\n');
    await writeFile(join(folder, 'ec.pem'), privateKey.export(pem));
    await writeFile(join(folder, 'weak.pem'), weakKey.export(pem));
    await writeFile(
      join(folder, 'locked.pem'),
      privateKey.export({ ...pem, cipher: 'aes-256-cbc', passphrase: 'x' }),
    );
    const args = [
      'jwt',
      '--app',
      'Web_Server',
      '--user',
      'ada',
      '--url',
      sf.url,
      ...(key ? ['--key', key] : []),
    ];
    expect(await run({ args, folder })).toEqual({ code: 2, stdout: '', stderr: `fauxforce: ${sentence}\n` });
  });

  test.each(['0s', '-3m', 'soon', ''])('--expires %j is wrong usage', async (expires) => {
    expect(await run({ args: [...demo, `--expires=${expires}`] })).toEqual({
      code: 2,
      stdout: '',
      stderr: `fauxforce: option '--expires <duration>' argument '${expires}' is invalid. Write a duration from 1s on, such as 90s, 3m or 2h.\n`,
    });
  });
});
