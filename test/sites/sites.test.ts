import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authorize } from '../../src/testing/browser.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { makeJwt } from '../helpers/jwt.ts';
import { credentials, members, postToken, send } from '../helpers/token.ts';

const SITE_ID = '0DB5g0000004AcmGAE';
const VERA = '0055g000001Vera0AAA';
const CALLBACK = 'http://localhost:3000/callback';
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** The demo org, and a site at the root whose members are administrators. */
const seed = {
  org: { name: 'Acme', id: '00D5g000004AcmeEAC', myDomain: 'acme', type: 'developer' },
  profiles: [{ name: 'Customer Community User' }],
  permissionSets: [{ name: 'Partner_Access' }],
  sites: [
    { name: 'Customers', id: SITE_ID, urlPathPrefix: 'customers', profiles: ['Customer Community User'] },
    { name: 'Partners', permissionSets: ['Partner Access'] },
  ],
  users: [
    {
      username: 'vera@acme.example',
      id: VERA.slice(0, 15),
      password: 'correct-horse',
      profile: 'Customer Community User',
      userType: 'CSP_LITE_PORTAL',
    },
    { username: 'ada@acme.example', password: 'correct-horse', profile: 'System Administrator' },
    {
      username: 'grace@acme.example',
      password: 'correct-horse',
      securityToken: 'Tok3n',
      permissionSets: ['Partner_Access'],
    },
  ],
  apps: [
    {
      name: 'Portal',
      consumerKey: '3MVG9Portal.Site',
      consumerSecret: 'PORTALSECRET0000',
      callbackUrls: [CALLBACK, 'sfdc://success'],
      scopes: ['api', 'refresh_token', 'openid', 'id'],
      isClientCredentialEnabled: true,
      clientCredentialUser: 'ada@acme.example',
    },
    {
      name: 'Signed',
      consumerKey: '3MVG9Signed.Site',
      scopes: ['api', 'refresh_token'],
      certificate: './demo.crt',
      isAdminApproved: true,
      profiles: ['Customer Community User', 'Standard User'],
    },
  ],
};

const REAL = 'acme.develop.my.site.com';

let sf: Fauxforce;
beforeAll(async () => {
  const { readFileSync } = await import('node:fs');
  const certificate = readFileSync('seed/demo.crt', 'utf8');
  const apps = seed.apps.map((app) => ('certificate' in app ? { ...app, certificate } : app));
  sf = await startFauxforce({ seed: { ...seed, apps } });
});
afterAll(() => sf[Symbol.asyncDispose]());

const asked = (changes: Record<string, string> = {}) => ({
  response_type: 'code',
  client_id: '3MVG9Portal.Site',
  redirect_uri: CALLBACK,
  ...changes,
});
const visitor = (name: string) => ({ username: `${name}@acme.example`, password: 'correct-horse' });

async function codeOnSite(changes: Record<string, string> = {}) {
  const walk = await authorize(`${sf.url}/customers`, asked(changes), visitor('vera'));
  if (!walk.callback) throw new Error(`the walk ended on ${walk.url}: ${walk.text}`);
  return walk;
}

function exchange(code: string, path = '/customers/services/oauth2/token', host?: string) {
  return send(sf, path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...(host ? { host } : {}) },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: CALLBACK,
      ...credentials(sf, 'Portal'),
    }).toString(),
  });
}

/** Values that differ each time, blanked out. */
function blanked(body: string): string {
  return body.replace(
    /"(access_token|refresh_token|signature|id_token|issued_at)":"[^"]+"/g,
    (_all, name: string) => `"${name}":"…"`,
  );
}

/** The characters of an id that the source parameter of the first hop shows. */
async function idInSource(path: string, host: string): Promise<string> {
  const query = new URLSearchParams(asked());
  const { headers } = await send(sf, `${path}/services/oauth2/authorize?${query}`, { headers: { host } });
  const source = new URL(`${headers.location}`).searchParams.get('source') ?? '';
  return Buffer.from(source, 'base64url').toString('latin1', 9, 24);
}

test('the source parameter shows no id on a site, and one everywhere else', async () => {
  const { host } = new URL(sf.url);
  expect(await idInSource('/customers', host)).toBe('000000000000000');
  expect(await idInSource('/customers', REAL)).toBe('000000000000000');
  expect(await idInSource('', REAL)).toBe('000000000000000');
  expect(await idInSource('', host)).toMatch(/^0O0/);
  expect(await idInSource('', 'login.salesforce.com')).toMatch(/^0O0/);
});

describe('the code redirect', () => {
  test('names the site between code and state', async () => {
    const { location } = await codeOnSite({ state: 'one' });
    const community = `sfdc_community_url=${encodeURIComponent(`${sf.url}/customers`)}&sfdc_community_id=${SITE_ID}`;
    expect(location.replace(/code=[^&]+/, 'code=…')).toBe(`${CALLBACK}?code=…&${community}&state=one`);
  });

  test('names none elsewhere', async () => {
    const walk = await authorize(sf.url, asked({ state: 'one' }), visitor('ada'));
    expect(Object.keys(walk.callback ?? {})).toEqual(['code', 'state']);
  });

  test('of the user-agent flow has it before state', async () => {
    const { location } = await codeOnSite({
      response_type: 'token',
      redirect_uri: 'sfdc://success',
      state: 's',
    });
    const names = [...new URLSearchParams(location.slice(location.indexOf('#') + 1)).keys()];
    expect(names).toEqual(
      'access_token refresh_token instance_url id issued_at signature sfdc_community_url sfdc_community_id state scope token_type'.split(
        ' ',
      ),
    );
  });
});

describe('the log-in of a site', () => {
  test('is at /s/login, by a plain redirect', async () => {
    const first = await fetch(
      `${sf.url}/customers/services/oauth2/authorize?${new URLSearchParams(asked({ display: 'touch' }))}`,
      {
        redirect: 'manual',
      },
    );
    const page = first.headers.get('location') as string;
    expect(page).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/customers\/setup\/secur\/RemoteAccessAuthorizationPage\.apexp\?source=/,
    );
    const second = await fetch(page, { redirect: 'manual' });
    expect(second.status).toBe(302);
    expect(second.headers.get('location')?.replace(/source%3D.*/, 'source%3D…')).toBe(
      `${sf.url}/customers/s/login?display=touch&ec=302&inst=68&startURL=%2Fsetup%2Fsecur%2FRemoteAccessAuthorizationPage.apexp%3Fsource%3D…`,
    );
    expect((await fetch(`${sf.url}/s/login`)).status).toBe(404);
  });

  test('knows its members only', async () => {
    const walk = await authorize(`${sf.url}/customers`, asked(), visitor('ada'));
    expect(walk.callback).toBeUndefined();
    expect(sf.journal.entries({ outcome: 'refused', limit: 1 })[0]?.refusal?.name).toBe('login.site');
  });

  test('is the only one of a customer, on the real host names', async () => {
    const logIn = (host: string, username: string) =>
      sf.server.inject({
        method: 'POST',
        url: '/',
        headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
        payload: `un=${username}&pw=correct-horse`,
      });
    for (const host of ['login.salesforce.com', 'acme.develop.my.salesforce.com']) {
      expect((await logIn(host, 'vera@acme.example')).statusCode).toBe(200);
      expect((await logIn(host, 'ada@acme.example')).statusCode).toBe(302);
    }
    expect((await logIn(REAL, 'grace@acme.example')).headers.location).toBe(`https://${REAL}/`);
    expect((await logIn(REAL, 'ada@acme.example')).statusCode).toBe(200);
  });

  test('ignores immediate', async () => {
    const { callback } = await codeOnSite({ immediate: 'true', prompt: 'login' });
    expect(callback).toHaveProperty('code');
  });
});

describe('token answers', () => {
  test('of a code, in the order of the guide', async () => {
    const { callback } = await codeOnSite({ scope: 'openid api' });
    const { body } = await exchange(callback.code as string);
    expect(blanked(body)).toBe(
      `{"access_token":"…","sfdc_community_url":"${sf.url}/customers","sfdc_community_id":"${SITE_ID}","signature":"…","token_format":"opaque","scope":"openid api","id_token":"…","instance_url":"${sf.url}","id":"${sf.url}/id/00D5g000004AcmeEAC/${sf.users.vera?.id}","token_type":"Bearer","issued_at":"…"}`,
    );
  });

  test('have the community after refresh_token, when refreshing too', async () => {
    const { callback } = await codeOnSite({ scope: 'api refresh_token' });
    const first = await exchange(callback.code as string);
    const head = Object.keys(members(first.body)).slice(0, 5);
    expect(head).toEqual([
      'access_token',
      'refresh_token',
      'sfdc_community_url',
      'sfdc_community_id',
      'signature',
    ]);
    const { refresh_token = '' } = members(first.body);
    const again = await postToken(sf, {
      grant_type: 'refresh_token',
      refresh_token,
      ...credentials(sf, 'Portal'),
    });
    expect(members(again.body)).toMatchObject({
      sfdc_community_url: `${sf.url}/customers`,
      sfdc_community_id: SITE_ID,
      token_format: 'opaque',
    });
  });

  test('on the real host: id on My Domain, issuer and community with the path', async () => {
    const { callback } = await codeOnSite({ scope: 'openid' });
    const { body } = await exchange(callback.code as string, '/customers/services/oauth2/token', REAL);
    expect(members(body)).toMatchObject({
      sfdc_community_url: `https://${REAL}/customers`,
      instance_url: 'https://acme.develop.my.salesforce.com',
      id: `https://acme.develop.my.salesforce.com/id/00D5g000004AcmeEAC/${sf.users.vera?.id}`,
    });
    const claims = JSON.parse(
      Buffer.from(members(body).id_token?.split('.')[1] ?? '', 'base64url').toString(),
    );
    expect(claims).toMatchObject({
      iss: `${sf.url}/customers`,
      sub: `https://login.salesforce.com/id/00D5g000004AcmeEAC/${sf.users.vera?.id}`,
    });
  });
});

describe('login.salesforce.com does not know the users of sites', () => {
  const LOGIN = 'login.salesforce.com';
  const TOKEN = '/services/oauth2/token';

  test('a code of the site is refused there, and not spent', async () => {
    const { callback } = await codeOnSite();
    const code = callback.code as string;
    expect(await exchange(code, TOKEN, LOGIN)).toMatchObject({
      status: 400,
      body: '{"error":"invalid_grant","error_description":"authentication failure"}',
    });
    expect((await exchange(code)).status).toBe(200);
  });

  test('nor their refresh tokens', async () => {
    const { callback } = await codeOnSite();
    const { refresh_token = '' } = members((await exchange(callback.code as string)).body);
    const form = { grant_type: 'refresh_token', refresh_token, ...credentials(sf, 'Portal') };
    expect(await postToken(sf, form, { host: LOGIN })).toMatchObject({
      status: 400,
      body: '{"error":"invalid_grant","error_description":"expired access/refresh token"}',
    });
    expect((await postToken(sf, form, { host: 'acme.develop.my.salesforce.com' })).status).toBe(200);
  });

  test('nor the subject of an assertion', async () => {
    const exp = Math.floor(sf.clock.now() / 1000) + 180;
    const claims = { iss: '3MVG9Signed.Site', sub: 'vera@acme.example', aud: `https://${LOGIN}`, exp };
    const form = { grant_type: JWT_BEARER, assertion: makeJwt({ claims }) };
    expect(await postToken(sf, form, { host: LOGIN })).toMatchObject({
      status: 400,
      body: `{"error":"invalid_grant","error_description":"user hasn't approved this consumer"}`,
    });
  });
});

describe('JWT bearer on a site', () => {
  const sign = (username: string, aud: string) =>
    makeJwt({
      claims: {
        iss: '3MVG9Signed.Site',
        sub: `${username}@acme.example`,
        aud,
        exp: Math.floor(sf.clock.now() / 1000) + 180,
      },
    });
  const post = (path: string, assertion: string, host?: string) =>
    send(sf, path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...(host ? { host } : {}) },
      body: new URLSearchParams({ grant_type: JWT_BEARER, assertion }).toString(),
    });

  test.each([
    ['the published URL', `https://${REAL}/customers`],
    ['the published URL with a slash', `https://${REAL}/customers/`],
    ['the local URL', 'local'],
  ])('takes %s as audience, and answers with the community second and third', async (_what, aud) => {
    const url = `${sf.url}/customers`;
    const { body } = await post(
      '/customers/services/oauth2/token',
      sign('vera', aud === 'local' ? url : aud),
    );
    expect(blanked(body)).toBe(
      `{"access_token":"…","sfdc_community_url":"${url}","sfdc_community_id":"${SITE_ID}","scope":"api","instance_url":"${sf.url}","id":"${sf.url}/id/00D5g000004AcmeEAC/${sf.users.vera?.id}","token_type":"Bearer"}`,
    );
  });

  test('refuses who is no member', async () => {
    const answer = await post('/customers/services/oauth2/token', sign('grace', `https://${REAL}/customers`));
    expect(answer).toMatchObject({
      status: 400,
      body: '{"error":"invalid_app_access","error_description":"user is not admin approved to access this app"}',
    });
  });

  test("refuses another org's site as audience", async () => {
    const answer = await post('/customers/services/oauth2/token', sign('vera', 'https://globex.my.site.com'));
    expect(answer.body).toBe('{"error":"invalid_grant","error_description":"audience is invalid"}');
  });
});

describe('other grants', () => {
  test.each([['/customers'], ['']])('client_credentials is not for a site (%s)', async (path) => {
    const host: Record<string, string> = path === '' ? { host: REAL } : {};
    const answer = await send(sf, `${path}/services/oauth2/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...host },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        ...credentials(sf, 'Portal'),
      }).toString(),
    });
    expect(answer).toMatchObject({
      status: 400,
      body: '{"error":"invalid_grant","error_description":"request not supported on this domain"}',
    });
  });
});

describe('discovery', () => {
  const PATH = '/.well-known/openid-configuration';

  test('carries the path of the site', async () => {
    for (const [path, host, origin] of [
      ['/customers', undefined, `${sf.url}/customers`],
      ['/customers', REAL, `https://${REAL}/customers`],
      ['/customersvforcesite', REAL, `https://${REAL}/customersvforcesite`],
      ['', REAL, `https://${REAL}`],
    ] as const) {
      const { body } = await send(sf, path + PATH, host ? { headers: { host } } : {});
      expect(JSON.parse(body)).toMatchObject({
        end_session_endpoint: `${origin}/services/auth/idp/oidc/logout`,
        issuer: origin,
        token_endpoint: `${origin}/services/oauth2/token`,
        jwks_uri: `${origin}/id/keys`,
        registration_endpoint: `${origin}/services/oauth2/register`,
      });
    }
  });

  test('leads from the root to the path, where no site is at the root', async () => {
    await using own = await startFauxforce({
      seed: {
        org: { name: 'Solo', type: 'sandbox' },
        sites: [{ name: 'Meter Data', urlPathPrefix: 'meterdata' }],
      },
    });
    const host = 'solo.sandbox.my.site.com';
    const answer = await send(own, PATH, { headers: { host } });
    expect(answer.status).toBe(301);
    expect(answer.headers.location).toBe(`https://${host}/meterdata${PATH}`);
    expect((await send(own, '/services/oauth2/token', { headers: { host } })).status).toBe(404);
  });

  test('auth-configuration names the site', async () => {
    const { body } = await send(sf, '/customers/.well-known/auth-configuration');
    expect(JSON.parse(body)).toMatchObject({ OrgId: '00D5g000004Acme', Url: `${sf.url}/customers` });
  });
});

describe('what is no site', () => {
  test.each([
    ['/services/oauth2/userinfo', 'nowhere.my.site.com', 404, 'No_Site_Endpoint'],
    ['/id/00D5g000004AcmeEAC/0055g000001Ada0AAC', 'nowhere.my.site.com', 404, 'No_Site_Endpoint'],
  ])('%s', async (path, host, status, body) => {
    expect(await send(sf, path, { headers: { host } })).toMatchObject({ status, body });
  });

  test('the paths of the lab, of login. and of My Domain', async () => {
    expect((await send(sf, '/customers/_fauxforce/health')).status).toBe(404);
    for (const host of ['login.salesforce.com', 'acme.develop.my.salesforce.com']) {
      expect((await send(sf, '/customers/services/oauth2/userinfo', { headers: { host } })).status).toBe(404);
    }
    expect((await send(sf, '/nobody/services/oauth2/userinfo')).status).toBe(404);
  });
});

test('resources answer on a site', async () => {
  const { callback } = await codeOnSite({ scope: 'api openid' });
  const { access_token } = members((await exchange(callback.code as string)).body);
  const headers = { authorization: `Bearer ${access_token}` };
  expect((await send(sf, '/customers/services/oauth2/userinfo', { headers })).status).toBe(200);
  expect((await send(sf, '/customers/services/data/v60.0', { headers })).status).toBe(200);
});
