import { readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clients, serverFacts } from '../../src/cli/commands/clients/index.ts';
import { reach } from '../../src/cli/commands/clients/reach.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { DEMO_SEED } from '../../src/seed/demo.ts';
import { emptyFolder, run, startServer } from './run.ts';

describe('validate', () => {
  test('a good seed', async () => {
    const folder = await emptyFolder();
    await writeFile(
      join(folder, 'seed.yaml'),
      'org: { name: Globex, id: 00D5g000004AcmeEAC }\nusers: []\napps: [{ name: Portal }]\n',
    );
    expect(await run({ args: ['validate', 'seed.yaml'], folder })).toEqual({
      code: 0,
      stdout: 'Globex (00D5g000004AcmeEAC) is well: 2 apps (Portal, PlatformCLI), no users\n',
      stderr: '',
    });
    const { stdout } = await run({ args: ['validate', '--json', 'seed.yaml'], folder });
    expect(JSON.parse(stdout)).toEqual({
      orgs: [{ id: '00D5g000004AcmeEAC', name: 'Globex', apps: ['Portal', 'PlatformCLI'], users: [] }],
    });
  });

  test('a bad seed has every problem with its place, and exit code 2', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'seed.yaml'), 'usres: []\napps: [{ name: Portal, scopes: [apy] }]\n');
    const { code, stdout, stderr } = await run({ args: ['validate', 'seed.yaml'], folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('2 problems in the seed\n');
    expect(stderr).toContain("did you mean 'users'?");
    expect(stderr).toContain("did you mean 'api'?");
    const { stderr: data } = await run({ args: ['validate', '--json', 'seed.yaml'], folder });
    expect(JSON.parse(data).problems).toMatchObject([
      { file: 'seed.yaml', line: 1 },
      { file: 'seed.yaml', line: 2 },
    ]);
  });

  test('without a seed it is wrong usage', async () => {
    expect(await run({ args: ['validate'] })).toEqual({
      code: 2,
      stdout: '',
      stderr: "fauxforce: missing required argument 'seed'\n",
    });
  });
});

describe('errors', () => {
  test('lists them', async () => {
    const { code, stdout } = await run({ args: ['errors'] });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^request\.too-large +413 Request Entity Too Large: The request body is too large\.$/m,
    );
    expect(stdout).toMatch(
      /^grant-type\.unsupported +400 unsupported_grant_type: grant type not supported$/m,
    );
  });

  test('explains one', async () => {
    expect(await run({ args: ['errors', 'request.method'] })).toEqual({
      code: 0,
      stderr: '',
      stdout: [
        'request.method',
        '',
        'answer     405 Error 405 (html)',
        '           Only <allowed> allowed',
        'compared   the method is <method>; this path answers <allowed>',
        'fix        Use one of the methods that the Allow header of the answer names.',
        'evidence   identity-and-resources.md 9 (unconfirmed)',
        '',
        'how to see it, with the demo org:',
        '  1. DELETE /.well-known/openid-configuration',
        '',
      ].join('\n'),
    });
    const { stdout } = await run({ args: ['errors', '--json', 'request.method'] });
    expect(JSON.parse(stdout)).toMatchObject({ name: 'request.method', status: 405 });
  });

  test('a typo names the nearest refusals', async () => {
    expect(await run({ args: ['errors', 'request.metod'] })).toMatchObject({ code: 2, stdout: '' });
    expect((await run({ args: ['errors', 'request.metod'] })).stderr).toBe(
      "fauxforce: there is no refusal 'request.metod': did you mean request.method?\n",
    );
    expect((await run({ args: ['errors', '??'] })).stderr).toBe(
      "fauxforce: there is no refusal '??': fauxforce errors lists them\n",
    );
  });
});

describe('env', () => {
  test('sf, with the port and the key of the demo app', async () => {
    const { code, stdout } = await run({ args: ['env', 'sf', '--port', '7444'] });
    expect(code).toBe(0);
    expect(stdout).toContain('export SF_ORG_INSTANCE_URL=http://localhost:7444\n');
    expect(stdout).toMatch(
      /^sf org login jwt --instance-url http:\/\/localhost:7444 --client-id 3MVG9Demo\.JWT_Bearer --jwt-key-file \S+\/seed\/demo\.key --username ada@acme\.example$/m,
    );
  });

  test('as JSON, with FAUXFORCE_ variables', async () => {
    const { stdout } = await run({ args: ['env', 'auth.js', '--json'], env: { FAUXFORCE_PORT: '7555' } });
    expect(JSON.parse(stdout)).toEqual({
      client: 'auth.js',
      url: 'http://localhost:7555',
      org: { id: '00D5g000004AcmeEAC', name: 'Acme', myDomain: 'acme' },
      environment: {
        AUTH_SALESFORCE_ISSUER: 'http://localhost:7555',
        AUTH_SALESFORCE_ID: '3MVG9Demo.Web_Server',
        AUTH_SALESFORCE_SECRET: 'DEMO0WEB0SERVER00000000000000000',
      },
      notes: [
        'Log in as ada@acme.example with password correct-horse.',
        'Add http://localhost:3000/api/auth/callback/salesforce to callbackUrls of Web_Server in your seed.',
      ],
    });
  });

  test('lists every client, and says which cannot be pointed here and why', async () => {
    const { stdout } = await run({ args: ['env'] });
    const free =
      `sf @salesforce/mcp jsforce postman openid-client auth.js next-auth grant spring camel terraform goth
      oauth2-proxy mod_auth_openidc simpleforce force-wsc dataloader django-allauth requests-oauthlib cumulusci`.split(
        /\s+/,
      );
    for (const name of free) expect(stdout).toMatch(new RegExp(`^${name} +[^()]+$`, 'm'));
    expect(stdout).toMatch(
      /^tap-salesforce +Singer tap-salesforce \(always calls https:\/\/login\.salesforce\.com or test\.salesforce\.com, by the proxy\)$/m,
    );
    expect(stdout).toMatch(/^restforce +restforce \(always calls https\)$/m);
    expect(stdout).toMatch(/^zapier +Zapier, .* \(cannot be pointed here: they run at their vendors, .*\)$/m);
    expect(await run({ args: ['env', 'retool'] })).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'fauxforce: Zapier, Retool, Workato, Make cannot be pointed here: they run at their vendors, where nothing reaches this machine\n',
    });
  });

  test('a client that insists on https gets this port by https, and the certificate authority is made', async () => {
    const folder = await emptyFolder();
    const { stdout, stderr } = await run({ args: ['env', 'restforce'], folder });
    expect(stderr).toBe('');
    const bundle = join(await realpath(folder), '.fauxforce/ca/bundle.pem');
    expect(stdout).toBe(`# restforce, against http://localhost:7332: org Acme, My Domain acme
export SSL_CERT_FILE=${bundle}
export SALESFORCE_HOST=localhost:7332
export SALESFORCE_USERNAME=ada@acme.example
export SALESFORCE_PASSWORD=correct-horse
export SALESFORCE_SECURITY_TOKEN=Tok3n
export SALESFORCE_CLIENT_ID=3MVG9Demo.Web_Server
export SALESFORCE_CLIENT_SECRET=DEMO0WEB0SERVER00000000000000000
client = Restforce.new
`);
    expect(await readFile(bundle, 'utf8')).toContain('-----BEGIN CERTIFICATE-----');
  });

  test('a client that insists on a host of Salesforce gets this server as its proxy', async () => {
    const folder = await emptyFolder();
    const args = ['env', 'simple_salesforce', '--port', '7444', '--ca', 'authority'];
    expect(
      (await run({ args, folder })).stdout,
    ).toBe(`# simple-salesforce, against http://localhost:7444: org Acme, My Domain acme
# It always calls https://<domain>.salesforce.com: the server is its proxy, and answers as that host.
export HTTPS_PROXY=http://localhost:7444
export https_proxy=http://localhost:7444
export REQUESTS_CA_BUNDLE=${join(await realpath(folder), 'authority/bundle.pem')}
from simple_salesforce import Salesforce
sf = Salesforce(username='ada@acme.example', password='correct-horseTok3n',
                consumer_key='3MVG9Demo.Web_Server', consumer_secret='DEMO0WEB0SERVER00000000000000000',
                domain='acme.develop.my')
`);
  });

  test('a sandbox logs in at test.salesforce.com', async () => {
    const folder = await emptyFolder();
    await writeFile(
      join(folder, 'seed.yaml'),
      'org: { type: sandbox }\nusers: [{ username: clerk@acme.example }]\napps: [{ name: Portal, callbackUrls: ["http://localhost:3000/cb"], scopes: [api, refresh_token] }]\n',
    );
    const { stdout } = await run({ args: ['env', 'singer', '--seed', 'seed.yaml', '--json'], folder });
    const { environment, lines } = JSON.parse(stdout);
    expect(Object.keys(environment)).toEqual(['HTTPS_PROXY', 'https_proxy', 'REQUESTS_CA_BUNDLE']);
    expect(JSON.parse(lines.join('\n'))).toMatchObject({
      is_sandbox: true,
      refresh_token: '<refresh token>',
    });
  });

  test('a client that knows one cloud alone is told so of an org in another', async () => {
    const folder = await emptyFolder();
    await writeFile(
      join(folder, 'seed.yaml'),
      'org: { name: Pacific, cloud: china }\nusers: [{ username: clerk@acme.example }]\napps: [{ name: Portal, callbackUrls: ["http://localhost:3000/cb"], scopes: [api, refresh_token] }]\n',
    );
    const env = (client: string) => run({ args: ['env', client, '--seed', 'seed.yaml'], folder });
    expect(await env('simple-salesforce')).toMatchObject({
      code: 1,
      stdout: '',
      stderr:
        'fauxforce: simple-salesforce cannot be pointed here: it always calls https://<domain>.salesforce.com, and org Pacific, whose cloud is china, is on pacific.develop.my.sfcrmproducts.cn\n',
    });
    expect((await env('singer')).stderr).toMatch(/, is on login\.sfcrmproducts\.cn\n$/);
    expect((await env('jsforce')).code).toBe(0);
  });

  test('an authority that cannot be made is one sentence, and nothing is printed', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'file'), '');
    const { code, stdout, stderr } = await run({ args: ['env', 'restforce', '--ca', 'file/ca'], folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^fauxforce: [^\n]+\n$/);
  });

  test('a base URL that such a client accepts needs neither', async () => {
    const restforce = await run({ args: ['env', 'restforce', '--base-url', 'https://localhost:8443'] });
    expect(restforce.stdout).toBe(`# restforce, against https://localhost:8443: org Acme, My Domain acme
# SSL_CERT_FILE names the certificate authority of what answers there, unless this machine trusts it anyway: for the server itself fauxforce certs tells it.
export SALESFORCE_HOST=localhost:8443
export SALESFORCE_USERNAME=ada@acme.example
export SALESFORCE_PASSWORD=correct-horse
export SALESFORCE_SECURITY_TOKEN=Tok3n
export SALESFORCE_CLIENT_ID=3MVG9Demo.Web_Server
export SALESFORCE_CLIENT_SECRET=DEMO0WEB0SERVER00000000000000000
client = Restforce.new
`);
    const base = ['--base-url', 'https://acme.my.salesforce.com'];
    expect((await run({ args: ['env', 'simple-salesforce', ...base] })).stdout).toContain("domain='acme.my'");
    expect((await run({ args: ['env', 'n8n', ...base] })).stdout).toContain('HTTPS_PROXY');
    const login = await run({ args: ['env', 'n8n', '--base-url', 'https://login.salesforce.com'] });
    expect(login.stdout).not.toContain('HTTPS_PROXY');
  });

  test('the app is the one that lacks least, and what it lacks is told', async () => {
    const folder = await emptyFolder();
    await writeFile(
      join(folder, 'seed.yaml'),
      `
users: [{ username: clerk@acme.example, password: pa55word }, { username: root@acme.example, profile: Admin }]
apps:
  - { name: External, kind: externalClientApp, callbackUrls: ["https://a.example/cb"], scopes: [api] }
  - { name: Portal, callbackUrls: ["http://localhost:3000/auth/salesforce/callback"], scopes: [api, id, refresh_token],
      isAdminApproved: true, profiles: [Admin] }
`,
    );
    const env = async (client: string) =>
      (await run({ args: ['env', client, '--seed', 'seed.yaml', '--json'], folder })).stdout;
    const goth = JSON.parse(await env('goth'));
    expect(goth.notes[1]).toMatch(/^Log in as root@acme\.example with password \S+\.$/);
    expect(goth.notes).toHaveLength(2);
    await writeFile(
      join(folder, 'seed.yaml'),
      'apps: [{ name: External, kind: externalClientApp, callbackUrls: ["https://a.example/cb"], scopes: [api] }]\n',
    );
    expect(JSON.parse(await env('cci')).notes.slice(3)).toEqual([
      'Add http://localhost:8080/callback to callbackUrls of External in your seed.',
      'It asks for web full refresh_token: add web, full, refresh_token to scopes of External in your seed.',
      'It sends no PKCE, which External wants: set isPkceRequired: false for it and the org.',
    ]);
  });

  test.each(['http://localhost:7332', 'https://login.salesforce.com'])(
    'every setup for %s names the server, and an app or user of the demo org',
    async (baseUrl) => {
      const server = await serverFacts({ port: 7332, host: undefined, seed: [DEMO_SEED], baseUrl });
      for (const client of clients) {
        const { names, needs, setup } = client;
        if (!(setup instanceof Function)) continue;
        const { facts, environment } = reach(client, server, '.fauxforce/ca');
        const text = JSON.stringify([setup(facts), environment]);
        const called = needs ? new URL(facts.url).host : baseUrl;
        if (facts.url !== baseUrl && needs?.host)
          expect(environment).toMatchObject({ HTTPS_PROXY: 'http://localhost:7332' });
        else if (!needs?.host)
          expect({ names, text }).toEqual({ names, text: expect.stringContaining(called) });
        // Who logs in by SOAP needs no app, the extensions of VS Code bring their own, and SAML has the metadata of one.
        expect({ names, text }).toEqual({
          names,
          text: expect.stringMatching(/3MVG9Demo\.|ada@acme\.example|sfdcLoginUrl|samlidp\/Service_Provider/),
        });
      }
    },
  );

  test('the curl line it prints is the one that works', async () => {
    const server = await startServer({ args: ['--port', '0', '--store', ':memory:'] });
    const { stdout } = await run({ args: ['env', 'curl', '--port', String(server.port)] });
    const command = stdout.split('\n').find((line) => line.startsWith('curl ')) as string;
    const [, url, ...data] = command.split(' ').filter((word) => word !== '-d');
    const answer = await fetch(url as string, { method: 'POST', body: new URLSearchParams(data.join('&')) });
    expect(answer.status).toBe(200);
  });

  test('an unknown client is wrong usage', async () => {
    expect(await run({ args: ['env', 'jsfroce'] })).toEqual({
      code: 2,
      stdout: '',
      stderr: "fauxforce: there is no client 'jsfroce' here: did you mean 'jsforce'?\n",
    });
  });

  test.each(['sf', '@salesforce/mcp'])(
    '%s logs in by the browser where no app is for JWT',
    async (client) => {
      const folder = await emptyFolder();
      await writeFile(
        join(folder, 'seed.yaml'),
        'users: [{ username: clerk@acme.example, password: pa55word }]\n',
      );
      const { code, stdout, stderr } = await run({ args: ['env', client, '--seed', 'seed.yaml'], folder });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/^sf org login web --instance-url http:\/\/localhost:7332$/m);
      expect(stdout).toMatch(/ clerk@acme\.example( |$)/m);
      expect(stdout).toContain('# Log in as clerk@acme.example with password pa55word.\n');
      expect(stdout).toContain('# For sf org login jwt add an app with certificate: ./app.crt to your seed');
      expect(stdout).not.toMatch(/^sf org login jwt/m);
    },
  );

  test('sf logs in by JWT alone where nobody may use a browser, and not at all without users', async () => {
    const folder = await emptyFolder();
    const certificate = new URL('../../seed/demo.crt', import.meta.url).pathname;
    await writeFile(
      join(folder, 'seed.yaml'),
      `
profiles: [{ name: Bots, apiUserOnly: true }]
users: [{ username: bot@acme.example, profile: Bots }]
apps: [{ name: Server, consumerKey: 3MVG9Server, certificate: ${certificate}, isAdminApproved: true, profiles: [Bots] }]
`,
    );
    const { stdout } = await run({ args: ['env', 'sf', '--seed', 'seed.yaml'], folder });
    expect(stdout).not.toContain('sf org login web');
    expect(stdout).toMatch(/^sf org login jwt .* --client-id 3MVG9Server .* --username bot@acme\.example$/m);
    await writeFile(join(folder, 'seed.yaml'), 'users: [{ username: gone@acme.example, isActive: false }]\n');
    expect(await run({ args: ['env', 'sf', '--seed', 'seed.yaml'], folder })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'fauxforce: the seed has no app, and user who may use it, for the web server flow\n',
    });
  });

  test.each([
    [
      '',
      /^curl http:\/\/localhost:7332\/services\/oauth2\/token -d grant_type=password -d client_id=3MVG9Portal -d client_secret=P0RTAL0SECRET -/m,
    ],
    [
      'org: { settings: { allowUsernamePasswordFlow: false } }',
      /^# Open http:\/\/localhost:7332\/services\/oauth2\/authorize\?response_type=code&client_id=3MVG9Portal&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcb in a browser\.\n# Log in as clerk@acme\.example with password pa55word\.\ncode='<what the callback got>'\ncurl .* -d grant_type=authorization_code .*redirect_uri=http:\/\/localhost:3000\/cb'? --data-urlencode "code=\$code"$/m,
    ],
  ])('curl logs in by what the seed has: %s', async (org, lines) => {
    const folder = await emptyFolder();
    await writeFile(
      join(folder, 'seed.yaml'),
      `
${org}
users: [{ username: clerk@acme.example, password: pa55word }]
apps: [{ name: Portal, consumerKey: 3MVG9Portal, consumerSecret: P0RTAL0SECRET, callbackUrls: ["http://localhost:3000/cb"], isPkceRequired: false }]
`,
    );
    const { stdout, stderr } = await run({ args: ['env', 'curl', '--seed', 'seed.yaml'], folder });
    expect(stderr).toBe('');
    expect(stdout).toMatch(lines);
  });

  test('a seed without an app for the flow cannot', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'seed.yaml'), 'apps: [{ name: Portal }]\n');
    expect(await run({ args: ['env', 'camel', '--seed', 'seed.yaml'], folder })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'fauxforce: the seed has no app, and user who may use it, for the client credentials flow\n',
    });
  });
});

describe('help and version', () => {
  test('every command has --json, and every option of start and exec is a variable too', () => {
    const { commands } = buildProgram();
    expect(commands.length).toBeGreaterThan(10);
    for (const command of commands) expect(command.helpInformation()).toMatch(/^ {2}--json /m);
    for (const command of commands.filter((each) => ['start', 'exec'].includes(each.name()))) {
      for (const { long, description, envVar } of command.options) {
        const name = `FAUXFORCE_${long?.slice(2).toUpperCase().replaceAll('-', '_')}`;
        expect(envVar ?? description).toContain(name);
      }
    }
  });

  test.each([
    ['--help'],
    ['start', '--help'],
    ['help', 'env'],
    ['help'],
    ['help', '--help'],
    ['help', '-h'],
    ['help', 'help'],
  ])('%s %s', async (...args) => {
    const { code, stdout, stderr } = await run({ args });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: fauxforce/);
  });

  test('a lab token belongs into the variable, as others of the machine see arguments', async () => {
    const { stdout } = await run({ args: ['start', '--help'] });
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'in the variable no other user of the machine sees it (env: FAUXFORCE_LAB_TOKEN)',
    );
  });

  test('--version', async () => {
    expect(await run({ args: ['--version'] })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });
});
