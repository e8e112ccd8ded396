import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../../src/testing/browser.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { app, credentials, members, postToken, refreshWith, send } from '../helpers/token.ts';

const PROVIDER = '/services/auth/idp/oidc/logout';
const RELYING_PARTY = '/services/auth/rp/oidc/logout';
const PLAIN = '/secur/logout.jsp';
const ADA = { username: 'ada@acme.example', password: 'correct-horse' };

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce({
    demo: {
      apps: {
        Web_Server: { singleLogoutUrl: 'https://app.acme.example/slo?a=1&b=<2>' },
        Admin_Approved: { singleLogoutUrl: 'http://localhost:3000/slo' },
        User_Agent: { singleLogoutUrl: 'https://app.acme.example/never' },
      },
    },
  });
});
afterAll(() => sf[Symbol.asyncDispose]());

/** A browser that has logged in to these apps, one after the other. */
async function browserOf(...names: string[]): Promise<Browser> {
  const browser = new Browser();
  for (const name of names) {
    const { consumerKey, callbackUrls } = app(sf, name);
    const walk = await browser.authorize(
      sf.url,
      { response_type: 'code', client_id: consumerKey, redirect_uri: callbackUrls[0] ?? '' },
      ADA,
    );
    if (!walk.callback?.code) throw new Error(`the log-in to ${name} ended on ${JSON.stringify(walk)}`);
  }
  return browser;
}

async function open(browser: Browser, path: string) {
  const walk = await browser.open(sf.url + path);
  if (walk.callback) throw new Error(`${path} led to ${walk.location}`);
  return walk;
}

const isLoggedIn = async (browser: Browser) => (await open(browser, '/')).text.includes("You're logged in");
const framesOf = (html: string) => html.match(/<iframe[^>]*>/g) ?? [];

describe.each([PROVIDER, PLAIN])('%s', (path) => {
  test('ends the session and calls each app that it led to, in frames nobody sees', async () => {
    const browser = await browserOf('Web_Server', 'Rotating', 'Admin_Approved', 'Web_Server');
    const page = await open(browser, path);
    expect(page.status).toBe(200);
    expect(framesOf(page.text)).toEqual([
      '<iframe src="https://app.acme.example/slo?a=1&amp;b=&lt;2&gt;" title="Single Logout" hidden>',
      '<iframe src="http://localhost:3000/slo" title="Single Logout" hidden>',
    ]);
    expect(page.headers.get('refresh')).toBe(`10;url=${sf.url}/`);
    expect(page.headers.get('content-security-policy')).toContain(
      'frame-src https://app.acme.example http://localhost:3000;',
    );
    expect(page.headers.get('set-cookie')).toBe(
      'sid=; Path=/; HttpOnly; SameSite=Lax; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
    );
    expect(await isLoggedIn(browser)).toBe(false);
  });

  test('leads straight to the log-in page where no app wants to know, or nobody is logged in', async () => {
    const logIn = await send(sf, '/', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'un=ada@acme.example&pw=correct-horse',
    });
    const cookie = logIn.headers['set-cookie']?.[0] ?? '';
    for (const headers of [{ cookie }, {}]) {
      const answer = await send(sf, path, { headers });
      expect(answer).toMatchObject({ status: 302, headers: { location: `${sf.url}/` } });
    }
  });
});

test('nothing that is sent along decides where it leads', async () => {
  const query = new URLSearchParams({
    post_logout_redirect_uri: 'https://app.acme.example/bye',
    redirect_uri: 'https://app.acme.example/bye',
    id_token_hint: 'x.y.z',
    state: 's',
    startURL: '/setup/secur/RemoteAccessAuthorizationPage.apexp',
  });
  for (const method of ['GET', 'POST']) {
    const answer = await send(sf, `${PROVIDER}?${query}`, { method });
    expect(answer).toMatchObject({ status: 302, headers: { location: `${sf.url}/` } });
  }
});

test('as relying party the session ends and nobody is called', async () => {
  const browser = await browserOf('Web_Server');
  const page = await open(browser, RELYING_PARTY);
  expect(page.url).toBe(`${sf.url}/`);
  expect(framesOf(page.text)).toEqual([]);
  expect(await isLoggedIn(browser)).toBe(false);
});

test('on a site it leads to the log-in of the site', async () => {
  const answer = await send(sf, `/customers${PROVIDER}`);
  expect(answer).toMatchObject({ status: 302, headers: { location: `${sf.url}/customers/` } });
});

describe('the tokens of a session', () => {
  const isAlive = async (token = '') =>
    (await send(sf, '/services/oauth2/userinfo', { headers: { authorization: `Bearer ${token}` } }))
      .status === 200;

  test('that its browser was sent die with it; their refresh tokens live on', async () => {
    const browser = new Browser();
    const { consumerKey } = app(sf, 'User_Agent');
    const walk = await browser.authorize(
      sf.url,
      { response_type: 'token', client_id: consumerKey, redirect_uri: 'sfdc://success' },
      ADA,
    );
    const { access_token = '', refresh_token = '' } = walk.callback ?? {};
    expect(await isAlive(access_token)).toBe(true);
    await open(browser, PLAIN);
    expect(await isAlive(access_token)).toBe(false);
    const refreshed = await refreshWith(sf, 'User_Agent', refresh_token);
    expect(refreshed.status).toBe(200);
    expect(await isAlive(members(refreshed.body).access_token)).toBe(true);
  });

  test('that an app fetched for a code live on', async () => {
    const browser = new Browser();
    const { consumerKey, callbackUrls } = app(sf, 'Rotating');
    const redirect_uri = callbackUrls[0] ?? '';
    const walk = await browser.authorize(
      sf.url,
      { response_type: 'code', client_id: consumerKey, redirect_uri },
      ADA,
    );
    const { body } = await postToken(sf, {
      grant_type: 'authorization_code',
      code: walk.callback?.code ?? '',
      redirect_uri,
      ...credentials(sf, 'Rotating'),
    });
    await open(browser, PROVIDER);
    expect(await isAlive(members(body).access_token)).toBe(true);
  });

  test('of another session are not touched', async () => {
    const [one, two] = [await browserOf('Web_Server'), await browserOf('Web_Server')];
    await open(one, PROVIDER);
    expect(await isLoggedIn(two)).toBe(true);
  });
});

test('every endpoint that discovery names exists', async () => {
  const { body } = await send(sf, '/.well-known/openid-configuration');
  const document = JSON.parse(body) as Record<string, unknown>;
  const named = Object.entries(document).filter(([name]) => /_endpoint$|^jwks_uri$/.test(name));
  expect(named.length).toBe(8);
  for (const [name, url] of named) {
    const path = String(url).slice(sf.url.length);
    const answers = await Promise.all(['GET', 'POST'].map((method) => send(sf, path, { method })));
    expect(
      answers.map(({ status }) => status),
      name,
    ).not.toContain(404);
    expect(
      answers.map(({ status }) => status),
      name,
    ).not.toContain(500);
  }
});
