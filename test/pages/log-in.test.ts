/** The log-in page, browser sessions and the way out: authorize.md 2, model.md 4.4, 4.7. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';

const fresh = freshServers();

const CHECK =
  'Please check your username and password. If you still can&#39;t log in, contact your Salesforce administrator.';
const ADA = { un: 'ada@acme.example', pw: 'correct-horse' };

function logIn(
  sf: Fauxforce,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${sf.url}/`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers,
    redirect: 'manual',
  });
}

function sid(answer: Response): string {
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

function home(sf: Fauxforce, cookie: string): Promise<string> {
  return fetch(`${sf.url}/`, { headers: { cookie } }).then((answer) => answer.text());
}

function refused(sf: Fauxforce): string | undefined {
  return sf.journal.entries({ outcome: 'refused', limit: 1 })[0]?.refusal?.name;
}

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce({ demo: { secondOrg: true } });
});
afterAll(() => sf[Symbol.asyncDispose]());

test('the form has the ids and names that scripts for the real page know', async () => {
  const html = await (await fetch(`${sf.url}/?un=ada%40acme.example`)).text();
  expect(html).toMatch(/<input id="username"[^>]* name="username"[^>]* value="ada@acme\.example"/);
  expect(html).toMatch(/<input id="password"[^>]* name="pw" type="password"/);
  expect(html).toMatch(/<input id="Login"[^>]* name="Login" type="submit" value="Log In">/);
  expect(html).toContain('<label for="username">Username</label>');
  expect(html).toContain('<label for="password">Password</label>');
});

test.each([
  ['un and pw', { un: 'ada@acme.example', pw: 'correct-horse' }],
  ['username and pw, as the form sends', { username: 'ada@acme.example', pw: 'correct-horse' }],
  ['username and password', { username: ' ADA@acme.example ', password: 'correct-horse' }],
])('%s log in', async (_names, form) => {
  const answer = await logIn(sf, form);
  expect(answer.status).toBe(302);
  expect(answer.headers.get('location')).toBe(`${sf.url}/`);
  expect(answer.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^sid=00D5g000004Acme![A-Za-z0-9._]{96}; Path=\/; HttpOnly; SameSite=Lax$/),
  ]);
  expect(await home(sf, sid(answer))).toContain('<strong>ada@acme.example</strong> of Acme');
});

test.each([
  ['an unknown user', 'login.user-unknown', {}, { un: 'nobody@acme.example', pw: 'correct-horse' }],
  ['no user', 'login.user-unknown', {}, {}],
  ['a wrong password', 'login.password', {}, { ...ADA, pw: 'wrong' }],
  ['the password with the security token', 'login.password', {}, { ...ADA, pw: 'correct-horseTok3n' }],
  ['an inactive user', 'login.inactive', { isActive: false }, ADA],
  ['a frozen user', 'login.frozen', { isFrozen: true }, ADA],
  ['a locked user', 'login.locked', { isLocked: true }, ADA],
])('%s stays on the log-in page', async (_who, refusal, ada, form) => {
  const own = await fresh({ demo: { users: { ada } } });
  const startURL = '/setup/secur/RemoteAccessAuthorizationPage.apexp?source=CAAAA%3D%3D';
  const answer = await logIn(own, { ...form, startURL });
  const html = await answer.text();
  expect(answer.status).toBe(200);
  expect(answer.headers.getSetCookie()).toEqual([]);
  expect(html).toContain(`<div id="error" class="loginError" role="alert">${CHECK}</div>`);
  expect(html).toContain(`name="startURL" value="${startURL}"`);
  expect(html).not.toContain('correct-horse');
  expect(refused(own)).toBe(refusal);
});

describe('hosts', () => {
  const onHost = (host: string) =>
    sf.server.inject({
      method: 'POST',
      url: '/',
      headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'un=ada%40acme.example&pw=correct-horse',
    });

  test.each(['login.salesforce.com', 'acme.develop.my.salesforce.com'])('%s knows ada', async (host) => {
    const answer = await onHost(host);
    expect(answer.statusCode).toBe(302);
    expect(answer.headers.location).toBe(`https://${host}/`);
    expect(answer.headers['set-cookie']).toMatch(/; HttpOnly; SameSite=Lax; Secure$/);
  });

  test.each(['test.salesforce.com', 'globex.develop.my.salesforce.com'])('%s does not', async (host) => {
    const answer = await onHost(host);
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain(CHECK);
    expect(refused(sf)).toBe('login.host');
  });
});

describe('an org whose people log in on My Domain only', () => {
  const FORM = 'un=ada%40acme.example&pw=correct-horse';

  test.each([
    ['login.salesforce.com', 200, 'login.my-domain-only'],
    ['na30.salesforce.com', 200, 'login.my-domain-only'],
    ['acme.develop.my.salesforce.com', 302, undefined],
    ['localhost:7332', 302, undefined],
  ])('%s answers %i', async (host, status, refusal) => {
    const own = await fresh({ demo: { settings: { canOnlyLoginWithMyDomainUrl: true } } });
    const answer = await own.server.inject({
      method: 'POST',
      url: '/',
      headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
      payload: FORM,
    });
    expect(answer.statusCode).toBe(status);
    expect(answer.body.includes(CHECK)).toBe(refusal !== undefined);
    expect(own.journal.entries({ outcome: 'refused' })[0]?.refusal?.name).toBe(refusal);
  });

  test('its programs go on where they were', async () => {
    const own = await fresh({ demo: { settings: { canOnlyLoginWithMyDomainUrl: true } } });
    const form = { grant_type: 'password', username: 'ada@acme.example', password: 'correct-horseTok3n' };
    const { consumerKey = '', consumerSecret = '' } = own.apps.Username_Password ?? {};
    const answer = await own.server.inject({
      method: 'POST',
      url: '/services/oauth2/token',
      headers: { host: 'login.salesforce.com', 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({
        ...form,
        client_id: consumerKey,
        client_secret: consumerSecret,
      }).toString(),
    });
    expect(answer.statusCode).toBe(200);
  });
});

describe('sessions', () => {
  test('end with the time the profile or else the org gives them', async () => {
    const own = await fresh({
      demo: { settings: { sessionTimeout: 60 }, profiles: { 'Standard User': { sessionTimeout: 30 } } },
    });
    own.clock.freeze();
    const ada = sid(await logIn(own, ADA));
    const grace = sid(await logIn(own, { ...ADA, un: 'grace@acme.example' }));
    own.clock.advance(30 * 60_000);
    expect(await home(own, grace)).toContain("You're logged in");
    own.clock.advance(1_000);
    expect(await home(own, grace)).toContain('id="Login"');
    expect(await home(own, ada)).toContain("You're logged in");
    own.clock.advance(30 * 60_000);
    expect(await home(own, ada)).toContain('id="Login"');
  });

  test('end by logging out, for good', async () => {
    const cookie = sid(await logIn(sf, ADA));
    const answer = await fetch(`${sf.url}/secur/logout.jsp`, { headers: { cookie }, redirect: 'manual' });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(`${sf.url}/`);
    expect(answer.headers.getSetCookie()).toEqual([
      'sid=; Path=/; HttpOnly; SameSite=Lax; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
    ]);
    expect(await home(sf, cookie)).toContain('id="Login"');
  });

  test('end when another one begins in the same browser', async () => {
    const first = sid(await logIn(sf, ADA));
    await logIn(sf, { ...ADA, un: 'grace@acme.example' }, { cookie: first });
    expect(await home(sf, first)).toContain('id="Login"');
  });

  test.each([
    'sid=',
    'sid=nonsense',
    'sid=00D5g000004Acme!AQ4AQ',
    `sid=00D5g000004Acme!AQcAQ${'A'.repeat(91)}`,
    '__proto__=x; sid',
    ';;;=;',
  ])('a cookie of %j is none', async (cookie) => {
    expect(await home(sf, cookie)).toContain('id="Login"');
  });

  test('a cookie with one character changed is none', async () => {
    const cookie = sid(await logIn(sf, ADA));
    const changed = cookie.slice(0, -8) + (cookie.at(-8) === 'A' ? 'B' : 'A') + cookie.slice(-7);
    expect(await home(sf, changed)).toContain('id="Login"');
    expect(await home(sf, `a=b; ${cookie}; c=d`)).toContain("You're logged in");
  });
});

describe('startURL', () => {
  test('leads back to our own pages', async () => {
    const startURL = '/setup/secur/RemoteAccessAuthorizationPage.apexp?source=CAAAA%3D%3D';
    const answer = await logIn(sf, { ...ADA, startURL });
    expect(answer.headers.get('location')).toBe(sf.url + startURL);
  });

  test.each([
    'https://evil.example/setup/',
    '//evil.example/setup/',
    '/\\evil.example/setup/',
    '/\t/evil.example/setup/',
    '/.//evil.example',
    '/setup/..//evil.example',
    'javascript:alert(1)',
    'setup/connect',
    '/services/oauth2/token',
    '@evil.example/setup/',
    '/setup/../secur/logout.jsp',
  ])('%j leads home', async (startURL) => {
    const answer = await logIn(sf, { ...ADA, startURL });
    expect(answer.headers.get('location')).toBe(`${sf.url}/`);
    const logOut = await fetch(`${sf.url}/secur/logout.jsp?${new URLSearchParams({ startURL })}`, {
      redirect: 'manual',
    });
    expect(logOut.headers.get('location')).toBe(`${sf.url}/`);
    const page = await (await fetch(`${sf.url}/?${new URLSearchParams({ startURL })}`)).text();
    expect(page).toContain('name="startURL" value=""');
  });
});
