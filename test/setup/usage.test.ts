/** Connected Apps OAuth Usage, and External Client Apps: who uses them, and how it ends (setup-pages.md 8, 10). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../src/org/model.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { postToken } from '../helpers/token.ts';
import { tokenPairFor } from '../helpers/tokens.ts';
import { SetupVisitor } from './visitor.ts';

let sf: Fauxforce;
let ada: SetupVisitor;
beforeEach(async () => {
  sf = await startFauxforce();
  ada = await SetupVisitor.logIn(sf);
});
afterEach(() => sf[Symbol.asyncDispose]());

const USAGE = '/lightning/setup/ConnectedAppsUsage/home';

const appNamed = (name: string): App => {
  const found = sf.world.orgs.orgs[0]?.apps.find((app) => app.name === name);
  if (!found) throw new Error(`there is no app ${name}`);
  return found;
};

const pairOf = (app: App, user = 'ada') =>
  tokenPairFor(sf, { app, user: sf.users[user]!, scopes: 'api refresh_token' });

const isAlive = async (token: string) =>
  (await fetch(`${sf.url}/services/oauth2/userinfo`, { headers: { authorization: `Bearer ${token}` } })).ok;

const refreshes = async (app: App, refresh_token: string) => {
  const { status } = await postToken(sf, {
    grant_type: 'refresh_token',
    client_id: app.consumerKey,
    client_secret: app.consumerSecret,
    refresh_token,
  });
  return status === 200;
};

describe('Connected Apps OAuth Usage', () => {
  test('lists apps with tokens, and their users', async () => {
    const app = appNamed('Web_Server');
    await pairOf(app);
    await pairOf(app, 'grace');
    const page = await ada.open(USAGE);
    expect(page.text).toContain('Web Server Manage App Policies Web Server');
    const [, link = ''] =
      /href="(\/identity\/app\/connectedAppsUsage\.apexp\?app=[^"]+)"/.exec(page.html) ?? [];
    const users = await ada.open(link);
    expect(users.text).toMatch(/ada@acme\.example [\d-]+ [\d:]+ [\d-]+ [\d:]+ 1 Revoke/);
  });

  test('an app of another org that nobody here uses is not named', async () => {
    const eve = { username: 'eve@evil.example', password: 'correct-horse', profile: 'System Administrator' };
    await fetch(`${sf.url}/_fauxforce/orgs`, { method: 'POST', body: JSON.stringify({ users: [eve] }) });
    const visitor = await SetupVisitor.logIn(sf, eve.username);
    const { url, text } = await visitor.open(
      `/identity/app/connectedAppsUsage.apexp?app=${appNamed('Web_Server').consumerKey}`,
    );
    expect(url).toBe(`${sf.url}/identity/app/connectedAppsUsage.apexp`);
    expect(text).not.toContain('Web Server');
  });

  test('Revoke ends what one user has, Revoke All the rest', async () => {
    const app = appNamed('Web_Server');
    const [hers, his] = [await pairOf(app), await pairOf(app, 'grace')];
    const users = await ada.open(`/identity/app/connectedAppsUsage.apexp?app=${app.consumerKey}`);
    const after = await ada.press(users, 'Revoke grace@acme.example');
    expect(after.text).not.toContain('grace@acme.example');
    expect([await refreshes(app, his.refreshToken), await refreshes(app, hers.refreshToken)]).toEqual([
      false,
      true,
    ]);
    const none = await ada.press(after, 'Revoke All Web Server');
    expect(none.url).toContain('/identity/app/connectedAppsUsage.apexp');
    expect([await refreshes(app, hers.refreshToken), await isAlive(hers.accessToken)]).toEqual([
      false,
      false,
    ]);
  });

  test('Block and Unblock', async () => {
    const app = appNamed('Web_Server');
    const { refreshToken } = await pairOf(app);
    const blocked = await ada.press(await ada.open(USAGE), 'Block Web Server');
    expect(appNamed('Web_Server').state).toBe('blocked');
    expect(await refreshes(app, refreshToken)).toBe(false);
    await ada.press(blocked, 'Unblock Web Server');
    expect(appNamed('Web_Server').state).toBe('installed');
  });

  test('Uninstall and Install', async () => {
    const app = appNamed('Web_Server');
    await pairOf(app);
    const gone = await ada.press(await ada.open(USAGE), 'Uninstall Web Server');
    expect(appNamed('Web_Server').state).toBe('uninstalled');
    const [, link = ''] =
      /href="(\/identity\/app\/AppInstallApprovalPage\.apexp\?app_id=0Ci\w+)"/.exec(gone.html) ?? [];
    const asked = await ada.open(link);
    expect(asked.text).toContain('Name Web Server Developer Acme');
    const policies = await ada.press(asked, 'Install');
    expect(policies.url).toBe(`${sf.url}/${app.id}`);
    expect(appNamed('Web_Server').state).toBe('installed');
  });

  test('who may not edit apps revokes, and blocks none with a button that was made up', async () => {
    const org = sf.world.orgs.orgs[0]!;
    await sf.world.image.change(org, [
      {
        section: 'profiles',
        name: 'Standard User',
        fields: { viewSetup: true, manageUsers: true },
        path: [],
      },
    ]);
    const app = appNamed('Web_Server');
    await pairOf(app);
    const grace = await SetupVisitor.logIn(sf, 'grace@acme.example');
    const users = await grace.open(`/identity/app/connectedAppsUsage.apexp?app=${app.consumerKey}`);
    const html = users.html.replaceAll('name="do" value="Revoke"', 'name="do" value="Block"');
    const refused = await grace.press({ html }, 'Revoke ada@acme.example');
    expect([refused.status, appNamed('Web_Server').state]).toEqual([403, 'installed']);
    expect((await grace.press(users, 'Revoke ada@acme.example')).status).toBe(200);
  });

  test('needs Manage Users', async () => {
    const org = sf.world.orgs.orgs[0]!;
    await sf.world.image.change(org, [
      { section: 'profiles', name: 'Standard User', fields: { viewSetup: true }, path: [] },
    ]);
    const grace = await SetupVisitor.logIn(sf, 'grace@acme.example');
    expect((await grace.open(USAGE)).text).toContain(
      'the page needs viewSetup, manageUsers, of which grace@acme.example has viewSetup.',
    );
  });
});

describe('External Client Apps', () => {
  const NEW = '/setup/lightning/ExternalClientApplication/new';

  test('are made by one long form, as Salesforce makes them today', async () => {
    const manager = await ada.open('/lightning/setup/ManageExternalClientApplication/home');
    expect(manager.text).toContain('Web Server PKCE');
    const form = await ada.open(NEW);
    const detail = await ada.send(form, {
      label: 'Order Robot',
      contactEmail: 'ada@acme.example',
      distributionState: 'Packaged',
      oauth: '1',
      callbackUrls: 'https://robot.example/cb',
      scopes: ['api'],
      isClientCredentialEnabled: '1',
    });
    expect(detail.url).toMatch(/\/setup\/lightning\/ExternalClientApplication\/0xI\w{12}$/);
    expect(detail.text).toContain('App Status Enabled App Authorization All users can self-authorize');
    expect(appNamed('Order_Robot')).toMatchObject({
      kind: 'externalClientApp',
      distributionState: 'Packaged',
      isPkceRequired: true,
      isRefreshTokenRotationEnabled: true,
      isSecretRequiredForTokenExchange: true,
      isClientCredentialEnabled: true,
      refreshTokenPolicy: { kind: 'specific_lifetime' },
    });
    const { pathname } = new URL(detail.url);
    const id = pathname.split('/').at(-1);
    const lightning = await ada.open(`/lightning/setup/ManageExternalClientApplication/${id}/detail`);
    expect(lightning.url).toBe(detail.url);
  });

  test('have policies that act at once, and settings that spread', async () => {
    const app = appNamed('Web_Server_PKCE');
    const path = `/setup/lightning/ExternalClientApplication/0xI${app.id.slice(3, 15)}`;
    const { text } = await ada.send(await ada.open(`${path}/policies/edit`), {
      isAdminApproved: 'true',
      profiles: ['System Administrator'],
      refreshTokenPolicy: 'specific_lifetime',
      specific_lifetimeCount: '12',
      specific_lifetimeUnit: 'HOURS',
      isClientCredentialEnabled: '1',
      clientCredentialUser: 'ada@acme.example',
      'sessionPolicy.sessionTimeout': '20',
    });
    expect(text).toContain('Permitted Users Admin approved users are pre-authorized');
    expect(appNamed('Web_Server_PKCE')).toMatchObject({
      isAdminApproved: true,
      profiles: ['System Administrator'],
      refreshTokenPolicy: { kind: 'specific_lifetime', period: 12 * 3_600_000 },
      clientCredentialUser: 'ada@acme.example',
      sessionPolicy: { sessionTimeout: 20 },
    });
    await ada.send(await ada.open(`${path}/edit`), {
      contactEmail: 'ada@acme.example',
      callbackUrls: 'https://elsewhere.example/cb',
    });
    expect(appNamed('Web_Server_PKCE')).toMatchObject({
      callbackUrls: ['https://elsewhere.example/cb'],
      earlier: { fields: { callbackUrls: ['http://localhost:3000/callback'] } },
    });
  });

  test('are deleted, and their usage has no Block', async () => {
    const app = appNamed('Web_Server_PKCE');
    const pair = await pairOf(app);
    const usage = await ada.open('/lightning/setup/ExternalClientAppsUsage/home');
    expect(usage.text).toContain('Web Server PKCE');
    expect(usage.html).not.toContain('>Block<');
    const users = await ada.open(`/setup/lightning/ExternalClientAppsUsage?app=${app.consumerKey}`);
    await ada.press(users, 'Revoke ada@acme.example');
    expect(await isAlive(pair.accessToken)).toBe(false);
    const detail = await ada.open(`/setup/lightning/ExternalClientApplication/0xI${app.id.slice(3, 15)}`);
    expect(detail.html).toContain('value="Delete"');
    const asked = await ada.open(
      `/app/mgmt/forceconnectedapps/forceAppDelete.apexp?applicationId=06P${app.id.slice(3, 15)}`,
    );
    expect(asked.text).toContain('Are you sure? All tokens of the app end');
    const after = await ada.press(asked, 'Delete');
    expect(after.url).toBe(`${sf.url}/setup/lightning/ManageExternalClientApplication`);
    expect(() => appNamed('Web_Server_PKCE')).toThrow();
  });
});
