/** `fauxforce exec` in long: whom the command finds when the seed is not the demo, and the proxy that leads its calls here. A test costs up to eight processes. */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { execScript, logIn } from './exec-script.ts';
import { emptyFolder } from './run.ts';

/** Whom the command finds. */
const PAIR = 'console.log(process.env.SALESFORCE_CLIENT_ID, process.env.SALESFORCE_USERNAME)';

describe('the command', () => {
  test('finds an app and a user that can log in together, where the first of the seed cannot', async () => {
    const folder = await emptyFolder();
    await writeFile(
      join(folder, 'seed.yaml'),
      `
users: [{ username: frozen@acme.example, isFrozen: true }, { username: clerk@acme.example }, { username: root@acme.example, profile: Admin }]
apps:
  - { name: External, kind: externalClientApp, callbackUrls: ["https://a.example/cb"] }
  - { name: Portal, isAdminApproved: true, profiles: [Admin] }
`,
    );
    expect(await execScript(logIn(), ['--seed', 'seed.yaml'], folder)).toEqual({
      code: 0,
      stdout: '200\n',
      stderr: '',
    });
    const who = 'console.log(process.env.SALESFORCE_USERNAME)';
    const chosen = await execScript(who, ['--seed', 'seed.yaml', '--app', 'External'], folder);
    expect(chosen.stdout).toBe('clerk@acme.example\n');
  });

  test.each([
    ['Headless', '3MVG9Demo.Headless vera@acme.example\n'],
    ['PlatformCLI', 'PlatformCLI ada@acme.example\n'],
  ])('finds a user of the demo for --app %s', async (app, stdout) => {
    expect(await execScript(PAIR, ['--app', app])).toEqual({ code: 0, stdout, stderr: '' });
  });

  test('finds an app for a customer', async () => {
    const stdout = '3MVG9Demo.Headless vera@acme.example\n';
    expect(await execScript(PAIR, ['--user', 'vera'])).toEqual({ code: 0, stdout, stderr: '' });
  });

  test('says in a sentence that nobody fits, and finds who fits others', async () => {
    const folder = await emptyFolder();
    await writeFile(
      join(folder, 'seed.yaml'),
      `
org: { name: Acme }
users: [{ username: first@acme.example, isActive: false }, { username: good@acme.example }]
apps:
  - { name: Blocked, consumerKey: 3MVG9Blocked, state: blocked }
  - { name: Good, consumerKey: 3MVG9Good, callbackUrls: ["https://a.example/cb"] }
`,
    );
    const chosen = (...args: string[]) => execScript(PAIR, ['--seed', 'seed.yaml', ...args], folder);
    const forBlocked = 'no user of Acme can log in with Blocked: name another app with --app';
    expect(await chosen('--app', 'Blocked')).toEqual({
      code: 0,
      stdout: '3MVG9Blocked good@acme.example\n',
      stderr: `fauxforce: ${forBlocked}\n`,
    });
    expect(await chosen('--user', 'first')).toEqual({
      code: 0,
      stdout: '3MVG9Good first@acme.example\n',
      stderr: 'fauxforce: first@acme.example can log in with no app of Acme: name another user with --user\n',
    });
    expect(await chosen('--app', 'Blocked', '--log-level', 'silent')).toMatchObject({ stderr: '' });
    expect((await chosen('--app', 'Blocked', '--json')).stderr.split('\n')[0]).toBe(
      JSON.stringify({ warning: forBlocked }),
    );
    const quiet = { code: 0, stdout: '3MVG9Good good@acme.example\n', stderr: '' };
    for (const args of [[], ['--app', 'Good'], ['--user', 'good']])
      expect(await chosen(...args)).toEqual(quiet);
    // Whoever names both knows what they do.
    expect(await chosen('--app', 'Blocked', '--user', 'first')).toMatchObject({ stderr: '' });
  });
});

describe('--proxy', () => {
  test("keeps the caller's NO_PROXY and Java options, and takes the place of the caller's proxy", async () => {
    const script = `
      const { HTTPS_PROXY, https_proxy, FAUXFORCE_URL, NO_PROXY, JAVA_TOOL_OPTIONS } = process.env;
      console.log(HTTPS_PROXY === FAUXFORCE_URL, https_proxy === FAUXFORCE_URL, NO_PROXY, JAVA_TOOL_OPTIONS)`;
    const before = {
      HTTPS_PROXY: 'http://127.0.0.1:9',
      NO_PROXY: '.intern',
      JAVA_TOOL_OPTIONS: '-Xmx64m',
    };
    const { stdout } = await execScript(script, ['--proxy'], undefined, before);
    expect(stdout).toMatch(
      /^true true \.intern,localhost,127\.0\.0\.1,::1 -Xmx64m -Djavax\.net\.ssl\.trustStore=\S+\/\.fauxforce\/ca\/truststore\.p12 /,
    );
  });

  test('tunnels other hosts, by the proxy of the caller', async () => {
    const asked: string[] = [];
    const upstream = createServer().on('connect', (request, socket) => {
      asked.push(request.url ?? '');
      socket.end('HTTP/1.1 200 OK\r\n\r\nfrom there');
    });
    upstream.listen(0, '127.0.0.1');
    await once(upstream, 'listening');
    onTestFinished(() => void upstream.close());
    const { port } = upstream.address() as AddressInfo;
    const script = `
      import { connect } from 'node:net';
      const socket = connect(new URL(process.env.HTTPS_PROXY).port, '127.0.0.1');
      socket.write('CONNECT registry.example:443 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n');
      socket.pipe(process.stdout)`;
    const { stdout } = await execScript(script, ['--proxy'], undefined, {
      HTTPS_PROXY: `http://127.0.0.1:${port}`,
    });
    expect(stdout).toBe('HTTP/1.1 200 Connection Established\r\n\r\nfrom there');
    expect(asked).toEqual(['registry.example:443']);
  });

  test('leaves other hosts alone where --proxy-others says so', async () => {
    const script = `
      import { connect } from 'node:net';
      const socket = connect(new URL(process.env.HTTPS_PROXY).port, '127.0.0.1');
      socket.write('CONNECT registry.example:443 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n');
      socket.pipe(process.stdout)`;
    const nowhere = { HTTPS_PROXY: 'http://127.0.0.1:9' };
    const said = await execScript(script, ['--proxy', '--proxy-others', 'refuse'], undefined, nowhere);
    expect(said.stdout).toContain('--proxy-others tunnel');
  });

  test('has the lab token in its address where other machines reach it, and wants one then', async () => {
    const script = 'console.log(process.env.HTTPS_PROXY)';
    const host = ['--proxy', '--host', '0.0.0.0'];
    const { stdout } = await execScript(script, [...host, '--lab-token', 'a@b']);
    expect(stdout).toMatch(/^http:\/\/fauxforce:a%40b@localhost:\d+\n$/);
    expect(await execScript(script, host)).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'fauxforce: with a --host that other machines reach, the proxy wants a password: name one with --lab-token, or leave --host out\n',
    });
  });
});
