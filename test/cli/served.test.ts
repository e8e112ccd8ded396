/** What a person sees of what is served: `start` on a terminal, `fauxforce orgs` and `fauxforce apps`. */
import { describe, expect, test } from 'vitest';
import { servedText } from '../../src/cli/server/served.ts';
import { startFauxforce } from '../../src/testing/index.ts';
import { curl } from '../helpers/curl.ts';
import { run, startServer } from './run.ts';

/** Makes node take its standard output for a terminal. */
const ON_A_TERMINAL = {
  NODE_OPTIONS: '--import=data:text/javascript,process.stdout.isTTY=true',
  NO_COLOR: '1',
};

describe('start', () => {
  test('on a terminal says who and what there is, and a command that works', async () => {
    const server = await startServer({ args: ['--port', '0'], env: ON_A_TERMINAL });
    const command = await server.line(/^curl /);
    expect(server.stdout()).toBe(
      `ready ${server.url}

Acme  00D5g000004AcmeEAC  developer  My Domain acme
  user                      password       security token            profile
  ada@acme.example          correct-horse  Tok3n                     System Administrator
  grace@acme.example        correct-horse  Tok3n                     Standard User
  integration@acme.example  correct-horse  Tok3n                     Minimum Access - API Only Integrations
  vera@acme.example         correct-horse  kt2UmT8KUAwrsTr2mS3MMCQG  Customer Community User

  app                 consumer key                  for
  Web_Server          3MVG9Demo.Web_Server          web server, user-agent, username-password
  Web_Server_PKCE     3MVG9Demo.Web_Server_PKCE     web server
  Rotating            3MVG9Demo.Rotating            web server, user-agent, username-password
  Client_Credentials  3MVG9Demo.Client_Credentials  client credentials, username-password
  JWT_Bearer          3MVG9Demo.JWT_Bearer          JWT bearer, SAML bearer, web server, user-agent, username-password
  Username_Password   3MVG9Demo.Username_Password   web server, user-agent, username-password
  Admin_Approved      3MVG9Demo.Admin_Approved      web server, user-agent, username-password
  Token_Exchange      3MVG9Demo.Token_Exchange      token exchange, web server, user-agent, username-password
  Device              3MVG9Demo.Device              device, web server, user-agent, username-password
  User_Agent          3MVG9Demo.User_Agent          web server, user-agent, username-password
  Headless            3MVG9Demo.Headless            code and credentials, web server, user-agent
  Limited_Scope       3MVG9Demo.Limited_Scope       web server, user-agent, username-password
  Service_Provider    3MVG9Demo.Service_Provider    SAML, username-password
  PlatformCLI         PlatformCLI                   device, web server, user-agent

store      .fauxforce/state.db
lab        ${server.url}/_fauxforce
inspector  ${server.url}/_fauxforce/console
more       fauxforce orgs, fauxforce apps, fauxforce env <client>, fauxforce journal --follow

try it:
curl ${server.url}/services/oauth2/token -d grant_type=client_credentials -d client_id=3MVG9Demo.Client_Credentials -d client_secret=DEMO0CLIENT0CREDENTIALS000000000

`,
    );
    expect((await curl(command)).status).toBe(200);
  });

  test.each([
    ['--quiet', ['--quiet'], {}],
    ['FAUXFORCE_QUIET', [], { FAUXFORCE_QUIET: 'yes' }],
  ])('%s keeps it to the ready line, and to one for a request', async (_name, args, env) => {
    const server = await startServer({
      args: ['--port', '0', '--store', ':memory:', ...args],
      env: { ...ON_A_TERMINAL, ...env },
    });
    await fetch(`${server.url}/id/keys`);
    await server.line(/keys/);
    server.signal('SIGTERM');
    await server.ended();
    expect(server.stdout()).toMatch(/^ready \S+\n✓ GET \/id\/keys {2}200 [\d.]+ms\n$/);
  });

  test('--json keeps it to the ready line on a terminal too', async () => {
    const server = await startServer({
      args: ['--port', '0', '--store', ':memory:', '--json'],
      env: ON_A_TERMINAL,
    });
    server.signal('SIGTERM');
    await server.ended();
    expect(server.stdout()).toBe(`${JSON.stringify({ ready: server.url })}\n`);
  });
});

describe('the first command to try', () => {
  const facts = { baseUrl: undefined, inspector: undefined, store: ':memory:', labToken: false };

  test.each([
    ['a machine', {}],
    [
      'a person whose password is not plain',
      {
        users: [{ username: 'o’hara+x@acme.example', password: "p&+ %'s", profile: 'Standard User' }],
        apps: [{ name: 'Portal' }],
      },
    ],
    [
      'who is pre-authorized',
      {
        users: [{ username: 'clerk@acme.example' }, { username: 'root@acme.example', profile: 'Admin' }],
        apps: [{ name: 'Portal', isAdminApproved: true, profiles: ['Admin'] }],
      },
    ],
  ])('works: %s', async (_name, seed) => {
    await using sf = await startFauxforce({ seed });
    const text = servedText({ ...facts, url: sf.url, orgs: sf.orgs, now: sf.clock.now() });
    const command = /^curl .+$/m.exec(text)?.[0] ?? '';
    expect((await curl(command)).status).toBe(200);
  });

  test('is a page where no program logs in by itself', async () => {
    const callback = 'http://localhost:3000/callback';
    await using sf = await startFauxforce({
      seed: {
        users: [{ username: 'ada@acme.example', password: 'correct-horse' }],
        apps: [
          { name: 'Portal', kind: 'externalClientApp', callbackUrls: [callback], isPkceRequired: false },
        ],
      },
    });
    const text = servedText({ ...facts, url: sf.url, orgs: sf.orgs, now: sf.clock.now() });
    expect(text).toContain('try it, in a browser, as ada@acme.example with correct-horse:\n');
    const url = /^http\S+authorize\S+$/m.exec(text)?.[0] ?? '';
    expect(await sf.login({ user: 'ada', url })).toMatchObject({ code: expect.any(String) });
  });

  test('follows what is to be known of the server', async () => {
    await using sf = await startFauxforce({ seed: { users: [], apps: [] } });
    const { url, orgs } = sf;
    const rowsOf = (more: object) =>
      servedText({ ...facts, url, orgs, now: sf.clock.now(), ...more }).match(/^(?:store|URLs|lab) .*$/gm);
    expect(rowsOf({})).toEqual(['store  memory: all is gone when this ends', `lab    ${url}/_fauxforce`]);
    expect(rowsOf({ store: 'a.db', baseUrl: 'https://sf.example', labToken: true })).toEqual([
      'store            a.db',
      'URLs in answers  https://sf.example',
      `lab              ${url}/_fauxforce, with the lab token`,
    ]);
  });

  test('is left out where nobody can log in', async () => {
    await using sf = await startFauxforce({ seed: { users: [], apps: [] } });
    const text = servedText({ ...facts, url: sf.url, orgs: sf.orgs, now: sf.clock.now() });
    expect(text).toContain('no users\n');
    expect(text).not.toContain('try it');
  });

  test('a key of 85 characters moves its own row only', async () => {
    await using sf = await startFauxforce({ seed: { apps: [{ name: 'Derived' }] } });
    const text = servedText({ ...facts, url: sf.url, orgs: sf.orgs, now: sf.clock.now() });
    expect(text).toMatch(/^ {2}Derived {6}3MVG9\S{80} {2}username-password$/m);
    expect(text).toMatch(/^ {2}PlatformCLI {2}PlatformCLI {3}device, web server, user-agent$/m);
  });

  test('many orgs, users and apps are counted', async () => {
    const numbers = [...Array(20).keys()];
    await using sf = await startFauxforce({
      seed: {
        users: numbers.map((i) => ({ username: `user${i}@acme.example` })),
        apps: numbers.map((i) => ({ name: `App${i}` })),
      },
    });
    for (let i = 0; i < 2; i++) await sf.org();
    const text = servedText({ ...facts, url: sf.url, orgs: sf.world.orgs.orgs, now: sf.clock.now() });
    expect(text).toContain('  and 12 more users: fauxforce orgs lists them\n');
    expect(text).toContain('  and 5 more apps: fauxforce apps lists them\n');
    expect(text).toContain('\nand 1 more org: fauxforce orgs lists them\n');
  });
});

describe('orgs and apps', () => {
  const SEED = {
    org: { name: 'Globex', id: '00D5g000004AcmeEAC' },
    users: [
      {
        username: 'lin@globex.example',
        password: 'pa55word',
        securityToken: 'Gl0bex',
        totpSecret: 'JBSWY3DPEHPK3PXP',
      },
    ],
    apps: [
      {
        name: 'Portal',
        consumerKey: '3MVG9Portal',
        consumerSecret: 'P0RTAL0SECRET',
        callbackUrls: ['https://a.example/cb', 'https://b.example/cb'],
      },
    ],
  };
  const NO_COLOR = { NO_COLOR: '1' };

  test('orgs prints who can log in', async () => {
    await using sf = await startFauxforce({ seed: SEED });
    expect(await run({ args: ['orgs', '--url', sf.url], env: NO_COLOR })).toEqual({
      code: 0,
      stderr: '',
      stdout: `Globex  00D5g000004AcmeEAC  developer  My Domain globex
  username            password  security token  totpSecret        profile
  lin@globex.example  pa55word  Gl0bex          JBSWY3DPEHPK3PXP  Standard User
`,
    });
    const { stdout } = await run({ args: ['orgs', 'globex', '--json', '--url', sf.url] });
    expect(JSON.parse(stdout)).toMatchObject({
      orgs: [{ id: '00D5g000004AcmeEAC', users: [{ totpSecret: 'JBSWY3DPEHPK3PXP' }] }],
    });
    expect((await run({ args: ['orgs', 'Globx', '--url', sf.url] })).stderr).toBe(
      "fauxforce: there is no org 'Globx': did you mean 'Globex'?\n",
    );
  });

  test('orgs of a terminal that is too narrow stand one fact below the other', async () => {
    const users = [
      ...SEED.users,
      { username: 'kim@globex.example', password: 'k', securityToken: 'K', totpSecret: 'JBSW' },
    ];
    await using sf = await startFauxforce({ seed: { ...SEED, users } });
    const columns = (count: number) => ({
      NODE_OPTIONS: `--import=data:text/javascript,process.stdout.columns=${count}`,
      NO_COLOR: '1',
    });
    const orgs = async (count: number) =>
      (await run({ args: ['orgs', '--url', sf.url], env: columns(count) })).stdout;
    expect(await orgs(40)).toBe(`Globex  00D5g000004AcmeEAC  developer
My Domain globex
  lin@globex.example
    password        pa55word
    security token  Gl0bex
    totpSecret      JBSWY3DPEHPK3PXP
    profile         Standard User
  kim@globex.example
    password        k
    security token  K
    totpSecret      JBSW
    profile         Standard User
`);
    expect(await orgs(78)).toContain('\n    security token  Gl0bex\n');
    expect(await orgs(79)).toContain('\n  username            password  security token  totpSecret ');
  });

  test('an org that is not active says so', async () => {
    await using sf = await startFauxforce({ seed: { org: { name: 'Globex', isActive: false }, users: [] } });
    const { stdout } = await run({ args: ['orgs', '--url', sf.url], env: NO_COLOR });
    expect(stdout).toMatch(
      /^Globex {2}00D\w{15} {2}developer {2}My Domain globex {2}not active\n {2}no users\n$/,
    );
  });

  test('apps prints keys, secrets and what each is for', async () => {
    await using sf = await startFauxforce({ seed: SEED });
    await sf.org();
    const portal = `Globex  00D5g000004AcmeEAC  developer  My Domain globex

  Portal  Connected App
    key       3MVG9Portal
    secret    P0RTAL0SECRET
    callback  https://a.example/cb
              https://b.example/cb
    for       web server, user-agent, username-password

`;
    expect(await run({ args: ['apps', 'Portal', '--url', sf.url], env: NO_COLOR })).toEqual({
      code: 0,
      stderr: '',
      stdout: portal,
    });
    const { stdout } = await run({ args: ['apps', '--org', 'globex', '--json', '--url', sf.url] });
    expect(JSON.parse(stdout)).toMatchObject({
      apps: [
        { org: '00D5g000004AcmeEAC', name: 'Portal', consumerSecret: 'P0RTAL0SECRET' },
        { name: 'PlatformCLI', consumerSecret: '', flows: ['device', 'web server', 'user-agent'] },
      ],
    });
    expect((await run({ args: ['apps', 'Portl', '--url', sf.url] })).stderr).toBe(
      "fauxforce: there is no app 'Portl': did you mean 'Portal'?\n",
    );
  });

  test('a server that may not be asked, or is not there, is a sentence', async () => {
    expect(await run({ args: ['apps', '--url', 'http://localhost:1'] })).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'fauxforce: nothing answers at http://localhost:1: start fauxforce, or name another server with --url\n',
    });
  });
});
