/** OAuth custom scopes from the seed to the token: model.md 3.3. */
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { DEMO_KEY } from '../../src/seed/demo.ts';
import { Browser, type Page } from '../../src/testing/browser.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { makeJwt } from '../helpers/jwt.ts';
import { credentials, members, postToken, refreshWith, send } from '../helpers/token.ts';
import { lab } from '../lab/helpers.ts';

const CALLBACK = 'http://localhost:3000/callback';
const CERTIFICATE = readFileSync(DEMO_KEY.replace(/\.key$/, '.crt'), 'utf8');
const INVALID_SCOPE =
  /RemoteAccessErrorPage\.apexp\?error=invalid_scope&error_description=the\+requested\+scope\+is\+not\+allowed /;
const ADA = { username: 'ada@acme.example', password: 'correct-horse' };

const SEED = {
  org: { name: 'Acme', myDomain: 'acme' },
  customScopes: [
    { name: 'order_status', description: 'See the status of your orders', isPublic: true },
    { name: 'refunds' },
  ],
  users: [{ ...ADA, profile: 'System Administrator' }],
  apps: [
    { name: 'Portal', callbackUrls: [CALLBACK], scopes: ['Api', 'RefreshToken', 'order_status'] },
    { name: 'Other', callbackUrls: [CALLBACK], scopes: ['full', 'refresh_token'] },
    {
      name: 'Server',
      kind: 'externalClientApp',
      callbackUrls: [CALLBACK],
      scopes: ['api', 'refresh_token', 'order_status'],
      certificate: CERTIFICATE,
      isAdminApproved: true,
      profiles: ['System Administrator'],
      isClientCredentialEnabled: true,
      clientCredentialUser: ADA.username,
      isTokenExchangeEnabled: true,
    },
  ],
  tokenExchangeHandlers: [{ name: 'Partner', isDefault: true, apps: ['Server'], username: 'sub' }],
};

let sf: Fauxforce;
beforeEach(async () => {
  sf = await startFauxforce({ seed: SEED });
  return () => sf[Symbol.asyncDispose]();
});

/** A log-in to the app, and its token answer. */
async function tokenFor(app: string, scope?: string) {
  const { code = '' } = await sf.login({ app, user: 'ada', ...(scope === undefined ? {} : { scope }) });
  const form = { grant_type: 'authorization_code', ...credentials(sf, app), redirect_uri: CALLBACK, code };
  return members((await postToken(sf, form)).body);
}

async function introspected(token = ''): Promise<string | undefined> {
  const { body } = await send(sf, '/services/oauth2/introspect', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token, ...credentials(sf, 'Portal') }).toString(),
  });
  return members(body).scope;
}

describe('the web server flow', () => {
  test('grants one that is named, and keeps it at refresh', async () => {
    const token = await tokenFor('Portal', 'order_status api refresh_token');
    // Words of `scope` stand in hash order, order_status in the bucket of refresh_token.
    expect(token.scope).toBe('order_status refresh_token api');
    expect(await introspected(token.access_token)).toBe('order_status refresh_token api');
    const refreshed = members((await refreshWith(sf, 'Portal', token.refresh_token ?? '')).body);
    expect(refreshed.scope).toBe('order_status refresh_token api');
    expect(await introspected(refreshed.access_token)).toBe('order_status refresh_token api');
  });

  test('grants none that is not named', async () => {
    expect((await tokenFor('Portal')).scope).toBe('refresh_token api');
    expect((await tokenFor('Portal', 'api')).scope).toBe('api');
  });

  test.each([
    ['that the app does not have', 'Portal', 'api refunds'],
    ['that full does not cover', 'Other', 'full order_status'],
    ['in another case', 'Portal', 'api Order_Status'],
    ['that no org has', 'Portal', 'api nonsense'],
  ])('refuses one %s', async (_, app, scope) => {
    await expect(sf.login({ app, user: 'ada', scope })).rejects.toThrow(INVALID_SCOPE);
  });

  test('asks with its description, and again when an approval lacks it', async () => {
    const bullets = async (scope: string, browser: Browser) => {
      const asked = {
        response_type: 'code',
        client_id: sf.apps.Portal?.consumerKey ?? '',
        redirect_uri: CALLBACK,
        scope,
      };
      const url = `${sf.url}/services/oauth2/authorize?${new URLSearchParams(asked)}`;
      let page = (await browser.open(url)) as Page;
      if (page.text.includes('id="Login"')) page = (await browser.submit(page, 'Login', ADA)) as Page;
      const labels = [...page.text.matchAll(/<li>([^<]*)<\/li>/g)].map((match) => match[1]);
      await browser.submit(page, 'oaapprove', {}, CALLBACK);
      return labels;
    };
    const browser = new Browser();
    expect(await bullets('api', browser)).toEqual(['Manage user data via APIs']);
    expect(await bullets('api order_status', browser)).toEqual([
      'Manage user data via APIs',
      'See the status of your orders',
    ]);
  });
});

describe('without a page', () => {
  const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

  function assertion(app: string): string {
    const exp = Math.floor(sf.clock.now() / 1000) + 180;
    const iss = sf.apps[app]?.consumerKey;
    return makeJwt({ claims: { iss, sub: ADA.username, aud: 'https://login.salesforce.com', exp } });
  }

  test('JWT bearer of a pre-authorized user gets them without naming them', async () => {
    const { body } = await postToken(sf, { grant_type, assertion: assertion('Server') });
    const { access_token } = members(body);
    const id = `${sf.url}/id/${sf.orgs[0]?.id}/${sf.users.ada?.id}`;
    expect(body).toBe(
      `{"access_token":"${access_token}","scope":"order_status api","instance_url":"${sf.url}","id":"${id}","token_type":"Bearer"}`,
    );
  });

  test('client credentials name none, and get none', async () => {
    const { body } = await postToken(sf, {
      grant_type: 'client_credentials',
      ...credentials(sf, 'Server'),
    });
    expect(members(body).scope).toBe('api');
  });

  test.each([
    [{}, 'refresh_token api'],
    [{ scope: 'order_status api' }, 'order_status api'],
  ])('token exchange with %j gets %s', async (more, scope) => {
    const { body } = await exchange(more);
    expect(members(body).scope).toBe(scope);
  });

  test('token exchange is refused one that the app does not have', async () => {
    expect(await exchange({ scope: 'api refunds' })).toMatchObject({
      status: 400,
      body: '{"error":"invalid_scope","error_description":"the requested scope is not allowed"}',
    });
  });

  function exchange(more: Record<string, string>) {
    return postToken(sf, {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      ...credentials(sf, 'Server'),
      subject_token: makeJwt({ claims: { sub: ADA.username } }),
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      ...more,
    });
  }
});

test('public ones are in discovery, in their place', async () => {
  const { body } = await send(sf, '/.well-known/openid-configuration');
  const { scopes_supported } = JSON.parse(body) as { scopes_supported: string[] };
  expect(scopes_supported).toHaveLength(37);
  expect(scopes_supported).toContain('order_status');
  const onLogIn = await send(sf, '/.well-known/openid-configuration', {
    headers: { host: 'login.salesforce.com' },
  });
  expect(onLogIn.body).not.toContain('order_status');
});

test('a scope that is taken from an app at run time cannot be asked for any more', async () => {
  const key = sf.apps.Portal?.consumerKey;
  expect(await sf.login({ app: 'Portal', user: 'ada', scope: 'order_status' })).toHaveProperty('code');
  await lab(sf, 'PATCH', `/apps/${key}`, { scopes: ['api'] });
  const again = sf.login({ app: 'Portal', user: 'ada', scope: 'order_status' });
  await expect(again).rejects.toThrow(INVALID_SCOPE);
  const patched = await lab(sf, 'PATCH', `/orgs/${sf.orgs[0]?.id}`, { customScopes: [{ name: 'invoices' }] });
  expect(patched.body).toMatchObject({
    customScopes: [
      { name: 'order_status', description: 'See the status of your orders', isPublic: true },
      { name: 'refunds', description: 'refunds', isPublic: false },
      { name: 'invoices', description: 'invoices', isPublic: false },
    ],
  });
  await lab(sf, 'PATCH', `/apps/${key}`, { scopes: ['api', 'invoices'] });
  expect(await sf.login({ app: 'Portal', user: 'ada', scope: 'invoices' })).toHaveProperty('code');
});
