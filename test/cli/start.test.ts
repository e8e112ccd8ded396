import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { emptyFolder, run, SOURCES, startServer } from './run.ts';

const CREDENTIALS = {
  grant_type: 'client_credentials',
  client_id: '3MVG9Demo.Client_Credentials',
  client_secret: 'DEMO0CLIENT0CREDENTIALS000000000',
};

function askForToken(url: string, changes: Record<string, string> = {}): Promise<Response> {
  const body = new URLSearchParams({ ...CREDENTIALS, ...changes });
  return fetch(`${url}/services/oauth2/token`, { method: 'POST', body });
}

describe('start', () => {
  test('serves the demo org by default, on both loopback addresses, and stops at SIGTERM with 0', async () => {
    const server = await startServer({ args: ['--port', '0'] });
    expect(server.stdout()).toBe(`ready http://localhost:${server.port}\n`);
    for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
      const answer = await askForToken(`http://${host}:${server.port}`);
      expect(answer.status).toBe(200);
    }
    expect(existsSync(join(server.folder, '.fauxforce', 'state.db'))).toBe(true);
    server.signal('SIGTERM');
    const { stdout, ...ended } = await server.ended();
    expect(ended).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ready \S+\n(?:\{"level":"info".*\}\n){3}$/);
    await expect(askForToken(server.url)).rejects.toThrow('fetch failed');
  });

  test('SIGINT stops it too, and a request under way is answered first', async () => {
    const server = await startServer({ args: ['start', '--port', '0', '--store', ':memory:'] });
    const socket = connect(server.port, '127.0.0.1');
    const received: Buffer[] = [];
    socket.on('data', (data) => received.push(data));
    const body = new URLSearchParams(CREDENTIALS).toString();
    const head = [
      'POST /services/oauth2/token HTTP/1.1',
      `Host: localhost:${server.port}`,
      'Content-Type: application/x-www-form-urlencoded',
      `Content-Length: ${body.length}`,
      'Expect: 100-continue',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    await once(socket, 'data');
    server.signal('SIGINT');
    await expect.poll(() => fetch(server.url).catch((error) => error.message)).toBe('fetch failed');
    socket.write(body);
    expect(await server.ended()).toMatchObject({ code: 0 });
    expect(Buffer.concat(received).toString()).toContain('"access_token":"00D');
  });

  test('what is slow the first time is loaded behind the ready line', async () => {
    const tell = `import { registerHooks } from 'node:module';
      const load = (url, context, next) => {
        if (url.includes('data/soql/query')) process.stdout.write('queries\\n');
        return next(url, context);
      };
      registerHooks({ load });`;
    const server = await startServer({
      args: ['--port', '0', '--store', ':memory:'],
      main: SOURCES,
      env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(tell)}` },
    });
    await server.line(/^queries$/);
    expect(server.stdout()).toMatch(/^ready \S+\nqueries\n/);
  });

  test.each([
    [{ args: ['--log-format', 'text'] }, /^✓ POST \/services\/oauth2\/token client_credentials {2}200 /],
    [{ args: ['--json', '--log-format', 'text'] }, /^✓ POST /],
    [{ args: [], env: { FAUXFORCE_LOG_FORMAT: 'text' } }, /^✓ POST /],
    [{ args: ['--log-format', 'json'] }, /^\{"level":"info".*"path":"\/services\/oauth2\/token"/],
    [{ args: [] }, /^\{"level":"info".*"path":"\/services\/oauth2\/token"/],
  ])(
    'the log of %j is as it was asked for',
    async ({ args, env = {} }: { args: string[]; env?: Record<string, string> }, line) => {
      const server = await startServer({
        args: ['--port', '0', '--store', ':memory:', ...args],
        env,
      });
      await askForToken(server.url);
      expect(await server.line(/oauth2/)).toMatch(line);
    },
  );

  test('requests of a megabyte leave a small store, and the end comes soon', {
    timeout: 60_000,
  }, async () => {
    const folder = await emptyFolder();
    const server = await startServer({ args: ['--port', '0', '--log-level', 'error'], folder });
    const body = new URLSearchParams({ ...CREDENTIALS, client_id: 'x'.repeat(1024 * 1024 - 200) }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    for (let round = 0; round < 5; round++) {
      const asked = Array.from({ length: 8 }, () =>
        fetch(`${server.url}/services/oauth2/token`, { method: 'POST', headers, body }),
      );
      for (const answer of await Promise.all(asked)) expect(answer.status).toBe(400);
    }
    server.signal('SIGTERM');
    expect(await server.ended()).toMatchObject({ code: 0, stderr: '' });
    expect(statSync(join(folder, '.fauxforce/state.db')).size).toBeLessThan(4 * 1024 * 1024);
    await startServer({ args: ['--port', '0'], folder });
  });

  test('a second signal ends it at once', async () => {
    const server = await startServer({ args: ['--port', '0', '--store', ':memory:'] });
    const socket = connect(server.port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined);
    socket.write(
      'POST /services/oauth2/token HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n',
    );
    await once(socket, 'data');
    server.signal('SIGTERM');
    await expect.poll(() => fetch(server.url).catch((error) => error.message)).toBe('fetch failed');
    server.signal('SIGTERM');
    expect(await server.ended()).toMatchObject({ code: 143 });
  });

  test('tokens outlive a restart with the same store', async () => {
    const folder = await emptyFolder();
    const first = await startServer({ args: ['--port', '0'], folder });
    const { access_token } = (await (await askForToken(first.url)).json()) as { access_token: string };
    first.signal('SIGTERM');
    await first.ended();
    const second = await startServer({ args: ['--port', '0'], folder });
    const versions = await fetch(`${second.url}/services/data/v60.0/limits`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect(versions.status).toBe(200);
  });

  test('every option can be a variable, and the command line wins', async () => {
    const seed = join(await emptyFolder(), 'seed.yaml');
    const success = 'https://login.salesforce.com/services/oauth2/success';
    const app = `{ name: App, consumerKey: 3MVG9App.Key, callbackUrls: ['${success}'] }`;
    await writeFile(seed, `org: { name: Globex }\napps: [${app}]\n---\norg: { name: Initech }\n`);
    const server = await startServer({
      args: ['--store', ':memory:'],
      env: {
        FAUXFORCE_FOLLOW_REAL_CALLBACKS: 'yes',
        FAUXFORCE_PORT: '0',
        FAUXFORCE_SEED: seed,
        FAUXFORCE_STORE: '/nowhere/state.db',
        FAUXFORCE_BASE_URL: 'https://salesforce.example/',
        FAUXFORCE_NO_JOURNAL_HEADER: 'true',
        FAUXFORCE_LAB_TOKEN: 'open-sesame',
        FAUXFORCE_LOG_LEVEL: 'silent',
        FAUXFORCE_HOST: '',
      },
    });
    const health = await fetch(`${server.url}/_fauxforce/health`);
    expect(await health.json()).toEqual({ status: 'ready', orgs: 2 });
    expect((await fetch(`${server.url}/_fauxforce/journal`)).status).toBe(401);
    const discovery = await fetch(`${server.url}/.well-known/openid-configuration`);
    expect(discovery.headers.has('x-fauxforce-journal')).toBe(false);
    expect(await discovery.json()).toMatchObject({ issuer: 'https://salesforce.example' });
    const refused = new URLSearchParams({
      response_type: 'code',
      client_id: '3MVG9App.Key',
      redirect_uri: success,
      code_challenge_method: 'plain',
    });
    const authorize = `${server.url}/services/oauth2/authorize?${refused}`;
    const { headers } = await fetch(authorize, { redirect: 'manual' });
    expect(headers.get('location')).toMatch(`${success}?error=invalid_request`);
    server.signal('SIGTERM');
    await server.ended();
    expect(server.stdout()).toBe(`ready ${server.url}\n`);
  });

  test('a variable that is a flag must say yes or no', async () => {
    const { code, stderr } = await run({ args: [], env: { FAUXFORCE_NO_JOURNAL_HEADER: 'maybe' } });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "fauxforce: FAUXFORCE_NO_JOURNAL_HEADER is 'maybe': write true or false\n",
    });
  });
});

describe('what it cannot start with ends in exit code 2 and one sentence', () => {
  test('a taken port, with nothing left behind', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const folder = await emptyFolder();
    expect(await run({ args: ['--port', String(port)], folder })).toEqual({
      code: 2,
      stdout: '',
      stderr: `fauxforce: port ${port} is taken: end what listens there, or choose another with --port (0 picks a free one)\n`,
    });
    expect(existsSync(join(folder, '.fauxforce'))).toBe(false);
  });

  test('a bad seed, with all its problems', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'bad.yaml'), 'apps:\n  - name: A\n    callbackUrl: x\n  - name: 7\n');
    const { code, stdout, stderr } = await run({ args: ['--seed', 'bad.yaml', '--port', '0'], folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const lines = stderr.trimEnd().split('\n');
    expect(lines[0]).toBe('fauxforce: 2 problems in the seed');
    expect(lines[1]).toMatch(/^bad\.yaml:3:5 .*callbackUrl.*did you mean 'callbackUrls'\?$/);
    expect(lines[2]).toMatch(/^bad\.yaml:4:/);
    expect(existsSync(join(folder, '.fauxforce'))).toBe(false);
  });

  test('a store that is not one', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'notes.txt'), 'not a database, but long enough to look at '.repeat(10));
    const { code, stderr } = await run({ args: ['--store', 'notes.txt', '--port', '0'], folder });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^fauxforce: .*notes\.txt.*\n$/);
  });

  test.each([
    [
      ['--port', 'abc'],
      "option '--port <number>' argument 'abc' is invalid. Write a whole number from 0 to 65535.",
    ],
    [['--prot', '1'], "unknown option '--prot' (Did you mean --port?)"],
    [['strat'], "there is no command 'strat': did you mean 'start'?"],
    [['help', 'strat'], "there is no command 'strat': did you mean 'start'?"],
    [['help', '--prot'], "unknown option '--prot'"],
    [['--seed', ''], "option '--seed <path>' argument '' is invalid. Write a path."],
    [['--export-on-exit', ' '], "option '--export-on-exit <file>' argument ' ' is invalid. Write a path."],
    [
      ['clock', '--url', 'http://localhost:7332/lab'],
      "option '--url <url>' argument 'http://localhost:7332/lab' is invalid. Write scheme, host and port, such as http://localhost:7332.",
    ],
    [['start', 'here'], "too many arguments for 'start'. Expected 0 arguments but got 1: here."],
    [
      ['--log-level', 'loud'],
      "option '--log-level <level>' argument 'loud' is invalid. Allowed choices are debug, info, warn, error, silent.",
    ],
    [
      ['--base-url', 'example.com'],
      "option '--base-url <url>' argument 'example.com' is invalid. Write scheme, host and port, such as https://salesforce.example:8443.",
    ],
    [
      ['--store', 'mysql://ada:sesame@db/x'],
      'State is kept in SQLite or PostgreSQL: give a file, :memory: or postgres://…, not mysql://.',
    ],
    [
      ['--tls-port', '65536'],
      "option '--tls-port <number>' argument '65536' is invalid. Write a whole number from 0 to 65535.",
    ],
    [
      ['--port', '7443', '--tls-port', '7443'],
      '--port and --tls-port are both 7443: choose two, or leave --tls-port out',
    ],
    [
      ['--proxy-others', 'all'],
      "option '--proxy-others <how>' argument 'all' is invalid. Allowed choices are refuse, tunnel.",
    ],
    [
      ['--host', '192.0.2.7', '--port', '7999'],
      '192.0.2.7 is not an address of this machine: choose another with --host',
    ],
  ])('%s', async (args, sentence) => {
    expect(await run({ args })).toEqual({ code: 2, stdout: '', stderr: `fauxforce: ${sentence}\n` });
  });

  test('with --json the sentence is JSON', async () => {
    const { code, stderr } = await run({ args: ['--json', '--prot'] });
    expect(code).toBe(2);
    expect(JSON.parse(stderr)).toEqual({ error: "unknown option '--prot' (Did you mean --port?)" });
  });
});

describe('the log of a pipe is lines of JSON', () => {
  test('one for each request, without secrets', async () => {
    const server = await startServer({
      args: ['--port', '0', '--store', ':memory:', '--json', '--log-level', 'debug'],
    });
    const { access_token } = (await (await askForToken(server.url)).json()) as { access_token: string };
    await askForToken(server.url, { client_secret: 'WR0NG0SECRET' });
    await server.line(/"outcome":"refused"/);
    server.signal('SIGTERM');
    const { stdout } = await server.ended();
    const [ready, answered, refused] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(ready).toEqual({ ready: server.url });
    expect(answered).toMatchObject({
      level: 'info',
      msg: 'POST /services/oauth2/token',
      endpoint: 'token',
      grantType: 'client_credentials',
      clientId: '3MVG9Demo.Client_Credentials',
      username: 'integration@acme.example',
      status: 200,
    });
    expect(refused).toMatchObject({ level: 'warn', status: 400, refusal: { error: 'invalid_client' } });
    expect(refused.checks.at(-1)).toMatchObject({ name: refused.refusal.name, ok: false });
    for (const secret of [access_token, CREDENTIALS.client_secret, 'WR0NG0SECRET'])
      expect(stdout).not.toContain(secret);
  });

  test('--log-level warn shows refusals only', async () => {
    const server = await startServer({ args: ['--port', '0', '--store', ':memory:', '--log-level', 'warn'] });
    await askForToken(server.url);
    await askForToken(server.url, { grant_type: 'magic' });
    await server.line(/"outcome":"refused"/);
    server.signal('SIGTERM');
    const { stdout } = await server.ended();
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
  });
});

describe('a store that is deleted under the server', () => {
  test.each([
    [
      [],
      (sentence: string) => [
        `fauxforce: ${sentence}`,
        `fauxforce: not all that happened is in the store. ${sentence}`,
      ],
    ],
    [
      ['--json'],
      (sentence: string) => [
        JSON.stringify({ error: sentence }),
        JSON.stringify({ error: `not all that happened is in the store. ${sentence}` }),
      ],
    ],
  ])('is told at once and in the end, with exit code 1: %j', async (options, lines) => {
    const server = await startServer({ args: ['--port', '0', '--store', 'state.db', ...options] });
    await rm(join(server.folder, 'state.db'));
    const health = await fetch(`${server.url}/_fauxforce/health`);
    expect(health.status).toBe(503);
    const { reason } = (await health.json()) as { reason: string };
    server.signal('SIGTERM');
    const { code, stderr } = await server.ended();
    expect(code).toBe(1);
    expect(stderr.trimEnd().split('\n')).toEqual(lines(reason));
  });
});

describe('beyond loopback', () => {
  test('the lab is closed without a token, and health is not', async () => {
    const server = await startServer({ args: ['--port', '0', '--host', '0.0.0.0', '--store', ':memory:'] });
    expect((await fetch(`${server.url}/_fauxforce/journal`)).status).toBe(403);
    expect((await fetch(`${server.url}/_fauxforce/health`)).status).toBe(200);
    expect((await askForToken(server.url)).status).toBe(200);
    server.signal('SIGTERM');
    expect((await server.ended()).stderr).toBe(
      'the lab API is closed: other machines can reach it, and there is no --lab-token\n',
    );
  });
});
