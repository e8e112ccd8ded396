/** What the kit promises (design 5.4), for all of Salesforce and for an org of its own alike. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, type Salesforce, startFauxforce } from '../../src/testing/index.ts';

const SEED = {
  org: { name: 'Contract', settings: { sessionTimeout: 15 } },
  apps: [
    {
      name: 'Order_Portal',
      callbackUrls: ['http://localhost:3000/callback'],
      scopes: ['api', 'id', 'refresh_token'],
    },
  ],
};

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce({ seed: SEED });
});
afterAll(() => sf[Symbol.asyncDispose]());

function token(salesforce: Salesforce, form: Record<string, string>): Promise<Response> {
  const { consumerKey, consumerSecret } = salesforce.apps.Order_Portal!;
  const body = new URLSearchParams({ client_id: consumerKey, client_secret: consumerSecret, ...form });
  return fetch(`${salesforce.url}/services/oauth2/token`, { method: 'POST', body });
}

async function userInfo(salesforce: Salesforce, accessToken: string): Promise<number> {
  const headers = { authorization: `Bearer ${accessToken}` };
  return (await fetch(`${salesforce.url}/services/oauth2/userinfo`, { headers })).status;
}

/** Written once, for whatever has the members of Salesforce. */
async function holds(salesforce: Salesforce): Promise<void> {
  salesforce.clock.freeze();
  const { code = '' } = await salesforce.login({ app: 'Order_Portal', user: 'admin', scope: 'api id' });
  const exchange = { grant_type: 'authorization_code', code, redirect_uri: 'http://localhost:3000/callback' };
  expect((await token(salesforce, exchange)).status).toBe(200);
  expect(salesforce.journal.last()).toMatchObject({ grantType: 'authorization_code', outcome: 'answered' });

  const {
    access_token,
    refresh_token = '',
    scope,
  } = await salesforce.token({ app: 'Order_Portal', user: 'admin' });
  expect(scope).toBe('refresh_token api id');
  expect(await userInfo(salesforce, access_token)).toBe(200);
  salesforce.clock.advance('15m');
  expect(await userInfo(salesforce, access_token)).toBe(200);
  salesforce.clock.advance('15m1s');
  expect(await userInfo(salesforce, access_token)).toBe(403);
  expect(salesforce.journal.last()?.refusal?.name).toBe('identity.bad-token');

  salesforce.arm('refresh.expired', { times: 1 });
  const refresh = { grant_type: 'refresh_token', refresh_token };
  expect((await token(salesforce, refresh)).status).toBe(400);
  expect((await token(salesforce, refresh)).status).toBe(200);
  expect(salesforce.journal.last({ refusal: 'refresh.expired' })?.refusal?.armed).toMatch(/^f\d+$/);
  salesforce.clock.reset();
}

test('a test can be written against all of Salesforce', () => holds(sf));

test('and against an org alone', async () => {
  await using org = await sf.org({ ...SEED, org: { settings: SEED.org.settings } });
  await holds(org);
});

test('an org of its own has every member that all of Salesforce has', async () => {
  await using org = await sf.org();
  const members = ['apps', 'arm', 'clock', 'explain', 'journal', 'login', 'token', 'url', 'users'];
  expect(Object.keys(org)).toEqual(expect.arrayContaining(members));
  expect(Object.keys(sf)).toEqual(expect.arrayContaining(members));
});

test('usernames without a domain get that of their org, so that orgs do not clash', async () => {
  const document = {
    users: [{ username: 'eve' }, { username: 'mallory@elsewhere.example' }],
    apps: [
      { name: 'Machine', scopes: ['api'], isClientCredentialEnabled: true, clientCredentialUser: 'eve' },
    ],
  };
  await using one = await sf.org({ ...document, org: { name: 'One Org' } });
  await using other = await sf.org({ apps: document.apps, users: [{ username: 'eve' }] });
  expect(Object.keys(one.users)).toEqual(['eve', 'mallory']);
  expect(one.users.eve?.username).toBe('eve@one-org.example');
  expect(one.apps.Machine?.clientCredentialUser).toBe('eve@one-org.example');
  expect(one.users.mallory?.username).toBe('mallory@elsewhere.example');
  expect(other.users.eve?.username).toMatch(/^eve@test-org-[0-9a-f]{12}\.example$/);
});

test('an org gets apps and users as the test goes on', async () => {
  await using org = await sf.org({ org: { name: 'Grows' } });
  const eve = await org.addUser({ username: 'eve', profile: 'System Administrator' });
  expect(eve.username).toBe('eve@grows.example');
  const portal = await org.addApp({
    name: 'Portal',
    callbackUrls: ['http://localhost:3000/callback'],
    scopes: ['api', 'id'],
    isClientCredentialEnabled: true,
    clientCredentialUser: 'eve',
  });
  expect(portal.clientCredentialUser).toBe(eve.username);
  expect([org.apps.Portal, org.users.eve]).toEqual([portal, eve]);
  expect(await org.login({ app: 'Portal', user: 'eve' })).toHaveProperty('code');
  const { access_token } = await org.token({ app: portal, user: eve });
  expect(await userInfo(org, access_token)).toBe(200);
  expect((await org.addApp()).name).toMatch(/^App_[0-9a-f]{12}$/);
  expect((await org.addUser()).username).toMatch(/^user-[0-9a-f]{12}@grows\.example$/);
  await expect(org.addApp({ name: 'Portal' })).rejects.toThrow("app name 'Portal' is already that of");
  await expect(org.addUser({ username: 'EVE' })).rejects.toThrow('is already that of');
});

test('an org that is gone gets nothing', async () => {
  const org = await sf.org();
  await org[Symbol.asyncDispose]();
  await expect(org.addApp()).rejects.toThrow('is gone');
  await expect(org.addUser()).rejects.toThrow('is gone');
});

test('mistakes of an org are told with the field', async () => {
  await expect(sf.org({ users: 'eve' } as never)).rejects.toThrow('users: ');
  await expect(sf.org({ users: [{ usrname: 'eve' }] } as never)).rejects.toThrow("did you mean 'username'?");
});

describe('names', () => {
  test.each([
    [{ app: 'Order_Portl', user: 'admin' }, "no app is called 'Order_Portl': did you mean 'Order_Portal'?"],
    [{ app: 'Order_Portal', user: 'zoe@x.example' }, "no user is called 'zoe@x.example': there are admin"],
    [{ app: 'Order_Portal', user: 'constructor' }, "no user is called 'constructor': there are admin"],
  ])('%j', async (who, message) => {
    await expect(sf.login(who)).rejects.toThrow(message);
    await expect(sf.token(who)).rejects.toThrow(message);
  });

  test('a user is found by the whole username too', async () => {
    const user = sf.users.admin!.username;
    expect(await sf.login({ app: 'Order_Portal', user })).toHaveProperty('code');
  });

  test('a scope that the app does not have', async () => {
    const minting = sf.token({ app: 'Order_Portal', user: 'admin', scope: 'web' });
    await expect(minting).rejects.toThrow("scope 'web' is not one of the app's: it has");
  });
});

describe('by the URL that an app sends its users to', () => {
  const query = (more: Record<string, string> = {}) =>
    new URLSearchParams({
      response_type: 'code',
      client_id: sf.apps.Order_Portal!.consumerKey,
      redirect_uri: 'http://localhost:3000/callback',
      state: 'a b&c',
      ...more,
    });

  test('its parameters come back as it sent them', async () => {
    const url = `${sf.url}/services/oauth2/authorize?${query()}`;
    expect(await sf.login({ user: 'admin', url })).toEqual({ code: expect.any(String), state: 'a b&c' });
    const localhost = url.replace('127.0.0.1', 'localhost');
    expect(await sf.login({ user: 'admin', press: 'Deny', url: `${localhost}&prompt=consent` })).toEqual({
      error: 'access_denied',
      error_description: 'end-user denied authorization',
      state: 'a b&c',
    });
  });

  test('a parameter that is refused', async () => {
    const url = `${sf.url}/services/oauth2/authorize?${query({ redirect_uri: 'http://localhost:3001/' })}`;
    await expect(sf.login({ user: 'admin', url })).rejects.toThrow('callback.mismatch');
  });

  test.each([
    'https://login.salesforce.com/services/oauth2/authorize',
    'http://127.0.0.1:1/',
    '/authorize',
    '',
  ])('one that leads elsewhere is not opened: %j', async (url) => {
    await expect(sf.login({ user: 'admin', url })).rejects.toThrow(
      `'${url}' does not lead to ${sf.url}: configure the app with this as its log-in URL`,
    );
  });
});

describe('snapshots', () => {
  test('bring back state and time, those of an org too', async () => {
    await using own = await startFauxforce({ seed: SEED });
    await using org = await own.org(SEED_OF_ITS_OWN);
    org.clock.freeze();
    org.clock.set('2027-01-01T00:00:00Z');
    const { access_token } = await org.token({ app: 'Order_Portal', user: 'admin' });
    const before = await own.snapshot();

    org.clock.advance('3h');
    expect(await userInfo(org, access_token)).toBe(403);
    await own.restore(before);
    expect(new Date(org.clock.now()).toISOString()).toBe('2027-01-01T00:00:00.000Z');
    expect(await userInfo(org, access_token)).toBe(200);
    org.clock.advance('3h');
    expect(await userInfo(org, access_token)).toBe(403);
  });

  test('reset goes back to the seed', async () => {
    await using own = await startFauxforce({ seed: SEED });
    const { access_token } = await own.token({ app: 'Order_Portal', user: 'admin' });
    own.arm('refresh.expired');
    expect(await userInfo(own, access_token)).toBe(200);
    await own.reset();
    expect(own.journal.last()).toBeUndefined();
    expect(own.world.failures.list()).toEqual([]);
    expect(await userInfo(own, access_token)).toBe(403);
  });

  const SEED_OF_ITS_OWN = { apps: SEED.apps };
});

test('a lab that wants its token still mints', async () => {
  await using own = await startFauxforce({ seed: SEED, labToken: 'open-sesame' });
  const minted = await own.token({ app: 'Order_Portal', user: 'admin' });
  expect(await userInfo(own, minted.access_token)).toBe(200);
});
