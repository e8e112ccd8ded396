/** PATCH: what an admin changes, with Salesforce's effect on the tokens that are there. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { aWrongTry } from '../store/records.ts';
import { lab, tokenOf, userInfo } from './helpers.ts';

interface Minted {
  readonly access_token: string;
  readonly refresh_token: string;
}

let sf: Fauxforce;
beforeEach(async () => {
  sf = await startFauxforce();
});
afterEach(() => sf[Symbol.asyncDispose]());

const APP = '3MVG9Demo.Web_Server';
const ADA = 'ada@acme.example';

async function mint(): Promise<Minted> {
  return (await lab<Minted>(sf, 'POST', '/tokens', { client_id: APP, username: ADA })).body;
}

async function refresh({ refresh_token }: Minted, changes: Record<string, string> = {}) {
  const { consumerKey, consumerSecret } = sf.world.orgs.app(APP)!;
  const answer = await fetch(`${sf.url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: consumerKey,
      client_secret: consumerSecret,
      refresh_token,
      ...changes,
    }),
  });
  const { error, error_description } = (await answer.json()) as Record<string, string>;
  return error === undefined ? 'refreshed' : `${error}: ${error_description}`;
}

describe('PATCH /apps', () => {
  it('with a new secret ends all tokens of the app', async () => {
    const tokens = await mint();
    const patched = await lab(sf, 'PATCH', `/apps/${APP}`, { consumerSecret: 'ROTATED0SECRET' });
    expect(patched.status).toBe(200);
    expect(await userInfo(sf, tokens.access_token)).toBe(403);
    expect(await refresh(tokens)).toBe('invalid_grant: expired access/refresh token');
    expect(await userInfo(sf, (await mint()).access_token)).toMatchObject({ preferred_username: ADA });
  });

  it('blocked ends its sessions, and refreshing is refused', async () => {
    const tokens = await mint();
    await lab(sf, 'PATCH', `/apps/${APP}`, { state: 'blocked' });
    expect(await userInfo(sf, tokens.access_token)).toBe(403);
    expect(await refresh(tokens)).toContain('app');
  });

  it('admin approved shuts out at the next refresh who is not permitted', async () => {
    const tokens = await mint();
    await lab(sf, 'PATCH', `/apps/${APP}`, { isAdminApproved: true });
    expect(await userInfo(sf, tokens.access_token)).toMatchObject({ preferred_username: ADA });
    expect(await refresh(tokens)).not.toBe('refreshed');
    await lab(sf, 'PATCH', `/apps/${APP}`, { profiles: ['System Administrator'] });
    expect(await refresh(tokens)).toBe('refreshed');
  });

  it('with a refresh token policy bounds tokens that are there', async () => {
    const tokens = await mint();
    await lab(sf, 'PATCH', `/apps/${APP}`, { refreshTokenPolicy: 'specific_lifetime:1:DAYS' });
    sf.clock.advance(86_400_001);
    expect(await refresh(tokens)).toBe('invalid_grant: token validity expired');
    await lab(sf, 'PATCH', `/apps/${APP}`, { refreshTokenPolicy: null });
    expect(await refresh(tokens)).toBe('refreshed');
  });

  it('of one org leaves PlatformCLI of the others alone', async () => {
    const { body } = await lab<{ org: { id: string } }>(sf, 'POST', '/orgs', {});
    await lab(sf, 'PATCH', `/apps/PlatformCLI?org=${body.org.id}`, { state: 'blocked' });
    const stateIn = (id: string) =>
      sf.world.orgs.org(id)?.apps.find(({ name }) => name === 'PlatformCLI')?.state;
    expect(stateIn(body.org.id)).toBe('blocked');
    expect(stateIn(sf.orgs[0]!.id)).toBe('installed');
    expect(sf.world.orgs.app('PlatformCLI')?.state).toBe('installed');
  });
});

describe('PATCH /users', () => {
  it('deactivated: access and refresh tokens are dead', async () => {
    const tokens = await mint();
    await lab(sf, 'PATCH', `/users/${ADA}`, { isActive: false });
    expect(await userInfo(sf, tokens.access_token)).toBe(404);
    expect(await refresh(tokens)).toBe('invalid_grant: inactive user');
  });

  it('renamed: tokens stay, they are of the user and not of the name', async () => {
    const tokens = await mint();
    await lab(sf, 'PATCH', `/users/${ADA}`, { username: 'ada.king@acme.example' });
    expect(await userInfo(sf, tokens.access_token)).toMatchObject({
      preferred_username: 'ada.king@acme.example',
    });
    expect((await lab(sf, 'PATCH', `/users/${ADA}`, {})).status).toBe(404);
  });

  it('renamed: an app that runs as them still does', async () => {
    await lab(sf, 'PATCH', '/users/integration@acme.example', { username: 'robot@acme.example' });
    const token = await tokenOf(sf, sf.world.orgs.app('3MVG9Demo.Client_Credentials')!);
    expect(await userInfo(sf, token)).toMatchObject({ preferred_username: 'robot@acme.example' });
  });
});

describe('PATCH /apps: another name', () => {
  it('a token exchange handler of it still is one', async () => {
    const renamed = await lab(sf, 'PATCH', '/apps/3MVG9Demo.Token_Exchange', { name: 'Exchange' });
    expect(renamed.status).toBe(200);
    expect(sf.world.orgs.orgs[0]!.tokenExchangeHandlers[0]!.apps).toEqual(['Exchange']);
  });
});

describe('PATCH /orgs', () => {
  it('changes settings one by one, profiles by name, and makes new ones', async () => {
    const { id } = sf.orgs[0]!;
    const patched = await lab<{ org: object; profiles: { name: string }[] }>(sf, 'PATCH', `/orgs/${id}`, {
      settings: { isPkceRequired: true },
      profiles: [{ name: 'Standard User', apiEnabled: false }, { name: 'Night Shift' }],
    });
    expect(patched.status).toBe(200);
    expect(patched.body.org).toMatchObject({
      settings: { isPkceRequired: true, allowUsernamePasswordFlow: true },
    });
    const profiles = sf.world.orgs.org(id)!.profiles;
    expect(profiles.find(({ name }) => name === 'Standard User')?.apiEnabled).toBe(false);
    expect(profiles.map(({ name }) => name)).toContain('Night Shift');
  });

  it('inactive: nobody gets a token', async () => {
    await lab(sf, 'PATCH', `/orgs/${sf.orgs[0]!.id}`, { isActive: false });
    await expect(tokenOf(sf, sf.apps.Client_Credentials!)).rejects.toThrow('no token');
  });
});

describe('a mistake', () => {
  it.each([
    [`/apps/${APP}`, { callbackUrl: 'http://x' }, 'callbackUrl', "unknown key 'callbackUrl'"],
    [`/apps/${APP}`, { scopes: ['apy'] }, 'scopes[0]', "unknown scope 'apy'"],
    [`/apps/${APP}`, { certificate: './demo.crt' }, 'certificate', 'is neither PEM nor base64 DER'],
    [`/apps/${APP}`, { consumerKey: '3MVG9Demo.JWT_Bearer' }, 'consumerKey', 'is already that of'],
    [`/users/${ADA}`, { profile: 'Nobody' }, 'profile', "the org has no profile 'Nobody'"],
    [`/users/${ADA}`, { username: 'grace@acme.example' }, 'username', 'is already that of'],
    ['/orgs/ACME', { type: 'sandpit' }, 'type', "did you mean 'sandbox'?"],
    [
      '/orgs/ACME',
      { profiles: [{ name: 'Night', apiEnabeld: true }] },
      'profiles[0].apiEnabeld',
      'unknown key',
    ],
  ])('in %s %j is refused whole, with the path', async (path, body, field, message) => {
    const before = JSON.stringify(sf.world.orgs.orgs);
    const refused = await lab<{ problems: { path: string; message: string }[] }>(
      sf,
      'PATCH',
      path.replace('ACME', sf.orgs[0]!.id),
      body,
    );
    expect(refused.status).toBe(400);
    expect(refused.body.problems.find(({ path }) => path === field)?.message).toContain(message);
    expect(JSON.stringify(sf.world.orgs.orgs)).toBe(before);
  });

  it.each([
    ['/apps/nobody', { label: 'x' }, 404],
    ['/users/nobody', { lastName: 'x' }, 404],
    ['/orgs/00Dnone', { name: 'x' }, 404],
    [`/apps/${APP}`, {}, 400],
    [`/apps/${APP}`, [], 400],
    [`/users/${ADA}`, undefined, 400],
  ])('in %s %j is refused', async (path, body, status) => {
    expect((await lab(sf, 'PATCH', path, body)).status).toBe(status);
  });
});

describe('a merge', () => {
  const orgOf = () => sf.world.orgs.org(sf.orgs[0]!.id)!;
  const appOf = () => orgOf().apps.find(({ consumerKey }) => consumerKey === APP)!;

  it('changes one member of an object, and null takes one back', async () => {
    await lab(sf, 'PATCH', `/apps/${APP}`, { sessionPolicy: { sessionTimeout: 15 } });
    await lab(sf, 'PATCH', `/apps/${APP}`, { sessionPolicy: { sessionLevel: 'LOW' } });
    expect(appOf().sessionPolicy).toMatchObject({ sessionTimeout: 15, sessionLevel: 'LOW' });
    await lab(sf, 'PATCH', `/apps/${APP}`, { sessionPolicy: { sessionTimeout: null } });
    expect(appOf().sessionPolicy).toMatchObject({ sessionTimeout: undefined, sessionLevel: 'LOW' });
    await lab(sf, 'PATCH', `/apps/${APP}`, { sessionPolicy: null });
    expect(appOf().sessionPolicy.sessionLevel).toBeUndefined();
  });

  it('takes mandates back, and with them what they had turned over', async () => {
    const { id } = sf.orgs[0]!;
    const mandates = ['pkce', 'rotation', 'no-password', 'no-soap'];
    await lab(sf, 'PATCH', `/orgs/${id}`, { mandates, settings: { allowSoapLogin: false } });
    expect(orgOf().settings).toMatchObject({ isPkceRequired: true, allowUsernamePasswordFlow: false });
    expect(appOf().isRefreshTokenRotationEnabled).toBe(true);
    await lab(sf, 'PATCH', `/orgs/${id}`, { mandates: null });
    expect(orgOf().settings).toMatchObject({
      isPkceRequired: false,
      allowUsernamePasswordFlow: true,
      allowSoapLogin: false,
    });
    expect(appOf().isRefreshTokenRotationEnabled).toBe(false);
    const rotating = orgOf().apps.filter((app) => app.isRefreshTokenRotationEnabled);
    expect(rotating.map(({ name }) => name)).toEqual(['Rotating']);
  });

  it.each([
    [`/apps/${APP}`, { id: '0H4000000000001AAA' }, 'id'],
    [`/users/${ADA}`, { id: '005000000000001AAA' }, 'id'],
    ['/orgs/ACME', { id: '00D000000000001AAA' }, 'id'],
    ['/orgs/ACME', { profiles: [{ name: 'Standard User', id: '00e000000000001AAA' }] }, 'profiles[0].id'],
  ])('never changes the id in %s %j', async (path, body, field) => {
    const refused = await lab<{ problems: { path: string; message: string }[] }>(
      sf,
      'PATCH',
      path.replace('ACME', sf.orgs[0]!.id),
      body,
    );
    expect(refused.status).toBe(400);
    expect(refused.body.problems).toEqual([
      expect.objectContaining({ path: field, message: expect.stringContaining('an id never changes') }),
    ]);
  });
});

describe('what ends at once', () => {
  it('another consumer key ends the tokens of the app, also when it gets the old one back', async () => {
    const tokens = await mint();
    await lab(sf, 'PATCH', `/apps/${APP}`, { consumerKey: '3MVG9Demo.Web_Server_2' });
    expect(await userInfo(sf, tokens.access_token)).toBe(403);
    await lab(sf, 'PATCH', '/apps/3MVG9Demo.Web_Server_2', { consumerKey: APP });
    expect(await userInfo(sf, tokens.access_token)).toBe(403);
    expect(await refresh(tokens)).toBe('invalid_grant: expired access/refresh token');
  });

  it('a lockout, when an admin unlocks the user or sets a password', async () => {
    const { store } = sf.world;
    const { id } = sf.users.ada!;
    for (const change of [{ isLocked: false }, { isLocked: null }, { password: 'another-horse' }]) {
      await store.failedLogIns.try(aWrongTry({ userId: id, at: sf.clock.now() }));
      await lab(sf, 'PATCH', `/users/${ADA}`, { lastName: 'King' });
      expect(await store.failedLogIns.find(id)).toMatchObject({ failures: 1 });
      await lab(sf, 'PATCH', `/users/${ADA}`, change);
      expect(await store.failedLogIns.find(id)).toBeUndefined();
    }
  });

  it('sessions of a blocked app, which do not come back', async () => {
    const tokens = await mint();
    await lab(sf, 'PATCH', `/apps/${APP}`, { state: 'blocked' });
    expect(await userInfo(sf, tokens.access_token)).toBe(403);
    const [refused] = sf.journal.entries({ outcome: 'refused', limit: 1 });
    expect(refused?.refusal?.why).toBe('the access token is of a blocked app');
    await lab(sf, 'PATCH', `/apps/${APP}`, { state: 'installed' });
    expect(await userInfo(sf, tokens.access_token)).toBe(403);
    expect(await refresh(tokens)).toBe('refreshed');
  });
});

it('changes that come at once are all made', async () => {
  await Promise.all([
    lab(sf, 'PATCH', `/users/${ADA}`, { lastName: 'King' }),
    lab(sf, 'PATCH', `/users/${ADA}`, { phone: '1' }),
    lab(sf, 'PATCH', `/apps/${APP}`, { label: 'Portal' }),
  ]);
  const { org, user } = sf.world.orgs.userByUsername(ADA)!;
  expect(user).toMatchObject({ lastName: 'King', phone: '1' });
  expect(org.apps.find(({ consumerKey }) => consumerKey === APP)?.label).toBe('Portal');
});

it('of two names at once the later one counts, and nobody is made of the other', async () => {
  const before = sf.world.orgs.userByUsername(ADA)!;
  const names = ['a@acme.example', 'b@acme.example', 'c@acme.example'];
  const renamed = await Promise.all(names.map((username) => lab(sf, 'PATCH', `/users/${ADA}`, { username })));
  const relabelled = await Promise.all(
    ['One', 'Two', 'Three'].map((name) => lab(sf, 'PATCH', `/apps/${APP}`, { name })),
  );
  // Who comes after a change of name looks for a user that is not there.
  for (const { status } of renamed) expect([200, 404]).toContain(status);
  expect(relabelled.map(({ status }) => status)).toEqual([200, 200, 200]);
  const now = sf.world.orgs.org(before.org.id)!;
  expect(now.users.map(({ id }) => id)).toEqual(before.org.users.map(({ id }) => id));
  expect(now.apps.map(({ id }) => id)).toEqual(before.org.apps.map(({ id }) => id));
  expect(names).toContain(now.users.find(({ id }) => id === before.user.id)?.username);
});
