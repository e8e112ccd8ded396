/** POST and DELETE of apps and users: what comes in with a call, and what ends when it goes. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App, User } from '../../src/org/model.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { members, postToken, send } from '../helpers/token.ts';
import { type LabOrg, lab, tokenOf, userInfo } from './helpers.ts';

let sf: Fauxforce;
let acme: string;
beforeEach(async () => {
  sf = await startFauxforce();
  acme = sf.orgs[0]!.id;
});
afterEach(() => sf[Symbol.asyncDispose]());

interface Added {
  readonly org: string;
  readonly app: Omit<App, 'orgId'>;
  readonly user: User;
}
interface Refused {
  readonly error: string;
  readonly problems?: readonly { readonly path: string; readonly message: string }[];
}
interface Minted {
  readonly access_token: string;
  readonly refresh_token: string;
}

const ADA = 'ada@acme.example';
const MACHINE = {
  name: 'Machine',
  scopes: ['api', 'refresh_token', 'id'],
  callbackUrls: ['http://localhost:3000/callback'],
  isClientCredentialEnabled: true,
  clientCredentialUser: ADA,
};
const UNKNOWN_CLIENT = '{"error":"invalid_client_id","error_description":"client identifier invalid"}';
const DEAD_TOKEN = '{"error":"invalid_grant","error_description":"expired access/refresh token"}';
const WRONG_PASSWORD = '{"error":"invalid_grant","error_description":"authentication failure"}';

const add = (kind: 'apps' | 'users', body?: unknown, query = '') =>
  lab<Added & Refused>(sf, 'POST', `/${kind}${query}`, body);
const remove = (path: string) => lab<Refused | undefined>(sf, 'DELETE', path);

async function mint(app: Pick<App, 'consumerKey'>, username = ADA): Promise<Minted> {
  const asked = { client_id: app.consumerKey, username, scope: 'api refresh_token id' };
  return (await lab<Minted>(sf, 'POST', '/tokens', asked)).body;
}

const refresh = ({ consumerKey, consumerSecret }: Omit<App, 'orgId'>, { refresh_token }: Minted) =>
  postToken(sf, {
    grant_type: 'refresh_token',
    client_id: consumerKey,
    client_secret: consumerSecret,
    refresh_token,
  });

describe('POST /apps', () => {
  it('adds an app that works at once, and answers with all of it', async () => {
    const { status, body } = await add('apps', MACHINE, `?org=${acme}`);
    expect(status).toBe(201);
    expect(body.org).toBe(acme);
    expect(body.app).toMatchObject({
      ...MACHINE,
      label: 'Machine',
      kind: 'connectedApp',
      state: 'installed',
    });
    expect(body.app.consumerKey).toMatch(/^3MVG9[\w.]{80}$/);
    expect(body.app.consumerSecret).toMatch(/^[0-9A-F]{64}$/);
    expect(await userInfo(sf, await tokenOf(sf, body.app))).toMatchObject({ preferred_username: ADA });
    const shown = await lab<LabOrg>(sf, 'GET', `/orgs/${acme}`);
    expect(shown.body.apps.at(-1)).toMatchObject({
      name: 'Machine',
      flows: ['client credentials', 'web server', 'user-agent', 'username-password'],
    });
  });

  it('takes nothing, a kind, and whatever a seed can say; and PATCH changes it', async () => {
    const { body: empty } = await add('apps');
    expect(empty.app.name).toMatch(/^App_[0-9a-f]{12}$/);
    const { body } = await add('apps', { name: 'Portal', kind: 'externalClientApp' });
    expect(body.app).toMatchObject({ kind: 'externalClientApp', isPkceRequired: true });
    const patched = await lab<Added>(sf, 'PATCH', `/apps/${body.app.consumerKey}`, { label: 'The Portal' });
    expect(patched.body.app).toMatchObject({ name: 'Portal', label: 'The Portal' });
  });

  it('is created when it was added, by the clock of its org', async () => {
    await lab(sf, 'POST', `/clock?org=${acme}`, { set: '2027-03-01T12:00:00Z' });
    const { body } = await add('apps', {});
    expect(new Date(body.app.createdAt ?? 0).toISOString().slice(0, 16)).toBe('2027-03-01T12:00');
    const given = await add('apps', { createdAt: '2020-01-01T00:00:00Z' });
    expect(given.body.app.createdAt).toBe(Date.parse('2020-01-01T00:00:00Z'));
  });

  it('of a name that an app had before it was renamed has an id and key of its own', async () => {
    const { body: first } = await add('apps', { name: 'Orders' });
    await lab(sf, 'PATCH', `/apps/${first.app.consumerKey}`, { name: 'Old_Orders' });
    const { status, body: second } = await add('apps', { name: 'Orders' });
    expect(status).toBe(201);
    expect(second.app.id).not.toBe(first.app.id);
    expect(second.app.consumerKey).not.toBe(first.app.consumerKey);
    expect(sf.world.orgs.app(first.app.consumerKey)?.name).toBe('Old_Orders');
    expect(sf.world.orgs.app(second.app.consumerKey)?.name).toBe('Orders');
  });
});

describe('POST /users', () => {
  it('adds a user who can log in at once, and answers with the password', async () => {
    const eve = { username: 'Eve@acme.example', firstName: 'Eve', profile: 'System Administrator' };
    const { status, body } = await add('users', eve, `?org=${acme}`);
    expect(status).toBe(201);
    expect(body).toMatchObject({ org: acme, user: { ...eve, lastName: 'Eve', isActive: true } });
    const { consumerKey, consumerSecret } = sf.apps.Username_Password!;
    const answer = await postToken(sf, {
      grant_type: 'password',
      client_id: consumerKey,
      client_secret: consumerSecret,
      username: 'eve@acme.example',
      password: body.user.password + body.user.securityToken,
    });
    expect(await userInfo(sf, members(answer.body).access_token ?? '')).toMatchObject({
      preferred_username: 'Eve@acme.example',
    });
  });

  it('takes nothing, and PATCH changes what was added', async () => {
    const { body } = await add('users', {});
    expect(body.user.username).toMatch(/^user-[0-9a-f]{12}@acme\.example$/);
    const patched = await lab<Added>(sf, 'PATCH', `/users/${body.user.username}`, { isFrozen: true });
    expect(patched.body.user.isFrozen).toBe(true);
  });

  it('of a username that somebody had before is somebody else', async () => {
    const before = sf.world.orgs.userByUsername(ADA)?.user.id;
    await lab(sf, 'PATCH', `/users/${ADA}`, { username: 'ada.king@acme.example' });
    const { body: added } = await add('users', { username: ADA });
    const { body: another } = await add('users', { username: 'eve@acme.example' });
    await lab(sf, 'PATCH', '/users/eve@acme.example', { username: 'eve.king@acme.example' });
    const { body: eve } = await add('users', { username: 'Eve@acme.example' });
    expect(new Set([before, added.user.id, another.user.id, eve.user.id]).size).toBe(4);
  });
});

describe('an addition is refused whole', () => {
  it.each([
    ['apps', { name: 'web_server' }, 'name', "app name 'web_server' is already that of app 'Web_Server'"],
    ['apps', { consumerKey: '3MVG9Demo.Web_Server' }, 'consumerKey', "is already that of app 'Web_Server'"],
    ['apps', { name: 'PlatformCLI' }, 'name', "app name 'PlatformCLI' is already that of"],
    ['apps', { name: 'A', callbackUrl: 'x' }, 'callbackUrl', "unknown key 'callbackUrl' in app 'A'"],
    ['apps', { name: 'A', scopes: ['apy'] }, 'scopes[0]', "unknown scope 'apy'"],
    ['apps', { name: 'A', label: null }, 'label', "label of app 'A' is empty"],
    ['apps', { name: 'A', id: '005000000000001AAA' }, 'id', "id of app 'A'"],
    ['apps', { name: 'A', certificate: './demo.crt' }, 'certificate', 'is neither PEM nor base64 DER'],
    ['apps', { name: 5 }, 'name', 'must be text'],
    ['users', { username: 'ADA@acme.example' }, 'username', "is already that of user 'ada@acme.example'"],
    ['users', { username: 'eve' }, 'username', "'eve' is not a username"],
    ['users', { username: 'e@a.example', profile: 'Nobody' }, 'profile', "the org has no profile 'Nobody'"],
    ['users', { username: 'e@a.example', isActiv: 1 }, 'isActiv', "did you mean 'isActive'?"],
  ] as const)('%s %j', async (kind, record, path, message) => {
    const before = JSON.stringify(sf.world.orgs.orgs);
    const { status, body } = await add(kind, record);
    expect(status).toBe(400);
    expect(body.problems).toEqual([{ path, message: expect.stringContaining(message) }]);
    expect(JSON.stringify(sf.world.orgs.orgs)).toBe(before);
  });

  it('with all of its problems at once', async () => {
    const { body } = await add('apps', { name: 'Web_Server', scopes: ['apy'], isPkceRequired: 'yes' });
    expect(body.problems?.map(({ path }) => path).sort()).toEqual(['isPkceRequired', 'name', 'scopes[0]']);
  });

  it('if the name is taken in another org, where that counts', async () => {
    const { body: other } = await lab<LabOrg>(sf, 'POST', '/orgs', {});
    const at = `?org=${other.org.id}`;
    expect((await add('apps', { name: 'Web_Server' }, at)).status).toBe(201);
    const key = await add('apps', { consumerKey: '3MVG9Demo.Web_Server' }, at);
    expect(key.body.problems?.[0]?.message).toContain("is already that of org 'Acme'");
    const user = await add('users', { username: ADA }, at);
    expect(user.body.problems?.[0]?.message).toContain("is already that of org 'Acme'");
  });

  it('without an org, if there are several; and of an org that is not there', async () => {
    await lab(sf, 'POST', '/orgs', {});
    const { status, body } = await add('apps', {});
    expect([status, body.error]).toEqual([
      400,
      'there are 2 orgs: say which one gets the record with ?org=<id>',
    ]);
    const missing = await add('users', {}, '?org=00Dnone');
    expect([missing.status, missing.body.error]).toEqual([
      404,
      "there is no org '00Dnone': GET /_fauxforce/orgs lists them",
    ]);
  });

  it.each(['[]', '"x"', '5', '[{"name":"A"}]'])('if it is %s', async (text) => {
    const answer = await send(sf, '/_fauxforce/apps', { method: 'POST', body: text });
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('the body must be an app of a seed as a JSON object');
  });

  it('beyond 1,000 apps', async () => {
    const apps = Array.from({ length: 998 }, (_, i) => ({ name: `App_${i}` }));
    const { body: org } = await lab<LabOrg>(sf, 'POST', '/orgs', { apps });
    const at = `?org=${org.org.id}`;
    expect((await add('apps', {}, at)).status).toBe(201);
    const { status, body } = await add('apps', {}, at);
    expect([status, body.error]).toEqual([
      400,
      expect.stringContaining('the org has 1000 apps, which is the most: delete some first'),
    ]);
  });

  it('but once, when many come with one name at a time', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => add('apps', { name: 'Race' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(400)]);
    const others = await Promise.all(Array.from({ length: 8 }, (_, i) => add('apps', { name: `Race_${i}` })));
    expect(others.every(({ status }) => status === 201)).toBe(true);
    expect(sf.world.orgs.org(acme)?.apps.filter(({ name }) => name.startsWith('Race'))).toHaveLength(9);
  });
});

describe('DELETE /apps', () => {
  it('ends tokens and approvals: its client is unknown, and stays so by the same name', async () => {
    const { body: added } = await add('apps', MACHINE);
    const tokens = await mint(added.app);
    const others = await mint(sf.apps.Web_Server!);
    expect((await refresh(added.app, tokens)).status).toBe(200);
    expect(await remove(`/apps/${added.app.consumerKey}`)).toEqual({ status: 204, body: undefined });

    expect(await userInfo(sf, tokens.access_token)).toBe(403);
    expect(await refresh(added.app, tokens)).toMatchObject({ status: 400, body: UNKNOWN_CLIENT });
    expect((await lab(sf, 'PATCH', `/apps/${added.app.consumerKey}`, { label: 'x' })).status).toBe(404);
    const left = await lab<{ approvals: unknown[] }>(sf, 'GET', `/approvals?username=${ADA}`);
    expect(left.body.approvals).toHaveLength(1);
    expect(await userInfo(sf, others.access_token)).toMatchObject({ preferred_username: ADA });

    const { body: again } = await add('apps', MACHINE);
    expect(again.app.consumerKey).toBe(added.app.consumerKey);
    expect(await userInfo(sf, tokens.access_token)).toBe(403);
    expect(await refresh(again.app, tokens)).toMatchObject({ status: 400, body: DEAD_TOKEN });
    expect((await refresh(again.app, await mint(again.app))).status).toBe(200);
  });

  it('of an External Client App: a refresh is told so, until the key is in use again', async () => {
    const external = { ...MACHINE, kind: 'externalClientApp', isPkceRequired: false };
    const { body: added } = await add('apps', external);
    const tokens = await mint(added.app);
    await remove(`/apps/${added.app.consumerKey}`);
    const gone = {
      status: 400,
      body: '{"error":"app_not_found","error_description":"External client app is not installed in this org"}',
    };
    expect(await refresh(added.app, tokens)).toMatchObject(gone);
    expect(sf.journal.last()?.refusal?.name).toBe('refresh.app-deleted');
    const other = await postToken(sf, {
      grant_type: 'client_credentials',
      client_id: added.app.consumerKey,
      client_secret: added.app.consumerSecret,
    });
    expect(other).toMatchObject({ status: 400, body: UNKNOWN_CLIENT });

    const snapshot = await sf.snapshot();
    await sf.reset();
    expect(await refresh(added.app, tokens)).toMatchObject({ status: 400, body: UNKNOWN_CLIENT });
    await sf.restore(snapshot);
    expect(await refresh(added.app, tokens)).toMatchObject(gone);
    await lab(sf, 'PATCH', `/orgs/${acme}`, { settings: { sessionTimeout: 15 } });
    expect(await refresh(added.app, tokens)).toMatchObject(gone);
    await add('apps', external);
    expect(await refresh(added.app, tokens)).toMatchObject({ status: 400, body: DEAD_TOKEN });
    expect(sf.world.orgs.org(acme)?.deletedExternalApps).toEqual([]);
  });

  it('ends codes and device codes', async () => {
    const { body: added } = await add('apps', { ...MACHINE, isDeviceFlowEnabled: true });
    const { code = '' } = await sf.login({ app: { ...added.app, orgId: acme }, user: 'ada' });
    const client = { client_id: added.app.consumerKey, client_secret: added.app.consumerSecret };
    const device = await postToken(sf, {
      response_type: 'device_code',
      client_id: client.client_id,
      scope: 'api',
    });
    expect(device.status).toBe(200);
    await remove(`/apps/${added.app.consumerKey}`);
    await add('apps', { ...MACHINE, isDeviceFlowEnabled: true });
    const spent = await postToken(sf, {
      ...client,
      grant_type: 'authorization_code',
      code,
      redirect_uri: 'http://localhost:3000/callback',
    });
    expect(spent).toMatchObject({
      status: 400,
      body: '{"error":"invalid_grant","error_description":"expired authorization code"}',
    });
    const polled = await postToken(sf, {
      grant_type: 'device',
      client_id: client.client_id,
      code: members(device.body).device_code ?? '',
    });
    expect(polled.status).toBe(400);
    expect(members(polled.body).error).not.toBe('authorization_pending');
  });

  it('ends an app that registered, in the store too', async () => {
    const registered = await send(sf, '/services/oauth2/register', {
      method: 'POST',
      headers: { authorization: 'Bearer DEMO0INITIAL0ACCESS0TOKEN', 'content-type': 'application/json' },
      body: '{"client_name":"Example","redirect_uris":["http://localhost"]}',
    });
    const { client_id = '' } = members(registered.body);
    expect((await remove(`/apps/${client_id}`)).status).toBe(204);
    await sf.world.image.load();
    expect(sf.world.orgs.app(client_id)).toBeUndefined();
    expect(await sf.world.store.registeredApps.find(client_id)).toBeUndefined();
  });

  it('takes the app out of token exchange handlers', async () => {
    const before = sf.world.orgs.org(acme)!.tokenExchangeHandlers;
    const handled = before.find(({ apps }) => apps.length > 0)!;
    const name = handled.apps[0]!;
    await remove(`/apps/${sf.apps[name]!.consumerKey}`);
    const after = sf.world.orgs.org(acme)!.tokenExchangeHandlers;
    expect(after.find((handler) => handler.name === handled.name)?.apps).toEqual(
      handled.apps.filter((other) => other !== name),
    );
    expect((await add('apps', {})).status).toBe(201);
  });

  it('is refused for PlatformCLI, an unknown key and a key of another org', async () => {
    const cli = await remove(`/apps/PlatformCLI?org=${acme}`);
    expect([cli.status, cli.body?.error]).toEqual([
      400,
      'PlatformCLI is in every org and cannot be deleted: PATCH its state to blocked to refuse it',
    ]);
    expect((await remove('/apps/nobody')).body?.error).toBe(
      "there is no app 'nobody': GET /_fauxforce/orgs/{id} lists an org's",
    );
    const { body: other } = await lab<LabOrg>(sf, 'POST', '/orgs', {});
    const elsewhere = await remove(`/apps/3MVG9Demo.Web_Server?org=${other.org.id}`);
    expect(elsewhere.status).toBe(404);
    expect(sf.world.orgs.app('3MVG9Demo.Web_Server')).toBeDefined();
  });

  it('by several at once deletes once', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => remove('/apps/3MVG9Demo.Web_Server')));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404]);
  });
});

describe('DELETE /users', () => {
  it('ends tokens, approvals and sessions: nobody is called so any more, and the name is free', async () => {
    const tokens = await mint(sf.apps.Web_Server!);
    expect((await remove('/users/ADA@acme.example')).status).toBe(204);
    expect(await userInfo(sf, tokens.access_token)).toBe(403);
    expect(await refresh(sf.apps.Web_Server!, tokens)).toMatchObject({ status: 400, body: DEAD_TOKEN });
    const { consumerKey, consumerSecret } = sf.apps.Username_Password!;
    const logIn = await postToken(sf, {
      grant_type: 'password',
      client_id: consumerKey,
      client_secret: consumerSecret,
      username: ADA,
      password: sf.users.ada!.password,
    });
    expect(logIn).toMatchObject({ status: 400, body: WRONG_PASSWORD });
    expect((await remove(`/users/${ADA}`)).status).toBe(404);

    const { body } = await add('users', { username: ADA });
    expect(body.user.profile).toBe('Standard User');
    expect(await userInfo(sf, tokens.access_token)).toBe(403);
    expect(await refresh(sf.apps.Web_Server!, tokens)).toMatchObject({ status: 400, body: DEAD_TOKEN });
  });

  it('leaves apps that ran as the user without one', async () => {
    const { body: added } = await add('apps', MACHINE);
    await remove(`/users/${ADA}`);
    await expect(tokenOf(sf, added.app)).rejects.toThrow('no client credentials user enabled');
  });

  it('forgets what the user changed: by the same name there is somebody new', async () => {
    const { body } = await add('users', { username: 'eve@acme.example' });
    await sf.world.store.userChanges.append({
      orgId: acme,
      userId: body.user.id,
      newUsername: undefined,
      changes: '{"password":"changed"}',
      createdAt: 0,
    });
    await sf.world.image.follow();
    expect(sf.world.orgs.user(body.user.id)?.password).toBe('changed');
    await remove('/users/eve@acme.example');
    const { body: again } = await add('users', { username: 'eve@acme.example' });
    await sf.world.image.load();
    expect(sf.world.orgs.user(again.user.id)?.password).toBe(body.user.password);
  });
});

it('a snapshot has what was added and not what was deleted; a reset goes back to the seed', async () => {
  const { body: added } = await add('apps', MACHINE);
  await remove(`/users/grace@acme.example`);
  const snapshot = await sf.snapshot();
  await sf.reset();
  expect(sf.world.orgs.app(added.app.consumerKey)).toBeUndefined();
  expect(sf.world.orgs.userByUsername('grace@acme.example')).toBeDefined();
  await sf.restore(snapshot);
  expect(sf.world.orgs.app(added.app.consumerKey)?.name).toBe('Machine');
  expect(sf.world.orgs.userByUsername('grace@acme.example')).toBeUndefined();
});
