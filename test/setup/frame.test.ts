/** The frame of Setup: who gets in, how one finds a page, and what keeps its pages safe. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { SetupVisitor } from './visitor.ts';

let sf: Fauxforce;
let ada: SetupVisitor;
beforeAll(async () => {
  sf = await startFauxforce();
  ada = await SetupVisitor.logIn(sf);
});
afterAll(() => sf[Symbol.asyncDispose]());

const HOME = '/ui/setup/Setup';

describe('getting in', () => {
  test('who is not logged in is sent to the log-in page, and comes back', async () => {
    const { status, headers } = await fetch(`${sf.url}${HOME}?q=app`, { redirect: 'manual' });
    expect(status).toBe(302);
    const logIn = headers.get('location') ?? '';
    expect(logIn).toBe(`${sf.url}/?ec=302&startURL=%2Fui%2Fsetup%2FSetup%3Fq%3Dapp`);
    const form = await (await fetch(logIn)).text();
    expect(form).toContain('name="startURL" value="/ui/setup/Setup?q=app"');
    const after = await fetch(`${sf.url}/`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({
        un: 'ada@acme.example',
        pw: 'correct-horse',
        startURL: '/ui/setup/Setup?q=app',
      }),
    });
    expect(after.headers.get('location')).toBe(`${sf.url}${HOME}?q=app`);
  });

  test('an administrator sees the org', async () => {
    const { status, text } = await ada.open(HOME);
    expect(status).toBe(200);
    expect(text).toContain('ada@acme.example of Acme');
    expect(text).toContain(
      'Organization ID 00D5g000004AcmeEAC Current My Domain URL acme.develop.my.salesforce.com',
    );
    expect(text).toContain('fauxforce, a local mock. Not Salesforce: use test data only.');
  });

  test('a user without View Setup does not', async () => {
    const grace = await SetupVisitor.logIn(sf, 'grace@acme.example');
    const { status, text, html } = await grace.open(HOME);
    expect(status).toBe(403);
    expect(text).toContain('Insufficient Privileges');
    expect(html).toMatch(/<a href="\/_fauxforce\/console\/journal\/[\w-]+">why\?<\/a><\/footer>/);
    expect(text).toContain('the page needs viewSetup, of which grace@acme.example has nothing.');
    expect((await grace.open('/')).html).not.toContain('id="setup"');
    expect((await ada.open('/')).html).toContain('href="/lightning/setup/SetupOneHome/home"');
  });
});

describe('Lightning', () => {
  test.each([
    ['/lightning/setup/SetupOneHome/home', HOME],
    ['/lightning/setup/SetupOneHome', HOME],
    ['/lightning/setup/Any/page?address=%2Fui%2Fsetup%2FSetup%3Fq%3Dx', `${HOME}?q=x`],
  ])('%s is %s', async (path, classic) => {
    const { status, headers } = await fetch(sf.url + path, { redirect: 'manual' });
    expect([status, headers.get('location')]).toEqual([302, sf.url + classic]);
  });

  test.each([
    '/lightning/setup/NoSuchNode/home',
    '/lightning/setup/Any/page',
    '/lightning/setup/Any/page?address=https%3A%2F%2Fevil.example%2Fui%2Fsetup%2FSetup',
    '/lightning/setup/Any/page?address=%2F%2Fevil.example%2F',
    '/lightning/setup/Any/page?address=%2Fsecur%2Flogout.jsp',
    '/lightning/setup/Any/page?address=%2Flightning%2Fsetup%2FAny%2Fpage',
    '/lightning/r/Account/001/view',
    '/setup/no/such/page',
    '/app/mgmt/nothing.apexp',
  ])('%s is nowhere', async (path) => {
    const { status, text } = await ada.open(path);
    expect(status).toBe(404);
    expect(text).toContain('URL No Longer Exists');
  });

  test.each(['acme.develop.lightning.force.com', 'acme.my.salesforce-setup.com'])(
    '%s leads to My Domain',
    async (host) => {
      const url = '/lightning/setup/SetupOneHome/home';
      const { statusCode, headers } = await sf.server.inject({ url, headers: { host } });
      const myDomain = host.replace('lightning.force.com', 'my.salesforce.com').replace('-setup', '');
      expect([statusCode, headers.location]).toEqual([302, `https://${myDomain}${url}`]);
    },
  );
});

describe('Quick Find', () => {
  test('without JavaScript, the tree has what it found', async () => {
    const tree = async (q: string) => {
      const { html } = await ada.open(`${HOME}?q=${q}`);
      return html.slice(html.indexOf('<details open>'), html.indexOf('</details>'));
    };
    expect(await tree('home')).toContain('Home</a>');
    expect(await tree('nothing')).not.toContain('Home</a>');
  });

  test('what is typed is shown as text', async () => {
    const { html } = await ada.open(`${HOME}?q=${encodeURIComponent('"><img src=x>')}`);
    expect(html).not.toContain('<img');
  });
});

describe('every page', () => {
  test('allows its own style and script by their hashes, and nothing else', async () => {
    const { headers } = await ada.open(HOME);
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; script-src 'sha256-[\w+/]{43}='; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-frame-options')).toBe('DENY');
  });

  test('takes no form if it has none', async () => {
    const { status } = await ada.open(HOME, { method: 'POST', body: new URLSearchParams({ a: 'b' }) });
    expect(status).toBe(405);
  });
});
