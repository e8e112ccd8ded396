/** Permissions add up: those of the profile, of permission sets, and of groups less what they mute. */
import { describe, expect, test } from 'vitest';
import type { Org, User } from '../../src/org/model.ts';
import {
  customPermissionsOf,
  hasPermission,
  permissionSetNames,
  permissionsKey,
} from '../../src/org/permissions.ts';
import { totp } from '../../src/policies/totp.ts';
import { readSeedDocument } from '../../src/seed/load.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { codeExchange, credentials, members, postToken, send, user } from '../helpers/token.ts';
import { lab } from '../lab/helpers.ts';

const fresh = freshServers();

const SETS = [
  { name: 'Api', apiEnabled: true, customPermissions: ['Approve_Orders'] },
  { name: 'Robot', apiUserOnly: true },
  { name: 'Approver', label: 'May approve', approveUninstalledConnectedApps: true },
  { name: 'Any_Client', useAnyApiClient: true },
  { name: 'Codes', twoFactorApi: true },
];
const GROUPS = [
  { name: 'All', permissionSets: ['Api', 'May approve'] },
  {
    name: 'Less',
    label: 'Less of it',
    permissionSets: ['Api', 'Approver'],
    muted: { apiEnabled: true, approveUninstalledConnectedApps: true, customPermissions: ['Approve_Orders'] },
  },
];

const NOON = Date.parse('2026-01-01T12:00:00Z');

/** An org whose profile `Nothing` may not even use the API. */
function seedWith(permissionSets: readonly string[], more: object = {}) {
  return {
    org: { name: 'Acme', settings: {} },
    profiles: [{ name: 'Nothing', apiEnabled: false }],
    permissionSets: SETS,
    permissionSetGroups: GROUPS,
    users: [{ username: 'ada@acme.example', profile: 'Nothing', permissionSets }],
    apps: [
      {
        name: 'Portal',
        callbackUrls: ['http://localhost:3000/callback'],
        scopes: ['api', 'id', 'custom_permissions'],
        ...more,
      },
    ],
  };
}

function orgWith(permissionSets: readonly string[]): { org: Org; ada: User } {
  const org = readSeedDocument(seedWith(permissionSets));
  const [ada] = org.users;
  if (!ada) throw new Error('no user');
  return { org, ada };
}

describe('a user has a permission', () => {
  test.each([
    ['of no set', [], false],
    ['of a set', ['Api'], true],
    ['of a set without it', ['Robot'], false],
    ['of a set in a group', ['All'], true],
    ['that the group mutes', ['Less'], false],
    ['that one group mutes and another has', ['Less', 'All'], true],
    ['that a group mutes, of a set assigned beside it', ['Less of it', 'Api'], true],
  ])('%s', (_, permissionSets, isEnabled) => {
    const { org, ada } = orgWith(permissionSets);
    expect(hasPermission({ org, user: ada, now: NOON }, 'apiEnabled')).toBe(isEnabled);
    expect(customPermissionsOf({ org, user: ada, now: NOON }).includes('Approve_Orders')).toBe(isEnabled);
  });

  test('of nothing that is not there: profile, set, or set of a group', () => {
    const { org, ada } = orgWith(['Api']);
    const [all] = org.permissionSetGroups;
    const hollow: Org = {
      ...org,
      permissionSetGroups: [{ ...all!, name: 'Hollow', permissionSets: ['Gone', 'Api'] }],
    };
    const has = (user: User) => hasPermission({ org: hollow, user, now: NOON }, 'apiEnabled');
    expect(has({ ...ada, profile: 'Gone' })).toBe(true);
    expect(has({ ...ada, permissionSets: ['Gone'] })).toBe(false);
    expect(has({ ...ada, permissionSets: ['Gone', 'Hollow'] })).toBe(true);
    expect(
      permissionSetNames({ org: hollow, user: { ...ada, permissionSets: ['Hollow'] }, now: NOON }),
    ).toEqual(['Api']);
  });

  test('of the profile, which no muting reaches', () => {
    const { org, ada } = orgWith(['Less']);
    expect(hasPermission({ org, user: { ...ada, profile: 'Standard User' }, now: NOON }, 'apiEnabled')).toBe(
      true,
    );
  });

  test('muting takes permissions away, not the set', () => {
    const { org, ada } = orgWith(['Less', 'Robot', 'Api']);
    expect(permissionSetNames({ org, user: ada, now: NOON })).toEqual(['Api', 'Approver', 'Robot']);
  });
});

describe('whoever may do the same has the same key', () => {
  const { org, ada } = orgWith(['Api', 'Less']);
  const key = permissionsKey({ org, user: ada, now: NOON });

  test.each<[string, Partial<User>]>([
    [
      'another user of the profile with these sets',
      { id: '005000000000001AAA', username: 'bob@acme.example' },
    ],
    ['a set beside them whose time has passed', expired(ada, 'Robot')],
  ])('%s', (_, more) => {
    expect(permissionsKey({ org, user: { ...ada, ...more }, now: NOON })).toBe(key);
  });

  test.each<[string, Partial<User>]>([
    ['another profile', { profile: 'Standard User' }],
    ['a set more', { permissionSets: [...ada.permissionSets, 'Robot'] }],
    ['a set less', { permissionSets: ['Api'] }],
    ['a set that expires now', { permissionSetExpirations: { Less: new Date(NOON).toISOString() } }],
  ])('and not with %s', (_, more) => {
    expect(permissionsKey({ org, user: { ...ada, ...more }, now: NOON })).not.toBe(key);
  });

  function expired({ permissionSets }: User, name: string): Partial<User> {
    return {
      permissionSets: [...permissionSets, name],
      permissionSetExpirations: { [name]: new Date(NOON).toISOString() },
    };
  }
});

test('an assignment counts until it expires, to the moment', async () => {
  const seed = seedWith(['Api', 'All']);
  const permissionSetExpirations = { Api: '2026-01-01T12:10:00Z', All: '2026-01-01T12:00:00Z' };
  const [ada] = seed.users;
  const sf = await fresh({ seed: { ...seed, users: [{ ...ada, permissionSetExpirations }] } });
  sf.clock.freeze();
  sf.clock.set(NOON);
  const { body } = await postToken(sf, await codeExchange(sf, { app: 'Portal', scopes: 'api' }));
  const headers = { authorization: `Bearer ${members(body).access_token}` };
  const rest = async () => (await send(sf, '/services/data/v60.0', { headers })).status;
  sf.clock.advance(10 * 60_000 - 1);
  expect(await rest()).toBe(200);
  sf.clock.advance(1);
  expect(await rest()).toBe(403);
  await lab(sf, 'PATCH', '/users/ada@acme.example', { permissionSetExpirations: { Api: null } });
  expect(await rest()).toBe(200);
});

test('a user whose permission set has expired is not pre-authorized any more', async () => {
  const seed = seedWith(['Api'], { isAdminApproved: true, permissionSets: ['Api'] });
  const [ada] = seed.users;
  const permissionSetExpirations = { Api: '2026-01-02T00:00:00Z' };
  const sf = await fresh({ seed: { ...seed, users: [{ ...ada, permissionSetExpirations }] } });
  sf.clock.freeze();
  sf.clock.set(NOON);
  expect(await sf.login({ app: 'Portal', user: 'ada' })).toHaveProperty('code');
  sf.clock.advance(12 * 60 * 60_000);
  expect(await sf.login({ app: 'Portal', user: 'ada' })).toEqual({
    error: 'OAUTH_APP_ACCESS_DENIED',
    error_description: 'user is not admin approved to access this app',
  });
});

test.each([
  [[], 400, { error: 'invalid_grant', error_description: 'authentication failure' }],
  [['Api'], 200, { token_type: 'Bearer' }],
  [['Less'], 400, { error: 'invalid_grant', error_description: 'authentication failure' }],
])('API Enabled by %j: the code exchange answers %i', async (permissionSets, status, answer) => {
  const sf = await fresh({ seed: seedWith(permissionSets) });
  const exchanged = await postToken(sf, await codeExchange(sf, { app: 'Portal', scopes: 'api' }));
  expect(exchanged.status).toBe(status);
  expect(members(exchanged.body)).toMatchObject(answer);
});

test('a permission set that is taken away takes API Enabled with it, at the next call', async () => {
  const sf = await fresh({ seed: seedWith(['Api']) });
  const { body } = await postToken(
    sf,
    await codeExchange(sf, { app: 'Portal', scopes: 'api id custom_permissions' }),
  );
  const headers = { authorization: `Bearer ${members(body).access_token}` };
  const rest = () => send(sf, '/services/data/v60.0', { headers });
  const permissions = async () =>
    members((await send(sf, '/services/oauth2/userinfo', { headers })).body).custom_permissions;
  expect((await rest()).status).toBe(200);
  expect(await permissions()).toEqual({ Approve_Orders: true });

  const patched = await lab<{ user: { permissionSets: string[] } }>(sf, 'PATCH', '/users/ada@acme.example', {
    permissionSets: ['Less of it'],
  });
  expect(patched.body.user.permissionSets).toEqual(['Less']);
  expect(await rest()).toMatchObject({
    status: 403,
    body: '[{"message":"The REST API is not enabled for this Organization.","errorCode":"API_DISABLED_FOR_ORG"}]',
  });
  expect(await permissions()).toEqual({});

  await lab(sf, 'PATCH', `/orgs/${sf.orgs[0]?.id}`, {
    permissionSetGroups: [{ name: 'Less', muted: null }],
  });
  expect((await rest()).status).toBe(200);
  expect(await permissions()).toEqual({ Approve_Orders: true });
});

test('API Only User by a permission set keeps out of the browser', async () => {
  const sf = await fresh({ seed: seedWith(['Robot']) });
  await expect(sf.login({ app: 'Portal', user: 'ada' })).rejects.toThrow(
    /RemoteAccessErrorPage\.apexp\?error=OAUTH_APPROVAL_ERROR_GENERIC&/,
  );
});

test.each([
  ['All', true],
  ['Less', false],
])('Approve Uninstalled Connected Apps by the group %s: %s', async (group, mayApprove) => {
  const sf = await fresh({ seed: seedWith([group], { state: 'uninstalled' }) });
  const login = sf.login({ app: 'Portal', user: 'ada' });
  if (mayApprove) expect(await login).toHaveProperty('code');
  else await expect(login).rejects.toThrow(/error=invalid_client&error_description=app\+must\+be\+installed/);
});

describe('Use Any API Client', () => {
  async function logIn(permissionSets: readonly string[], app: object = {}) {
    const seed = seedWith(permissionSets, app);
    seed.org.settings = { apiAccessControl: true };
    const sf = await fresh({ seed });
    return await sf.login({ app: 'Portal', user: 'ada' });
  }

  test('passes API access control', async () => {
    expect(await logIn(['Api'])).toEqual({
      error: 'OAUTH_APP_BLOCKED',
      error_description: 'this app is blocked by admin',
    });
    expect(await logIn(['Any_Client'])).toHaveProperty('code');
  });

  test('installs nothing', async () => {
    await expect(logIn(['Any_Client'], { state: 'uninstalled' })).rejects.toThrow(
      /error=invalid_client&error_description=app\+must\+be\+installed/,
    );
  });
});

test('Multi-Factor Authentication for API Logins by a permission set wants the code', async () => {
  const sf = await fresh({ seed: seedWith(['Codes']) });
  const ada = user(sf, 'ada');
  const logIn = (after: string) => passwordLogIn(sf, ada.password + after);
  expect(await logIn(ada.securityToken)).toBe(400);
  expect(await logIn(totp(ada.totpSecret, sf.clock.now()))).toBe(200);
});

async function passwordLogIn(sf: Fauxforce, password: string): Promise<number> {
  const form = {
    grant_type: 'password',
    ...credentials(sf, 'Portal'),
    username: 'ada@acme.example',
    password,
  };
  return (await postToken(sf, form)).status;
}

describe('API access control for customers and partners', () => {
  const logIn = async (userType: string, state: string) => {
    const seed = {
      org: { settings: { apiAccessControlForExternalUsers: true } },
      users: [
        {
          username: 'ada@acme.example',
          userType,
          profile: 'System Administrator',
        },
      ],
      apps: [{ name: 'Portal', callbackUrls: ['http://localhost:3000/callback'], scopes: ['api'], state }],
    };
    const sf = await fresh({ seed });
    return await sf.login({ app: 'Portal', user: 'ada' });
  };

  test('needs an installed app, which need not be admin-approved', async () => {
    expect(await logIn('CSP_LITE_PORTAL', 'installed')).toHaveProperty('code');
    expect(await logIn('CSP_LITE_PORTAL', 'uninstalled')).toEqual({
      error: 'OAUTH_APP_BLOCKED',
      error_description: 'this app is blocked by admin',
    });
  });

  test('says nothing of other users', async () => {
    expect(await logIn('STANDARD', 'uninstalled')).toHaveProperty('code');
  });
});
