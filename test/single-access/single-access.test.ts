import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { type Answer, app, members, send, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';

const fresh = freshServers();

const PATH = '/services/oauth2/singleaccess';
const LIGHTNING_OUT = '/services/oauth2/lightningoutsingleaccess';
const DOOR = '/secur/frontdoor.jsp';
const MY_DOMAIN = 'acme.develop.my.salesforce.com';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce({
    demo: { apps: { Rotating: { isNamedUserJwtEnabled: true } }, secondOrg: true },
  });
});
afterAll(() => sf[Symbol.asyncDispose]());

const tokenOf = (name = 'ada', scopes = 'web api') =>
  accessTokenFor(sf, { app: app(sf, 'Web_Server'), user: user(sf, name), scopes });

async function bridge(
  query = '',
  options: { host?: string; token?: string; path?: string } = {},
): Promise<Answer> {
  const { host, token = await tokenOf(), path = PATH } = options;
  return send(sf, path + query, {
    headers: { authorization: `Bearer ${token}`, ...(host ? { host } : {}) },
  });
}

function post(
  path: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return send(sf, path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(form).toString(),
  });
}

function frontDoorOf({ body }: Answer): string {
  return members(body).frontdoor_uri ?? '';
}

/** The path and query of a frontdoor URI, to be opened at our address. */
async function door(query = '?redirect_uri=lightning/setup/SetupOneHome/home'): Promise<string> {
  const { pathname, search } = new URL(frontDoorOf(await bridge(query)));
  return pathname + search;
}

const cookieOf = ({ headers }: Answer) => headers['set-cookie']?.[0] ?? '';
const bare = (status: number, body: string) => ({ status, body });

describe('single access', () => {
  const DRAWN = /otp=[A-Za-z0-9._]{64}&(.*)cshc=[\w-]{16}$/;

  test('answers with a URL of the front door, on the origin called', async () => {
    const answer = await bridge('?redirect_uri=lightning/setup/SetupOneHome/home');
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json;charset=UTF-8' },
    });
    expect(answer.body).toMatch(/^\{"frontdoor_uri":"[^"]+"\}$/);
    expect(frontDoorOf(answer).replace(DRAWN, 'otp=…&$1cshc=…')).toBe(
      `${sf.url}/secur/frontdoor.jsp?otp=…&startURL=%2Flightning%2Fsetup%2FSetupOneHome%2Fhome&cshc=…`,
    );
  });

  test('answers with one of My Domain there, and of the site on a site', async () => {
    expect(frontDoorOf(await bridge('', { host: MY_DOMAIN }))).toMatch(
      /^https:\/\/acme\.develop\.my\.salesforce\.com\/secur\/frontdoor\.jsp\?otp=[^&]+&cshc=/,
    );
    const token = await tokenOf('vera');
    const site = await bridge('?redirect_uri=%2Fs%2Fhome%3Fa%3D1', { token, path: `/customers${PATH}` });
    expect(frontDoorOf(site).replace(DRAWN, 'otp=…&$1cshc=…')).toBe(
      `${sf.url}/customers/secur/frontdoor.jsp?otp=…&startURL=%2Fs%2Fhome%3Fa%3D1&cshc=…`,
    );
  });

  test.each([
    ['the token in the form', {}, true],
    ['the token in the header', { redirect_uri: '/lightning' }, false],
  ])('takes a POST with %s', async (_what, form: Record<string, string>, inForm) => {
    const token = await tokenOf('ada', 'full');
    const answer = inForm
      ? await post(PATH, { ...form, access_token: token })
      : await post(PATH, form, { authorization: `Bearer ${token}` });
    expect(answer.status).toBe(200);
  });

  test('has a sibling for Lightning Out', async () => {
    const authorization = `Bearer ${await tokenOf()}`;
    const answer = await post(
      LIGHTNING_OUT,
      { lightning_out_app_id: '1Us5g0000004AcmCAE' },
      { authorization },
    );
    expect(answer.body).toMatch(/^\{"frontdoor_uri":"http:/);
    for (const lightning_out_app_id of ['', 'x', '../..']) {
      expect(await post(LIGHTNING_OUT, { lightning_out_app_id }, { authorization })).toMatchObject(
        bare(400, 'Invalid_Param'),
      );
    }
  });

  test('prints prettily when asked', async () => {
    const token = await tokenOf();
    const { body } = await send(sf, PATH, {
      headers: { authorization: `Bearer ${token}`, 'x-prettyprint': '1' },
    });
    expect(body).toMatch(/^\{\n {2}"frontdoor_uri" : "http[^"]+"\n\}$/);
  });

  test('leaves no one-time password in the journal', async () => {
    const { search } = new URL(frontDoorOf(await bridge()));
    await send(sf, DOOR + search);
    const entries = JSON.stringify(sf.journal.entries({ limit: 2 }));
    expect(entries).toContain('frontdoor');
    expect(entries).not.toContain(new URLSearchParams(search).get('otp'));
  });
});

describe('single access refuses', () => {
  test('no token and dead tokens', async () => {
    expect(await send(sf, PATH)).toMatchObject(bare(403, 'Missing_OAuth_Token'));
    expect(await bridge('', { token: 'nonsense' })).toMatchObject(bare(403, 'Bad_OAuth_Token'));
    const token = await tokenOf();
    sf.clock.advance(3 * 3_600_000);
    expect(await bridge('', { token })).toMatchObject(bare(403, 'Bad_OAuth_Token'));
    sf.clock.reset();
  });

  test("a browser's own session id, and API-only users", async () => {
    const logIn = await post('/', { un: 'ada@acme.example', pw: 'correct-horse' });
    const sid = /sid=([^;]+)/.exec(cookieOf(logIn))?.[1] ?? '';
    expect(await bridge('', { token: sid })).toMatchObject(bare(403, 'Bad_OAuth_Token'));
    expect(await bridge('', { token: await tokenOf('integration') })).toMatchObject(
      bare(403, 'Bad_OAuth_Token'),
    );
  });

  test('JWT access tokens, also at the front door', async () => {
    const { code = '' } = await sf.login({ app: 'Rotating', user: 'ada' });
    const { consumerKey, consumerSecret, callbackUrls } = app(sf, 'Rotating');
    const { body } = await post('/services/oauth2/token', {
      grant_type: 'authorization_code',
      code,
      client_id: consumerKey,
      client_secret: consumerSecret,
      redirect_uri: callbackUrls[0] ?? '',
    });
    const token = members(body).access_token ?? '';
    expect(token).toMatch(/^eyJ/);
    expect(await bridge('', { token })).toMatchObject(bare(403, 'Bad_OAuth_Token'));
    expect((await post(DOOR, { sid: token })).headers.location).toBe(`${sf.url}/?ec=302&startURL=%2F`);
  });

  test.each(['api', 'api id refresh_token', 'visualforce'])('the scope %s', async (scopes) => {
    expect(await bridge('', { token: await tokenOf('ada', scopes) })).toMatchObject(
      bare(403, 'Invalid_Scope'),
    );
  });

  test.each([
    ['login.salesforce.com', 'No_Access'],
    ['test.salesforce.com', 'No_Access'],
    ['globex.develop.my.salesforce.com', 'Wrong_Org'],
  ])('on %s', async (host, word) => {
    expect(await bridge('', { host })).toMatchObject(bare(403, word));
  });

  test('on a site, who is no member; on My Domain, whom only a site knows', async () => {
    expect(await bridge('', { path: `/customers${PATH}` })).toMatchObject(bare(403, 'No_Access'));
    const token = await tokenOf('vera');
    expect(await bridge('', { token, host: MY_DOMAIN })).toMatchObject(bare(403, 'No_Access'));
  });

  test.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    'http:lightning',
    '/.//evil.example',
  ])('redirect_uri %j', async (redirect_uri) => {
    const answer = await bridge(`?${new URLSearchParams({ redirect_uri })}`);
    expect(answer).toMatchObject(bare(400, 'Invalid_Param'));
  });
});

describe('the front door', () => {
  test('opens once: sets sid and leads to startURL', async () => {
    const url = await door();
    const opened = await send(sf, url);
    expect(opened).toMatchObject({
      status: 302,
      body: '',
      headers: { location: `${sf.url}/lightning/setup/SetupOneHome/home` },
    });
    expect(cookieOf(opened)).toMatch(
      /^sid=00D5g000004Acme![A-Za-z0-9._]{96}; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const home = await send(sf, '/', { headers: { cookie: cookieOf(opened) } });
    expect(home.body).toContain('ada@acme.example');

    const again = await send(sf, url);
    expect(again.status).toBe(302);
    expect(again.headers.location).toBe(
      `${sf.url}/?ec=302&startURL=%2Flightning%2Fsetup%2FSetupOneHome%2Fhome`,
    );
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  test('opens for one of many at once', async () => {
    const url = await door();
    const answers = await Promise.all(Array.from({ length: 50 }, () => sf.server.inject(url)));
    expect(answers.filter(({ headers }) => headers['set-cookie'])).toHaveLength(1);
  });

  test('opens for a minute of the lab clock', async () => {
    sf.clock.freeze();
    const [early, late] = [await door(), await door()];
    sf.clock.advance(60_000);
    expect(cookieOf(await send(sf, early))).toContain('sid=');
    sf.clock.advance(1);
    expect((await send(sf, late)).headers['set-cookie']).toBeUndefined();
    sf.clock.reset();
  });

  test('is not opened by HEAD', async () => {
    const url = await door();
    expect((await send(sf, url, { method: 'HEAD' })).status).toBe(405);
    expect(cookieOf(await send(sf, url))).toContain('sid=');
  });

  test.each([
    ['https://evil.example/x', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['', '/'],
    ['lightning/page', '/lightning/page'],
    ['/a?b=c#d', '/a?b=c#d'],
  ])('leads from startURL %j to %s', async (startURL, path) => {
    const { searchParams } = new URL(frontDoorOf(await bridge()));
    const query = new URLSearchParams({ otp: searchParams.get('otp') ?? '', startURL });
    expect((await send(sf, `${DOOR}?${query}`)).headers.location).toBe(sf.url + path);
  });

  test('takes an access token as sid, by GET and POST', async () => {
    const sid = await tokenOf();
    const got = await send(sf, `${DOOR}?${new URLSearchParams({ sid, retURL: '/lightning' })}`);
    const posted = await post(DOOR, { sid, retURL: 'lightning' });
    for (const answer of [got, posted]) {
      expect(answer).toMatchObject({ status: 302, headers: { location: `${sf.url}/lightning` } });
      expect(cookieOf(answer)).toMatch(/^sid=00D/);
      expect(cookieOf(answer)).not.toContain(sid);
    }
  });

  test.each([
    ['nothing', {}],
    ['a made-up sid', { sid: 'nonsense' }],
    ['a made-up password', { otp: 'x'.repeat(64) }],
  ])('sends %s to the log-in page', async (_what, form: Record<string, string>) => {
    const answer = await post(DOOR, { ...form, retURL: '/lightning' });
    expect(answer).toMatchObject({
      status: 302,
      headers: { location: `${sf.url}/?ec=302&startURL=%2Flightning` },
    });
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  test.each([
    ['sandbox', 'acme--qa.sandbox.my.salesforce.com', 'https://test.salesforce.com'],
    ['scratch', 'acme--qa.scratch.my.salesforce.com', 'https://test.salesforce.com'],
    ['developer', 'acme--qa.develop.my.salesforce.com', 'https://login.salesforce.com'],
    ['production', 'acme--qa.my.salesforce.com', 'https://login.salesforce.com'],
  ])('sends a refused sid from My Domain of a %s org to its log-in host', async (type, host, logInHost) => {
    const own = await fresh({ demo: { org: { type, myDomain: 'acme--qa' } } });
    for (const query of ['sid=bad&retURL=/lightning', 'otp=bad&startURL=/lightning']) {
      const { status, headers } = await send(own, `${DOOR}?${query}`, { headers: { host } });
      expect({ status, location: headers.location }).toEqual({
        status: 302,
        location: `${logInHost}/?ec=302&startURL=%2Flightning`,
      });
    }
    const here = await send(own, `${DOOR}?sid=bad`);
    expect(here.headers.location).toBe(`${own.url}/?ec=302&startURL=%2F`);
  });

  test('sends a refused sid back to the log-in host it came in on', async () => {
    for (const host of ['login.salesforce.com', 'test.salesforce.com']) {
      const { headers } = await send(sf, `${DOOR}?sid=bad`, { headers: { host } });
      expect(headers.location).toBe(`https://${host}/?ec=302&startURL=%2F`);
    }
  });

  test.each([
    ['cs12.salesforce.com', 'test'],
    ['usa77s.salesforce.com', 'test'],
    ['na30.salesforce.com', 'login'],
  ])(
    'sends a refused sid from %s, which is of no org, to the log-in host that the name tells: %s',
    async (host, name) => {
      const { headers } = await send(sf, `${DOOR}?sid=bad`, { headers: { host } });
      expect(headers.location).toBe(`https://${name}.salesforce.com/?ec=302&startURL=%2F`);
    },
  );

  test('sends a token without web to the log-in page, on a site to its own', async () => {
    const answer = await post(DOOR, { sid: await tokenOf('ada', 'api') });
    expect(answer.headers.location).toBe(`${sf.url}/?ec=302&startURL=%2F`);
    const site = await post(`/customers${DOOR}`, { sid: await tokenOf('vera', 'api') });
    expect(site.headers.location).toBe(`${sf.url}/customers/s/login?ec=302&inst=68&startURL=%2F`);
  });

  test('knows where a user is at home', async () => {
    const sid = await tokenOf();
    expect(
      (await post(DOOR, { sid }, { host: 'test.salesforce.com' })).headers['set-cookie'],
    ).toBeUndefined();
    expect((await post(`/customers${DOOR}`, { sid })).headers['set-cookie']).toBeUndefined();
    expect(cookieOf(await post(DOOR, { sid }, { host: MY_DOMAIN }))).toContain('Secure');
  });
});
