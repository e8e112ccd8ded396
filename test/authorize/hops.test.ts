/** The hops between the app and its callback: authorize.md 2, 4.2, 9. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Browser } from '../../src/testing/browser.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { ADA, ask, askOn, locationOf, walk, webServer } from './helpers.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(() => sf[Symbol.asyncDispose]());

const CODE = /^http:\/\/localhost:3000\/callback\?code=aPrx[A-Za-z0-9._]{70}%3D%3D$/;

test('hop 1 redirects to RemoteAccessAuthorizationPage with a source of the real shape', async () => {
  const before = sf.clock.now();
  const answer = await ask(sf, webServer());
  const location = answer.headers.get('location') ?? '';
  expect(answer.status).toBe(302);
  expect(location).toMatch(
    /^http:\/\/127\.0\.0\.1:\d+\/setup\/secur\/RemoteAccessAuthorizationPage\.apexp\?source=CAAAA/,
  );
  const source = Buffer.from(new URL(location).searchParams.get('source') ?? '', 'base64url');
  expect(source[0]).toBe(0x08);
  expect(Number(source.readBigInt64BE(1))).toBeGreaterThanOrEqual(before);
  expect(Number(source.readBigInt64BE(1))).toBeLessThanOrEqual(sf.clock.now());
  expect(source.toString('latin1', 9, 24)).toMatch(/^0O0[A-Za-z0-9]{12}$/);
  expect(source.readInt32BE(24)).toBe(source.length - 28);
  expect(source.toString('latin1')).not.toContain('callback');
});

test('display travels beside the source, and unknown parameters are tolerated', async () => {
  const answer = await ask(
    sf,
    webServer({ display: 'touch', device_id: 'x', resource: 'y', sso_provider: 'z' }),
  );
  expect(answer.headers.get('location')).toMatch(/\?source=CAAAA[A-Za-z0-9_%-]+&display=touch$/);
});

test('hop 2, without a session, redirects by script to the log-in page, where "=" is escaped twice', async () => {
  // A state of one more character moves the end of the blob, so that one of three has padding.
  const links = await Promise.all(
    ['s', 'st', 'sta', 'stat'].map(async (state) =>
      (await ask(sf, webServer({ state }))).headers.get('location'),
    ),
  );
  const link = links.find((location) => location?.endsWith('%3D')) ?? '';
  const answer = await fetch(link, { redirect: 'manual' });
  const html = await answer.text();
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/html;charset=UTF-8');
  const [url, ...others] = [...html.matchAll(/'(http[^']+)'/g)].map((match) => match[1]);
  expect(others).toEqual([url, url]);
  const source = link.split('?source=')[1]?.replaceAll('%3D', '%253D');
  expect(url).toBe(
    `${sf.url}/?ec=302&startURL=%2Fsetup%2Fsecur%2FRemoteAccessAuthorizationPage.apexp%3Fsource%3D${source}`,
  );
  expect(
    html,
  ).toBe(`<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd"><html><head><meta HTTP-EQUIV="PRAGMA" CONTENT="NO-CACHE">
<script>function redirectOnLoad() {
if (this.SfdcApp && this.SfdcApp.projectOneNavigator) { SfdcApp.projectOneNavigator.handleRedirect('${url}'); } else
if (window.location.replace){ window.location.replace('${url}'); } else { window.location.href ='${url}'; } }
redirectOnLoad();</script></head></html>
`);
});

test('login_hint fills in the username, unless a session is active', async () => {
  const browser = new Browser();
  const page = await browser.open(
    (await ask(sf, webServer({ login_hint: 'grace@acme.example' }))).headers.get('location') ?? '',
  );
  if (page.callback) throw new Error('left');
  expect(page.text).toContain('name="username" type="text"');
  expect(page.text).toContain('value="grace@acme.example"');
  await walk(sf, webServer(), ADA, browser);
  expect(locationOf(await walk(sf, webServer({ login_hint: 'grace@acme.example' }), ADA, browser))).toMatch(
    CODE,
  );
});

test('right after a log-in or a click on Allow the callback is reached by script, with a session by Location', async () => {
  const browser = new Browser();
  const link = (await ask(sf, webServer({ prompt: 'consent' }))).headers.get('location') ?? '';
  const logIn = await browser.open(link);
  if (logIn.callback) throw new Error('left');
  const allow = await browser.submit(logIn, 'Login', { username: ADA.username, password: ADA.password });
  if (allow.callback) throw new Error('left');
  const body = new URLSearchParams(
    [...allow.text.matchAll(/type="hidden" name="([^"]+)" value="([^"]+)"/g)].map(
      (match): [string, string] => [match[1] ?? '', match[2] ?? ''],
    ),
  );
  body.set('save', 'Allow');
  const pressed = await fetch(new URL('/setup/secur/RemoteAccessAuthorizationPage.apexp', sf.url), {
    method: 'POST',
    body,
    headers: { cookie: await sidOf() },
    redirect: 'manual',
  });
  // The confirmation token belongs to the other session: the page is shown again.
  expect(pressed.status).toBe(200);
  expect(await pressed.text()).toContain('Allow Access?');
  expect(locationOf(await browser.submit(allow, 'oaapprove'))).toMatch(CODE);

  const cookie = await sidOf();
  const hop = await fetch((await askWith(cookie)).headers.get('location') ?? '', {
    headers: { cookie },
    redirect: 'manual',
  });
  expect(hop.status).toBe(302);
  expect(hop.headers.get('location')).toMatch(CODE);
});

async function sidOf(): Promise<string> {
  const answer = await fetch(sf.url, {
    method: 'POST',
    body: new URLSearchParams({ un: ADA.username, pw: ADA.password }),
    redirect: 'manual',
  });
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

function askWith(cookie: string): Promise<Response> {
  const query = new URLSearchParams(webServer());
  return fetch(`${sf.url}/services/oauth2/authorize?${query}`, { headers: { cookie }, redirect: 'manual' });
}

test.each(['expid_Login', 'BRAND', '00D5g000004Acme'])(
  '/authorize/%s is the authorize endpoint',
  async (variant) => {
    const answer = await fetch(
      `${sf.url}/services/oauth2/authorize/${variant}?${new URLSearchParams(webServer())}`,
      {
        redirect: 'manual',
      },
    );
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toContain(
      '/setup/secur/RemoteAccessAuthorizationPage.apexp?source=CAAAA',
    );
  },
);

test('/authorize is not', async () => {
  expect((await fetch(`${sf.url}/authorize`)).status).toBe(404);
});

test('a Salesforce host is redirected to itself, by https', async () => {
  const answer = await askOn(sf, 'login.salesforce.com', webServer());
  expect(answer.headers.location).toMatch(
    /^https:\/\/login\.salesforce\.com\/setup\/secur\/RemoteAccessAuthorizationPage\.apexp\?source=CAAAA/,
  );
});

test('success carries code, then state, and nothing else', async () => {
  const location = locationOf(await walk(sf, webServer({ state: 'one' }), ADA));
  expect(location).toMatch(/^http:\/\/localhost:3000\/callback\?code=aPrx[A-Za-z0-9._]{70}%3D%3D&state=one$/);
});

test.each([
  ['a space and a plus', 'a b+c', 'a+b%2Bc'],
  ['what could end a URL, a header or a script', `"'<>#&=?%\\`, '%22%27%3C%3E%23%26%3D%3F%25%5C'],
  ['line ends', 'a\r\nSet-Cookie: x=y', 'a%0D%0ASet-Cookie%3A+x%3Dy'],
  ['other alphabets', 'ö中😀', '%C3%B6%E4%B8%AD%F0%9F%98%80'],
  ['nothing', '', ''],
])('state of %s is echoed', async (_kind, state, written) => {
  expect(locationOf(await walk(sf, webServer({ state }), ADA)).split('&state=')[1]).toBe(written);
  const denied = await walk(sf, webServer({ state, prompt: 'consent' }), { ...ADA, press: 'Deny' });
  expect(locationOf(denied).split('&state=')[1]).toBe(written);
});

test('a state of 10,000 random characters is echoed', async () => {
  const state = sf.world.entropy.bytes(7_500).toString('base64url');
  expect(locationOf(await walk(sf, webServer({ state }), ADA)).split('&state=')[1]).toBe(state);
});

test('a callback in another alphabet, or of a scheme of its own, is reached', async () => {
  const callbackUrls = ['https://app.example/zurück', 'sfdc://success', 'no:callbackurl'];
  await using own = await startFauxforce({ demo: { apps: { Web_Server: { callbackUrls } } } });
  for (const [redirect_uri, start] of [
    ['https://app.example/zurück', 'https://app.example/zur%C3%BCck?code=aPrx'],
    ['sfdc://success', 'sfdc://success?code=aPrx'],
    ['no:callbackurl', 'no:callbackurl?code=aPrx'],
  ] as const) {
    const location = locationOf(await walk(own, webServer({ redirect_uri }), ADA));
    expect(location.startsWith(start)).toBe(true);
  }
});

test('a source of which any character was changed, or to which one was added, opens no page', async () => {
  const links = await Promise.all(
    ['s', 'st', 'sta', 'stat'].map(async (state) =>
      (await ask(sf, webServer({ state }))).headers.get('location'),
    ),
  );
  const link = links.find((location) => location?.endsWith('%3D')) ?? '';
  const source = new URL(link).searchParams.get('source') ?? '';
  const opened = async (sent: string) => {
    const url = new URL(link);
    url.searchParams.set('source', sent);
    await fetch(url, { redirect: 'manual' });
    return sf.journal.last()?.outcome;
  };
  expect(await opened(source)).toBe('answered');
  const changed = [
    `${source.slice(0, -1)}!`,
    `${source.slice(0, -1)}-`,
    source.replace(/=+$/, ''),
    `${source}=`,
    `${source}A`,
    `${source} `,
    `${source.slice(0, 9)}+${source.slice(9)}`,
    source.replaceAll('_', '/').replaceAll('-', '+').replace(/=+$/, '.'),
  ];
  for (const sent of changed) expect([sent, await opened(sent)]).toEqual([sent, 'refused']);
});
