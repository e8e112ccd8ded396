/** An app after it was made: edited, deleted, its policies set, with their effect on log-ins (setup-pages.md 4.4, 5, 7). */
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

const appNamed = (name: string): App => {
  const found = sf.world.orgs.orgs[0]?.apps.find((app) => app.name === name);
  if (!found) throw new Error(`there is no app ${name}`);
  return found;
};

const CLASSIC = '/app/mgmt/forceconnectedapps';
/** An app has an id of each kind: they differ in the first three characters, and so in the last three. */
const idOf = (prefix: string, { id }: App) => prefix + id.slice(3, 15);
const page = (name: string, app: App) => `${CLASSIC}/${name}.apexp?applicationId=${idOf('06P', app)}`;
const edit = async (app: App, changes: Parameters<SetupVisitor['send']>[1]) =>
  ada.send(await ada.open(page('forceAppEdit', app)), { contactEmail: 'ada@acme.example', ...changes });

const clientCredentials = async () => {
  const { status, body } = await postToken(sf, {
    grant_type: 'client_credentials',
    client_id: '3MVG9Demo.Client_Credentials',
    client_secret: appNamed('Client_Credentials').consumerSecret,
  });
  return { status, body };
};

const refreshed = (app: App, refresh_token: string) =>
  postToken(sf, {
    grant_type: 'refresh_token',
    client_id: app.consumerKey,
    client_secret: app.consumerSecret,
    refresh_token,
  });

describe('editing', () => {
  test('a change spreads with the delay; until then the app is as it was', async () => {
    expect((await clientCredentials()).status).toBe(200);
    await edit(appNamed('Client_Credentials'), {
      isClientCredentialEnabled: null,
      callbackUrls: 'https://a.example',
    });
    expect(appNamed('Client_Credentials').isClientCredentialEnabled).toBe(false);
    const detail = () => ada.open(page('forceAppDetail', appNamed('Client_Credentials')));
    expect((await detail()).text).toContain('Requests meet this app as it was until');
    expect((await clientCredentials()).status).toBe(200);
    await sf.clock.advance('10m');
    expect((await clientCredentials()).status).toBe(400);
    expect((await detail()).text).not.toContain('as it was until');
  });

  test('what the form does not show stays', async () => {
    const before = appNamed('Web_Server');
    await edit(before, { description: 'changed' });
    const { consumerKey, consumerSecret, initialAccessToken, scopes, callbackUrls, id } = before;
    expect(appNamed('Web_Server')).toMatchObject({
      ...{ consumerKey, consumerSecret, initialAccessToken, scopes, callbackUrls, id },
      description: 'changed',
    });
  });

  test('the second of two admins is told, and may insist', async () => {
    const app = appNamed('Web_Server');
    const [first, second] = [
      await ada.open(page('forceAppEdit', app)),
      await ada.open(page('forceAppEdit', app)),
    ];
    const filled = { contactEmail: 'ada@acme.example' };
    await ada.send(first, { ...filled, description: 'from the first' });
    const told = await ada.send(second, { ...filled, description: 'from the second' });
    expect(told.text).toContain('Web Server was changed by somebody else while you edited it.');
    expect(told.html).toContain('from the second</textarea>');
    expect(appNamed('Web_Server').description).toBe('from the first');
    await ada.send(told);
    expect(appNamed('Web_Server').description).toBe('from the second');
  });

  test('a problem does not hide that somebody else changed it', async () => {
    const app = appNamed('Web_Server');
    const form = await ada.open(page('forceAppEdit', app));
    const refused = await ada.send(form, { contactEmail: 'nobody' });
    await edit(app, { description: 'meanwhile' });
    expect((await ada.send(refused, { contactEmail: 'a@acme.example' })).text).toContain(
      'was changed by somebody else',
    );
  });

  test('an app that is gone', async () => {
    const app = appNamed('Web_Server');
    const form = await ada.open(page('forceAppEdit', app));
    const confirm = await ada.open(page('forceAppDelete', app));
    expect(confirm.text).toContain('Are you sure?');
    const after = await ada.press(confirm, 'Delete');
    expect(after.url).toBe(`${sf.url}/setup/lightning/NavigationMenus`);
    for (const gone of [await ada.send(form, {}), await ada.open(page('forceAppDetail', app))]) {
      expect(gone.status).toBe(404);
      expect(gone.text).toContain('The data you were trying to access could not be found.');
    }
  });

  test('custom attributes and trusted addresses are added and taken out', async () => {
    const app = appNamed('Web_Server');
    const attributes = await ada.open(page('forceAppAttributes', app));
    await ada.send(attributes, { 'attributes:key': ['region', ''], 'attributes:formula': ['"emea"', ''] });
    expect(appNamed('Web_Server').attributes).toEqual({ region: '"emea"' });
    const again = await ada.open(page('forceAppAttributes', app));
    const without = await ada.send(again, { _again: 'delete:attributes:0' });
    await ada.send(without);
    expect(appNamed('Web_Server').attributes).toEqual({});
    const ranges = await ada.open(page('forceAppIpRanges', app));
    const refused = await ada.send(ranges, { 'ipRanges:start': '10.0.0.9', 'ipRanges:end': '10.0.0.1' });
    expect(refused.text).toContain('Error: Trusted IP Ranges');
    await ada.send(refused, { 'ipRanges:start': '10.0.0.1', 'ipRanges:end': '10.0.0.9' });
    expect(appNamed('Web_Server').ipRanges).toEqual([{ start: '10.0.0.1', end: '10.0.0.9' }]);
    expect((await ada.open(page('forceAppDetail', app))).text).toContain('10.0.0.1 10.0.0.9');
  });
});

describe('the detail page', () => {
  test('shows no secret', async () => {
    const app = appNamed('Web_Server');
    const { html } = await ada.open(page('forceAppDetail', app));
    expect(html).not.toContain(app.consumerSecret);
    expect(html).not.toContain(app.initialAccessToken);
  });

  test('the initial access token is revealed by a click, and drawn anew', async () => {
    const app = appNamed('Web_Server');
    const detail = await ada.open(page('forceAppDetail', app));
    expect((await ada.press(detail, 'Click to reveal')).html).toContain(app.initialAccessToken);
    await ada.press(detail, 'Regenerate');
    expect(appNamed('Web_Server').initialAccessToken).toMatch(/^[\w.]{64}$/);
    const other = await ada.open(page('forceAppDetail', appNamed('Device')));
    await ada.press(other, 'Generate');
    expect(appNamed('Device').initialAccessToken).toMatch(/^[\w.]{64}$/);
  });

  test('who holds the initial access token may register apps, until it is drawn anew', async () => {
    const register = async () => {
      const { initialAccessToken } = appNamed('Device');
      return fetch(`${sf.url}/services/oauth2/register`, {
        method: 'POST',
        headers: { authorization: `Bearer ${initialAccessToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ client_name: 'Gateway', redirect_uris: ['https://gateway.example/cb'] }),
      });
    };
    const detail = () => ada.open(page('forceAppDetail', appNamed('Device')));
    await ada.press(await detail(), 'Generate');
    expect((await register()).status).toBe(201);
    const before = appNamed('Device').initialAccessToken;
    await ada.press(await detail(), 'Regenerate');
    expect(appNamed('Device').initialAccessToken).not.toBe(before);
    expect((await register()).status).toBe(201);
  });

  test('an id of 15 or 18 characters, or of the other kinds, names the same app', async () => {
    const app = appNamed('Web_Server');
    for (const query of [
      `connectedAppId=${app.id}`,
      `connectedAppId=${app.id.slice(0, 15)}`,
      `id=${idOf('0Ci', app)}`,
    ])
      expect((await ada.open(`${CLASSIC}/forceAppDetail.apexp?${query}`)).text).toContain('Web Server');
  });
});

describe('policies', () => {
  test('the page of an app says which application it is, as scripts read it', async () => {
    const app = appNamed('Web_Server');
    const { html } = await ada.open(`/${app.id}`);
    expect(/applicationId=(06P[A-Za-z0-9]{12,15})/.exec(html)?.[1]?.slice(0, 15)).toBe(idOf('06P', app));
    expect((await ada.open('/lightning/setup/ConnectedApplication/home')).html).toContain(
      `href="/${app.id}/e"`,
    );
  });

  test('of a service provider tell where log-ins begin', async () => {
    const app = appNamed('Service_Provider');
    const { text, html } = await ada.open(`/${app.id}`);
    expect(text).toContain(`SP-Initiated POST Endpoint ${sf.url}/idp/endpoint/HttpPost`);
    expect(text).toMatch(/IdP-Initiated Login URL \S+\/idp\/login\?app=0sp\w{12} /);
    const [, url = ''] = /IdP-Initiated Login URL (\S+)/.exec(text) ?? [];
    expect((await ada.open(url)).status).toBe(200);
    expect(html).toContain('value="Download Metadata"');
    expect(
      (await fetch(`${sf.url}/.well-known/samlidp/Service_Provider.xml`)).headers.get('content-type'),
    ).toContain('xml');
  });

  test('act at once: permitted users', async () => {
    const app = appNamed('Web_Server');
    const pair = await tokenPairFor(sf, { app, user: sf.users.grace!, scopes: 'api refresh_token' });
    expect((await refreshed(app, pair.refreshToken)).status).toBe(200);
    const saved = await ada.send(await ada.open(`/${app.id}/e`), { isAdminApproved: 'true' });
    expect(saved.text).toContain('Permitted Users Admin approved users are pre-authorized');
    expect((await refreshed(app, pair.refreshToken)).body).toContain('"invalid_');
    const profiles = await ada.open(`/${app.id}/profiles`);
    const after = await ada.send(profiles, { profiles: ['Standard User', 'System Administrator'] });
    expect(after.text).toContain('Profile Name Standard User System Administrator');
    expect((await refreshed(app, pair.refreshToken)).status).toBe(200);
    await ada.send(await ada.open(`/${app.id}/permissionSets`), { permissionSets: 'Order_Integration' });
    expect(appNamed('Web_Server').permissionSets).toEqual(['Order_Integration']);
  });

  test('each control says its field', async () => {
    const app = appNamed('Client_Credentials');
    const { text } = await ada.send(await ada.open(`/${app.id}/e`), {
      startUrl: 'https://acme.example/start',
      mobileStartUrl: 'https://acme.example/mobile',
      ipRelaxation: 'ENFORCE_RELAXREFRESH',
      refreshTokenPolicy: 'specific_inactivity',
      specific_inactivityCount: '30',
      specific_inactivityUnit: 'DAYS',
      singleLogoutIsOn: '1',
      singleLogoutUrl: 'https://acme.example/out',
      'sessionPolicy.sessionTimeout': '30',
      highAssurance: '1',
      'sessionPolicy.policyAction': 'RaiseSessionLevel',
      clientCredentialUser: 'grace@acme.example',
    });
    expect(appNamed('Client_Credentials')).toMatchObject({
      startUrl: 'https://acme.example/start',
      mobileStartUrl: 'https://acme.example/mobile',
      ipRelaxation: 'ENFORCE_RELAXREFRESH',
      refreshTokenPolicy: { kind: 'specific_inactivity', period: 30 * 24 * 3_600_000 },
      singleLogoutUrl: 'https://acme.example/out',
      sessionPolicy: {
        sessionTimeout: 30,
        sessionLevel: 'HIGH_ASSURANCE',
        policyAction: 'RaiseSessionLevel',
      },
      clientCredentialUser: 'grace@acme.example',
    });
    expect(text).toContain('IP Relaxation Enforce IP restrictions, but relax for refresh tokens');
    expect(text).toContain('Refresh Token Policy Expire refresh token if not used for 1 Month(s)');
  });

  test('a policy without its number is refused beside it', async () => {
    const form = await ada.open(`/${appNamed('Web_Server').id}/e`);
    const refused = await ada.send(form, { refreshTokenPolicy: 'specific_lifetime' });
    expect(refused.text).toContain('Error: You must enter a value');
    const wrong = await ada.send(refused, { specific_lifetimeCount: '-1' });
    expect(wrong.text).toContain('Error: Refresh Token Policy');
  });

  test('an immediate expiry ends refresh tokens', async () => {
    const app = appNamed('Web_Server');
    const pair = await tokenPairFor(sf, { app, user: sf.users.ada!, scopes: 'api refresh_token' });
    expect((await refreshed(app, pair.refreshToken)).status).toBe(200);
    await ada.send(await ada.open(`/${app.id}/e`), { refreshTokenPolicy: 'zero' });
    expect((await refreshed(app, pair.refreshToken)).status).toBe(400);
  });
});

describe('who may', () => {
  test('an admin without Customize Application sees apps, and changes none', async () => {
    const org = sf.world.orgs.orgs[0]!;
    await sf.world.image.change(org, [
      { section: 'profiles', name: 'Standard User', fields: { viewSetup: true }, path: [] },
    ]);
    const grace = await SetupVisitor.logIn(sf, 'grace@acme.example');
    const app = appNamed('Web_Server');
    const detail = await grace.open(page('forceAppDetail', app));
    expect(detail.status).toBe(200);
    for (const path of [page('forceAppEdit', app), page('forceAppConsumerDetails', app), `/${app.id}/e`])
      expect((await grace.open(path)).status).toBe(403);
    const refused = await grace.press(detail, 'Regenerate');
    expect(refused.text).toContain(
      'the page needs viewSetup, customizeApplication, modifyAllData or manageConnectedApps, of which grace@acme.example has viewSetup.',
    );
    expect(appNamed('Web_Server').initialAccessToken).toBe(app.initialAccessToken);
  });
});
