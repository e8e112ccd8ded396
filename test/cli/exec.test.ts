/** `fauxforce exec`: the command of a CI job, against a server that lives as long as it does. Whom it finds and how it leads calls here is told whole in exec.long.test.ts. */
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { builtCommand } from './built.ts';
import { execScript, logIn } from './exec-script.ts';
import { emptyFolder, launch, run } from './run.ts';

const GLOBEX = `
org: { name: Globex }
users:
  - { username: lin@globex.example, password: pa55word, securityToken: Gl0bex }
apps:
  - { name: Portal, consumerKey: 3MVG9Portal, consumerSecret: P0RTAL0SECRET }
`;

const ASKED_NOTHING =
  'fauxforce was asked nothing: does the command read where it is from SALESFORCE_LOGIN_URL or FAUXFORCE_URL?\n';

describe('the command', () => {
  test('logs in with the variables, has stdout to itself, and nothing else is said', async () => {
    expect(await execScript(logIn())).toEqual({ code: 0, stdout: '200\n', stderr: '' });
  });

  test('finds the app and the user that are chosen, of one org, and nothing of a real one', async () => {
    const script = `
      const { SALESFORCE_CLIENT_ID, SALESFORCE_CLIENT_SECRET, SALESFORCE_USERNAME, SALESFORCE_PASSWORD,
        SALESFORCE_SECURITY_TOKEN, SALESFORCE_PRIVATE_KEY, AUTH_SALESFORCE_ID, AUTH_SALESFORCE_SECRET } = process.env;
      console.log([SALESFORCE_CLIENT_ID, SALESFORCE_CLIENT_SECRET, SALESFORCE_USERNAME, SALESFORCE_PASSWORD,
        SALESFORCE_SECURITY_TOKEN, SALESFORCE_PRIVATE_KEY, AUTH_SALESFORCE_ID, AUTH_SALESFORCE_SECRET].join(' '))`;
    const chosen = await execScript(script, ['--app', 'JWT_Bearer', '--user', 'grace']);
    expect(chosen.stdout).toMatch(
      /^3MVG9Demo\.JWT_Bearer DEMO0JWT0BEARER0{17} grace@acme\.example correct-horse Tok3n \S+\/seed\/demo\.key 3MVG9Demo\.JWT_Bearer DEMO0JWT0BEARER0{17}\n$/,
    );
    const folder = await emptyFolder();
    await writeFile(join(folder, 'seed.yaml'), `org: { name: Initech }\n---${GLOBEX}`);
    const inherited = { SALESFORCE_PRIVATE_KEY: '/real/org.key', SALESFORCE_USERNAME: 'real@acme.com' };
    for (const choice of [
      ['--user', 'LIN@globex.example'],
      ['--app', 'Portal'],
    ]) {
      const { stdout } = await execScript(script, ['--seed', 'seed.yaml', ...choice], folder, inherited);
      expect(stdout).toBe(
        '3MVG9Portal P0RTAL0SECRET lin@globex.example pa55word Gl0bex  3MVG9Portal P0RTAL0SECRET\n',
      );
    }
  });

  test('every variable is told in docs/exec.md, and no other', async () => {
    const variables = async (...options: string[]) => {
      const script = 'console.log(JSON.stringify(Object.keys(process.env)))';
      const env = { FAUXFORCE_LAB_TOKEN: 'open-sesame' };
      const { stdout } = await execScript(
        script,
        ['--app', 'JWT_Bearer', ...options],
        await emptyFolder(),
        env,
      );
      const told =
        /^(?:FAUX|SF_|SALES|AUTH|DENO|JAVA|NODE_(?:EXTRA|USE)|.+_CA_BUNDLE|.+_CAINFO|SSL_)|_PROXY$/i;
      return (JSON.parse(stdout) as string[]).filter((name) => told.test(name)).sort();
    };
    const document = readFileSync(new URL('../../docs/exec.md', import.meta.url), 'utf8');
    const [always, proxied] = document.split('\n## A command that calls').map((part) =>
      part
        .split('\n')
        .filter((line) => line.startsWith('| `'))
        .flatMap((row) => Array.from(row.split('|')[1]!.matchAll(/`(\w+)`/g), ([, name]) => name!)),
    );
    // What the machine itself sets is not the command's doing.
    const before = await variables();
    expect(before).toEqual(expect.arrayContaining(always!));
    const own = before.filter((name) => /^(?:FAUX|SF_|SALES|AUTH)/.test(name));
    expect(own).toEqual(always!.sort());
    const withProxy = await variables('--proxy', '--ca', 'ca');
    expect(withProxy.filter((name) => !own.includes(name))).toEqual(expect.arrayContaining(proxied!));
    expect(withProxy.filter((name) => !before.includes(name) && !proxied!.includes(name))).toEqual([]);
  });

  test('may use the other commands: they find the server by FAUXFORCE_URL and FAUXFORCE_LAB_TOKEN', async () => {
    const main = await builtCommand();
    const line = `"${process.execPath}" "${main}" clock --json`;
    const { code, stdout, stderr } = await run({ args: ['exec', '--lab-token', 'open-sesame', '--', line] });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ frozen: false });
  });

  test('keeps its own options and --; a single argument with a blank is a line for the shell', async () => {
    const show = ['-e', 'console.log(process.argv.slice(1).join())', '--'];
    const words = [...show, '--json', '--port', '--', 'x && y'];
    const shown = { code: 0, stdout: '--json,--port,--,x && y\n', stderr: '' };
    expect(await run({ args: ['exec', '--', process.execPath, ...words] })).toEqual(shown);
    expect(await run({ args: ['exec', process.execPath, ...words] })).toEqual(shown);
    expect(await run({ args: ['exec', '--', 'echo a && exit 3 # "$0"'] })).toMatchObject({
      code: 3,
      stdout: 'a\n',
    });
  });
});

describe('the exit code', () => {
  test('is the command’s, and 128 + n when a signal ended it', async () => {
    expect((await execScript('process.exit(42)')).code).toBe(42);
    expect((await execScript("process.kill(process.pid, 'SIGKILL')")).code).toBe(137);
  });

  test('is 127 when there is no such command, 126 when it may not be run, each with one sentence', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'notes.txt'), 'notes\n');
    expect(await run({ args: ['exec', '--', 'no-such-tool', '--json'], folder })).toEqual({
      code: 127,
      stdout: '',
      stderr: "fauxforce: there is no command 'no-such-tool': is it installed, and in PATH?\n",
    });
    expect(await run({ args: ['exec', '--', './notes.txt'], folder })).toEqual({
      code: 126,
      stdout: '',
      stderr: "fauxforce: './notes.txt' is not a program that may be run: chmod +x makes a file one\n",
    });
    expect(readdirSync(folder)).toEqual(['notes.txt']);
  });

  test.each([
    [[], "missing required argument 'command'"],
    [['--', ' '], 'the command is empty: fauxforce exec -- npm test'],
    [['--prot', '0', '--', 'true'], "unknown option '--prot' (Did you mean --port?)"],
    [['--app', 'Web_Servr', '--', 'true'], "there is no app 'Web_Servr': did you mean 'Web_Server'?"],
    [['--journal', '.', '--', 'true'], '. is not a file: name one for --journal'],
  ])('is 2 when the command was not even tried: %j', async (args, sentence) => {
    const { code, stdout, stderr } = await run({ args: ['exec', '--json', ...args] });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(JSON.parse(stderr)).toEqual({ error: sentence });
  });

  test('is 2 when the port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const folder = await emptyFolder();
    expect(await run({ args: ['exec', '--port', String(port), '--', 'touch', 'tried'], folder })).toEqual({
      code: 2,
      stdout: '',
      stderr: `fauxforce: port ${port} is taken: end what listens there, or choose another with --port (0 picks a free one)\n`,
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('signals', () => {
  /** Lives as long as its standard input, unless a signal says otherwise. */
  const waits = (onSignal: string) =>
    `process.on('SIGINT', done).on('SIGTERM', done); function done(signal) { ${onSignal} }
     process.stdin.on('end', () => process.exit(1)).resume(); console.log('up', process.env.FAUXFORCE_URL);`;

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s is handed on, and the server ends after the command',
    async (signal) => {
      const script = `${waits("fetch(process.env.FAUXFORCE_URL + '/id/keys').then(({ status }) => { console.log(signal, status); process.exit(9); })")}`;
      const started = await launch({ args: ['exec', '--', process.execPath, '-e', script] });
      const url = (await started.line(/^up/)).slice(3);
      started.signal(signal);
      expect(await started.ended()).toMatchObject({ code: 9, stdout: `up ${url}\n${signal} 200\n` });
      await expect(fetch(url)).rejects.toThrow('fetch failed');
    },
  );

  test('a command that it ends is told of as a shell would', async () => {
    const script = `process.stdin.on('end', () => process.exit(1)).resume(); console.log('up')`;
    const started = await launch({ args: ['exec', '--', process.execPath, '-e', script] });
    await started.line(/^up/);
    started.signal('SIGTERM');
    expect((await started.ended()).code).toBe(143);
  });
});

describe('the report', () => {
  const REFUSED = [
    'fauxforce refused 1 of 2 requests:',
    '✗ POST /services/oauth2/token password  invalid_grant password.wrong: ',
  ].join('\n');

  test('says why on stderr after the command, also when it cleared the journal', async () => {
    const script = `${logIn("password: 'wrong-horse'")}
      await fetch(url + '/_fauxforce/journal', { method: 'DELETE' });
      await fetch(url + '/id/keys');`;
    const folder = await emptyFolder();
    const { code, stdout, stderr } = await execScript(script, [], folder);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '400\n' });
    expect(stderr).toContain(REFUSED);
    expect(stderr.trimEnd().split('\n')).toHaveLength(2);
    expect(existsSync(join(folder, '.fauxforce'))).toBe(false);
  });

  test('of a command that failed: the journal goes to a file', async () => {
    const folder = await emptyFolder();
    const { stderr } = await execScript(`${logIn("password: 'wrong-horse'")} process.exit(1)`, [], folder);
    const [name = ''] = readdirSync(join(folder, '.fauxforce'));
    expect(name).toMatch(/^journal-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z\.json$/);
    expect(stderr).toContain(`fauxforce: the journal is in .fauxforce/${name}\n`);
    const { entries } = JSON.parse(readFileSync(join(folder, '.fauxforce', name), 'utf8'));
    expect(entries).toMatchObject([{ outcome: 'refused', refusal: { name: 'password.wrong' } }]);
    expect(JSON.stringify(entries)).not.toContain('wrong-horse');
  });

  test('--journal names it, and .har makes it an HTTP Archive', async () => {
    const folder = await emptyFolder();
    const script = `${logIn()} process.exit(1)`;
    await execScript(script, ['--journal', 'logs/run.har'], folder);
    const archive = JSON.parse(readFileSync(join(folder, 'logs', 'run.har'), 'utf8'));
    expect(archive.log.entries).toHaveLength(1);
    expect(archive.log.entries[0].request.url).toMatch(/^http:\/\/localhost:\d+\/services\/oauth2\/token$/);
    expect(existsSync(join(folder, '.fauxforce'))).toBe(false);
  });

  test('of a command that failed and asked nothing', async () => {
    const folder = await emptyFolder();
    expect((await execScript('process.exit(1)', [], folder)).stderr).toBe(ASKED_NOTHING);
    expect(readdirSync(folder)).toEqual([]);
    const { stderr } = await execScript('process.exit(1)', ['--journal', 'j.json'], folder);
    expect(stderr).toBe(`${ASKED_NOTHING}fauxforce: the journal is in j.json\n`);
    expect(readFileSync(join(folder, 'j.json'), 'utf8')).toContain('{"entries":[]}');
  });

  test('--json is one line of JSON, --log-level silent nothing at all', async () => {
    const refused = logIn("grant_type: 'magic'");
    const { stdout, stderr } = await execScript(`${refused} process.exit(5)`, [
      '--json',
      '--journal',
      'j.json',
    ]);
    expect(stdout).toBe('400\n');
    expect(JSON.parse(stderr)).toMatchObject({
      exitCode: 5,
      requests: 1,
      refused: 1,
      refusals: [{ refusal: { name: 'grant-type.unsupported' } }],
      journal: 'j.json',
    });
    expect(await execScript(refused, ['--log-level', 'silent'])).toEqual({
      code: 0,
      stdout: '400\n',
      stderr: '',
    });
  });

  test('--log-level info tells of each request while the command runs, on stderr', async () => {
    const { stdout, stderr } = await execScript(logIn(), ['--log-level', 'info']);
    expect(stdout).toBe('200\n');
    expect(stderr).toMatch(/^✓ POST \/services\/oauth2\/token password {2}200 [\d.]+ms\n$/);
  });

  test('a journal that cannot be written is told, and the exit code stays the command’s', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, '.fauxforce'), 'a file where a folder should be');
    const { code, stderr } = await execScript(`${logIn()} process.exit(7)`, [], folder);
    expect(code).toBe(7);
    expect(stderr).toMatch(/^fauxforce: \.fauxforce\/journal-\S+ cannot be written: .*\n$/);
  });
});

describe('--proxy', () => {
  const LOG_IN = `
    const { SALESFORCE_CLIENT_ID: client_id, SALESFORCE_CLIENT_SECRET: client_secret } = process.env;
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret });
    const answer = await fetch('https://acme.develop.my.salesforce.com/services/oauth2/token', { method: 'POST', body });
    console.log(answer.status, (await answer.json()).instance_url);`;

  test("leads calls of Salesforce's own hosts here, and only those of the command", async () => {
    const options = ['--proxy', '--app', 'Client_Credentials'];
    expect(await execScript(LOG_IN, options)).toEqual({
      code: 0,
      stdout: '200 https://acme.develop.my.salesforce.com\n',
      stderr: '',
    });
  });
});
