/** The user's side: /setup/connect (authorize.md 7; token.md 10; model.md 4.5). */
import { describe, expect, it } from 'vitest';
import { Browser, type Page, type Walk } from '../../src/testing/browser.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { postToken, user } from '../helpers/token.ts';
import { ADA, connect, DEVICE, poll, start } from './helpers.ts';

const fresh = freshServers();

const GRACE = { username: 'grace@acme.example', password: 'correct-horse' };
const WRONG = 'The code is not valid any more, or never was. Check the code on your device and try again.';

function pageOf(walk: Walk): Page & { readonly page: string } {
  if (walk.callback !== undefined) throw new Error(`the walk ended at ${walk.location}`);
  return walk;
}

function lastRefusal(sf: Fauxforce): string | undefined {
  return sf.journal.entries({ outcome: 'refused', limit: 1 })[0]?.refusal?.name;
}

async function typeCode(sf: Fauxforce, user_code: string): Promise<string> {
  const body = new URLSearchParams({ user_code });
  const answer = await fetch(`${sf.url}/setup/connect`, { method: 'POST', body, redirect: 'manual' });
  return answer.status === 200 ? answer.text() : `${answer.headers.get('location')}`;
}

describe('the code', () => {
  it('is filled in from the link, escaped', async () => {
    const sf = await fresh();
    const link = `${sf.url}/setup/connect?user_code=`;
    const html = await (await fetch(`${link}X1D9SEET`)).text();
    expect(html).toMatch(/<input id="user_code"[^>]* name="user_code"[^>]* value="X1D9SEET"/);
    const hostile = await (await fetch(`${link}${encodeURIComponent('"><script>alert(1)</script>')}`)).text();
    expect(hostile).not.toContain('<script>');
    expect(hostile).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
  });

  it('comes after a new log-in with prompt=login, whoever is logged in', async () => {
    const sf = await fresh();
    const { user_code } = await start(sf);
    const browser = new Browser();
    await connect(sf, await start(sf), ADA, browser);
    const link = `${sf.url}/setup/connect?prompt=login&user_code=${user_code}`;
    expect((await fetch(link, { redirect: 'manual' })).headers.get('location')).toBe(
      `${sf.url}/?ec=302&startURL=%2Fsetup%2Fconnect%3Fuser_code%3D${user_code}`,
    );
    const logIn = pageOf(await browser.open(link));
    expect(logIn.page).toBe('Login | Salesforce');
    const form = pageOf(await browser.submit(logIn, 'Login', GRACE));
    expect(form.text).toContain(`value="${user_code}"`);
    expect(pageOf(await browser.submit(form, 'connect')).text).toContain(
      '<strong>grace@acme.example</strong>',
    );
    const bare = await fetch(`${sf.url}/setup/connect?prompt=select_account+login`, { redirect: 'manual' });
    expect(bare.headers.get('location')).toBe(`${sf.url}/?ec=302&startURL=%2Fsetup%2Fconnect`);
    expect((await fetch(`${sf.url}/setup/connect?prompt=consent`, { redirect: 'manual' })).status).toBe(200);
  });

  it('is asked for below the path of the base URL', async () => {
    const sf = await fresh({ baseUrl: 'https://app.example/salesforce' });
    const html = await (await fetch(`${sf.url}/setup/connect`)).text();
    expect(html).toContain('method="post" action="/salesforce/setup/connect"');
  });

  it('may be typed in any case, with a dash', async () => {
    const sf = await fresh();
    const { user_code } = await start(sf);
    const typed = `${user_code.slice(0, 4).toLowerCase()}-${user_code.slice(4).toLowerCase()}`;
    expect(await typeCode(sf, typed)).toBe(`${sf.url}/setup/connect/allow?user_code=${user_code}`);
  });

  it.each(['', 'X1D9SEET', 'short', '../../..', '<b>', '\u0000', 'É'.repeat(8), 'A'.repeat(5000)])(
    'is asked for again when it is %.20j',
    async (typed) => {
      const sf = await fresh();
      const html = await typeCode(sf, typed);
      expect(html).toContain(`<div id="error" class="loginError" role="alert">${WRONG}</div>`);
      expect(html).toContain('name="user_code"');
      expect(lastRefusal(sf)).toBe('device.user-code-unknown');
    },
  );

  it('is asked for again once it expired or was used', async () => {
    const sf = await fresh();
    const [used, old] = [await start(sf), await start(sf)];
    await connect(sf, used);
    expect(await typeCode(sf, used.user_code)).toContain(WRONG);
    expect(lastRefusal(sf)).toBe('device.user-code-used');
    sf.clock.advance(10 * 60_000 + 1_000);
    expect(await typeCode(sf, old.user_code)).toContain(WRONG);
    expect(lastRefusal(sf)).toBe('device.user-code-expired');
  });

  it('may not be sent by another site, and neither may the click on Allow', async () => {
    const sf = await fresh();
    const { user_code } = await start(sf);
    for (const path of ['/setup/connect', '/setup/connect/allow']) {
      const answer = await fetch(`${sf.url}${path}`, {
        method: 'POST',
        body: new URLSearchParams({ user_code, save: 'Allow' }),
        headers: { origin: 'https://evil.example' },
      });
      expect(answer.status).toBe(403);
      expect(lastRefusal(sf)).toBe('page.cross-site');
    }
  });
});

describe('Allow Access', () => {
  it('names the app, the user and the scopes asked for, and says what came of it', async () => {
    const app = {
      label: 'Shop Screen',
      description: 'Shows orders',
      logoUrl: 'https://cdn.acme.example/logo.png',
    };
    const sf = await fresh({ demo: { apps: { Device: app } } });
    const { user_code } = await start(sf, { scope: 'api refresh_token' });
    const browser = new Browser();
    const connectPage = pageOf(await browser.open(`${sf.url}/setup/connect?user_code=${user_code}`));
    const logIn = pageOf(await browser.submit(connectPage, 'connect'));
    expect(logIn.page).toBe('Login | Salesforce');
    const allow = pageOf(await browser.submit(logIn, 'Login', ADA as unknown as Record<string, string>));
    expect(allow.page).toBe('Allow Access?');
    expect(allow.text).toContain('<strong>Shop Screen</strong> is asking to:');
    expect(allow.text).toContain('<p class="description">Shows orders</p>');
    expect(allow.text).toContain('<img class="logo" src="https://cdn.acme.example/logo.png" alt="">');
    expect(allow.headers.get('content-security-policy')).toContain('; img-src https://cdn.acme.example;');
    expect([...allow.text.matchAll(/<li>([^<]*)<\/li>/g)].map((match) => match[1])).toEqual([
      'Manage user data via APIs',
      'Perform requests at any time',
    ]);
    const done = pageOf(await browser.submit(allow, 'oaapprove'));
    expect(done.text).toContain("You're connected");
    const [approval] = await sf.world.store.approvals.live(user(sf, 'ada').id, DEVICE);
    expect(approval?.scopes).toBe('api refresh_token');
  });

  it('is asked at every device, whatever was allowed before', async () => {
    const sf = await fresh();
    const browser = new Browser();
    await connect(sf, await start(sf), ADA, browser);
    const again = await start(sf);
    const page = pageOf(await browser.open(`${sf.url}/setup/connect/allow?user_code=${again.user_code}`));
    expect(page.page).toBe('Allow Access?');
    expect((await poll(sf, again)).body).toContain('authorization_pending');
  });

  it('records no approval of an app that an admin approved, and none on Deny', async () => {
    const sf = await fresh({
      demo: { apps: { Device: { isAdminApproved: true, profiles: ['System Administrator'] } } },
    });
    const started = await start(sf);
    const page = pageOf(await connect(sf, started));
    expect(page.text).toContain("You're connected");
    expect((await poll(sf, started)).status).toBe(200);
    const denied = pageOf(await connect(sf, await start(sf), { ...ADA, press: 'Deny' }));
    expect(denied.text).toContain('You denied access to');
    expect(await sf.world.store.approvals.live(user(sf, 'ada').id, DEVICE)).toHaveLength(1);
  });

  it('wants a session of its own: the form of one user is not pressed by another', async () => {
    const sf = await fresh();
    const started = await start(sf);
    const path = `${sf.url}/setup/connect/allow?user_code=${started.user_code}`;
    const [ada, grace] = [new Browser(), new Browser()];
    const adasForm = pageOf(
      await ada.submit(pageOf(await ada.open(path)), 'Login', {
        username: ADA.username,
        password: ADA.password,
      }),
    );
    await grace.submit(pageOf(await grace.open(path)), 'Login', {
      username: GRACE.username,
      password: GRACE.password,
    });
    const pressed = pageOf(await grace.submit(adasForm, 'oaapprove'));
    expect(pressed.page).toBe('Allow Access?');
    expect((await poll(sf, started)).body).toContain('authorization_pending');
  });

  it('is given once: two clicks, one approval', async () => {
    const sf = await fresh();
    const started = await start(sf);
    const browser = new Browser();
    const allow = pageOf(
      await browser.submit(
        pageOf(await browser.open(`${sf.url}/setup/connect/allow?user_code=${started.user_code}`)),
        'Login',
        { username: ADA.username, password: ADA.password },
      ),
    );
    const pages = await Promise.all([browser.submit(allow, 'oaapprove'), browser.submit(allow, 'oadeny')]);
    expect(pages.map(pageOf).filter(({ text }) => text.includes(WRONG.slice(0, 20)))).toHaveLength(1);
  });
});

describe('who may not', () => {
  it.each([
    [
      'an app that is not installed, even for users with the permission',
      { state: 'uninstalled' },
      'device.app-not-installed',
      'error=invalid_client&error_description=app+must+be+installed+into+org',
    ],
    ['a blocked app', { state: 'blocked' }, undefined, ''],
    [
      'users who are not admin approved',
      { isAdminApproved: true },
      'authorize.not-admin-approved',
      'error=OAUTH_APP_ACCESS_DENIED&error_description=user+is+not+admin+approved+to+access+this+app',
    ],
  ])('%s', async (_who, changes, refusal, query) => {
    const sf = await fresh({ demo: { apps: { Device: changes } } });
    if (refusal === undefined) {
      const answer = await postToken(sf, { response_type: 'device_code', client_id: DEVICE });
      expect(answer.body).toBe('{"error":"app_blocked","error_description":"this app is blocked by admin"}');
      return;
    }
    const started = await start(sf);
    const page = pageOf(await connect(sf, started));
    expect(page.page).toBe('OAuth Error');
    expect(page.url).toBe(`${sf.url}/setup/secur/RemoteAccessErrorPage.apexp?${query}`);
    expect(lastRefusal(sf)).toBe(refusal);
    expect((await poll(sf, started)).body).toContain('authorization_pending');
  });

  it('users of another org, and users for machines', async () => {
    const sf = await fresh({ demo: { secondOrg: true } });
    const lin = { username: 'lin@globex.example', password: 'correct-horse' };
    const integration = { username: 'integration@acme.example', password: 'correct-horse' };
    expect(pageOf(await connect(sf, await start(sf), lin)).page).toBe('OAuth Error');
    expect(lastRefusal(sf)).toBe('device.app-not-installed');
    expect(pageOf(await connect(sf, await start(sf), integration)).page).toBe('OAuth Error');
    expect(lastRefusal(sf)).toBe('authorize.api-only-user');
  });
});
