/** New Connected App: what the form takes and refuses, and when the app works (setup-pages.md 4). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../src/org/model.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { postToken, send } from '../helpers/token.ts';
import { lab } from '../lab/helpers.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { type Filled, SetupVisitor } from './visitor.ts';

const folder = temporaryFolder();
const FORM = '/app/mgmt/forceconnectedapps/forceAppEdit.apexp';
const CERTIFICATE = readFileSync(new URL('../../seed/demo.crt', import.meta.url), 'utf8');

let sf: Fauxforce;
let ada: SetupVisitor;
beforeEach(async () => {
  sf = await startFauxforce();
  ada = await SetupVisitor.logIn(sf);
});
afterEach(() => sf[Symbol.asyncDispose]());

const WANTED: Filled = {
  label: 'Order Desk',
  name: 'Order_Desk',
  contactEmail: 'ada@acme.example',
  oauth: '1',
  callbackUrls: 'http://localhost:3000/callback\r\nhttps://login.salesforce.com/services/oauth2/success',
  scopes: ['api', 'refresh_token'],
};

const appNamed = (name: string): App | undefined =>
  sf.world.orgs.orgs[0]?.apps.find((app) => app.name === name);

const make = async (changes: Filled = {}) => ada.send(await ada.open(FORM), { ...WANTED, ...changes });

const refreshWithNothing = (app: App | undefined) =>
  postToken(sf, {
    grant_type: 'refresh_token',
    client_id: app?.consumerKey ?? '',
    client_secret: app?.consumerSecret ?? '',
    refresh_token: '5Aep8none',
  });

describe('saving', () => {
  test('makes the app, says how long it takes, and goes on to its page', async () => {
    const page = await make();
    expect(page.text).toContain(
      'Changes can take up to 10 minutes to take effect. Deleting a parent org also deletes all connected apps with OAuth settings enabled.',
    );
    const app = appNamed('Order_Desk');
    expect(app).toMatchObject({
      kind: 'connectedApp',
      label: 'Order Desk',
      contactEmail: 'ada@acme.example',
      callbackUrls: [
        'http://localhost:3000/callback',
        'https://login.salesforce.com/services/oauth2/success',
      ],
      scopes: ['api', 'refresh_token'],
      isPkceRequired: true,
      isConsumerSecretOptional: false,
      isSecretRequiredForRefreshToken: true,
      isDeviceFlowEnabled: false,
      isClientCredentialEnabled: false,
    });
    const target =
      /<form method="get" action="([^"]+)"><input type="hidden" name="applicationId" value="(\w+)">/;
    const [, path, id] = target.exec(page.html) ?? [];
    const detail = await ada.open(`${path}?applicationId=${id}`);
    expect(detail.text).toContain('Manage Connected Apps Order Desk');
    expect(detail.text).toContain(
      'Manage user data via APIs (api) Perform requests at any time (refresh_token, offline_access)',
    );
  });

  test('nobody knows the app before the minutes have passed', async () => {
    await make();
    const app = appNamed('Order_Desk');
    const early = await refreshWithNothing(app);
    expect([early.status, early.body]).toEqual([
      400,
      '{"error":"invalid_client_id","error_description":"client identifier invalid"}',
    ]);
    await sf.clock.advance('10m');
    expect((await refreshWithNothing(app)).body).toContain('"invalid_grant"');
  });

  test("a button of ours moves the org's clock past them", async () => {
    const page = await make();
    const detail = await ada.press(page, "Move this org's clock 10 minutes on");
    expect(detail.url).toContain('forceAppDetail.apexp');
    expect((await refreshWithNothing(appNamed('Order_Desk'))).body).toContain('"invalid_grant"');
  });

  test('the button moves it for every process on the store', async () => {
    const store = join(folder(), 'setup.db');
    await using one = await startFauxforce({ store });
    await using other = await startFauxforce({ store });
    const visitor = await SetupVisitor.logIn(one);
    const page = await visitor.send(await visitor.open(FORM), WANTED);
    const id = one.orgs[0]!.id;
    const timeAt = async (server: Fauxforce) => {
      const { body } = await send(server, `/_fauxforce/clock?org=${id}`);
      return Date.parse(JSON.parse(body).now);
    };
    const before = await timeAt(other);
    await visitor.press(page, "Move this org's clock 10 minutes on");
    expect((await timeAt(other)) - before).toBeGreaterThanOrEqual(600_000);
    // Any change of the lab has the other one take over what the store has.
    await lab(other, 'POST', '/clock', { advance: '1s' });
    expect((await timeAt(one)) - before).toBeGreaterThanOrEqual(600_000);
  });

  test('takes no time where the org says so', async () => {
    const org = sf.world.orgs.orgs[0]!;
    await sf.world.image.change(org, [
      { section: 'org', name: '', fields: { settings: { newAppPropagationDelay: 0 } }, path: [] },
    ]);
    const page = await make();
    expect(page.text).toContain('they take effect at once');
    expect((await refreshWithNothing(appNamed('Order_Desk'))).body).toContain('"invalid_grant"');
  });

  test('an API name left out is made of the name', async () => {
    await make({ label: '2 "Fine" Apps!', name: '' });
    expect(appNamed('X2_Fine_Apps')?.label).toBe('2 "Fine" Apps!');
  });

  test('the device flow brings its callback', async () => {
    await make({ isDeviceFlowEnabled: '1', callbackUrls: '' });
    expect(appNamed('Order_Desk')).toMatchObject({
      isDeviceFlowEnabled: true,
      callbackUrls: [`${sf.url}/services/oauth2/success`],
    });
  });

  test('a certificate is uploaded', async () => {
    await make({ certificateIsOn: '1', certificate: new Blob([CERTIFICATE]) });
    expect(appNamed('Order_Desk')?.certificate).toContain('-----BEGIN CERTIFICATE-----');
  });

  test('every control says its field', async () => {
    await make({
      contactPhone: '+1 555 0100',
      logoUrl: 'https://acme.example/logo.png',
      iconUrl: 'https://acme.example/icon.png',
      infoUrl: 'https://acme.example/info',
      description: 'Takes "orders" <fast>',
      startUrl: 'https://acme.example/start',
      isPkceRequired: null,
      isConsumerSecretOptional: null,
      isSecretRequiredForRefreshToken: null,
      isClientCredentialEnabled: '1',
      isCodeCredentialEnabled: '1',
      isCodeCredentialPostOnly: '1',
      isTokenExchangeEnabled: '1',
      isSecretRequiredForTokenExchange: '1',
      isRefreshTokenRotationEnabled: '1',
      isNamedUserJwtEnabled: '1',
      isIntrospectAllTokens: '1',
      idTokenIsOn: '1',
      'idToken.validity': '5',
      'idToken.audiences': 'https://one.example\r\nhttps://two.example',
      'idToken.includeStandardClaims': '1',
      'idToken.includeAttributes': '1',
      'idToken.includeCustomPermissions': '1',
      assetTokenIsOn: '1',
      'assetToken.validity': '90',
      'assetToken.audiences': 'https://devices.example',
      'assetToken.includeAttributes': '1',
      'assetToken.includeCustomPermissions': '1',
      singleLogoutIsOn: '1',
      singleLogoutUrl: 'https://acme.example/out',
      samlIsOn: '1',
      'saml.entityUrl': 'https://sp.example',
      'saml.acsUrl': 'https://sp.example/acs',
      'saml.subjectType': 'UserId',
      'saml.nameIdFormat': 'Persistent',
    });
    expect(appNamed('Order_Desk')).toMatchObject({
      contactPhone: '+1 555 0100',
      logoUrl: 'https://acme.example/logo.png',
      iconUrl: 'https://acme.example/icon.png',
      infoUrl: 'https://acme.example/info',
      description: 'Takes "orders" <fast>',
      startUrl: 'https://acme.example/start',
      isPkceRequired: false,
      isConsumerSecretOptional: true,
      isSecretRequiredForRefreshToken: false,
      isClientCredentialEnabled: true,
      isCodeCredentialEnabled: true,
      isCodeCredentialPostOnly: true,
      isTokenExchangeEnabled: true,
      isSecretRequiredForTokenExchange: true,
      isRefreshTokenRotationEnabled: true,
      isNamedUserJwtEnabled: true,
      isIntrospectAllTokens: true,
      idToken: {
        validity: 5,
        audiences: ['https://one.example', 'https://two.example'],
        includeStandardClaims: true,
        includeAttributes: true,
        includeCustomPermissions: true,
      },
      assetToken: {
        validity: 90,
        audiences: ['https://devices.example'],
        includeAttributes: true,
        includeCustomPermissions: true,
      },
      singleLogoutUrl: 'https://acme.example/out',
      saml: {
        entityUrl: 'https://sp.example',
        acsUrl: 'https://sp.example/acs',
        subjectType: 'UserId',
        nameIdFormat: 'Persistent',
      },
    });
  });
});

describe('problems', () => {
  const INVALID = 'Error: Invalid Data. Review all error messages below to correct your data.';

  /** What stands beside a field. */
  const errorsOf = (html: string, field: string): string =>
    new RegExp(`id="${field}-error">([\\s\\S]*?)</div></div>`)
      .exec(html)?.[1]
      ?.replace(/<[^>]*>/g, ' ')
      .replaceAll('&#39;', "'")
      .trim() ?? '';

  test('nothing filled in: each field that must be says so, and nothing is made', async () => {
    const before = sf.world.orgs.orgs[0]?.apps.length;
    const { html, text } = await ada.send(await ada.open(FORM), { oauth: '1' });
    expect(text).toContain(INVALID);
    for (const field of ['label', 'name', 'contactEmail', 'callbackUrls', 'scopes'])
      expect(errorsOf(html, field)).toBe('Error: You must enter a value');
    expect(sf.world.orgs.orgs[0]?.apps.length).toBe(before);
  });

  test('all problems of a seed at once, beside their fields, and what was typed is kept', async () => {
    const { html, text } = await make({
      name: 'no name',
      contactEmail: 'nobody',
      callbackUrls: 'not a url',
      description: 'kept "as it is" </textarea><script>',
      logoUrl: 'http://acme.example/logo.png',
    });
    expect(text).toContain(INVALID);
    expect(errorsOf(html, 'name')).toMatch(/^Error: .*API Name/);
    expect(errorsOf(html, 'contactEmail')).toMatch(/^Error: Contact Email/);
    expect(errorsOf(html, 'callbackUrls')).toMatch(/^Error: Callback URL.*not a url/);
    expect(errorsOf(html, 'logoUrl')).toMatch(/^Error: Logo Image URL/);
    expect(html).toContain('kept &quot;as it is&quot; &lt;/textarea&gt;&lt;script&gt;</textarea>');
    expect(appNamed('no name')).toBeUndefined();
  });

  test('a name that another app has', async () => {
    const { html } = await make({ name: 'Web_Server' });
    expect(errorsOf(html, 'name')).toContain("'Web_Server' is already that of");
  });

  test('a certificate that is none', async () => {
    const { html } = await make({ certificateIsOn: '1', certificate: new Blob(['nonsense']) });
    expect(errorsOf(html, 'certificate')).toMatch(/^Error: Digital Certificate/);
    const path = await make({ certificateIsOn: '1', 'kept:certificate': '/etc/hostname' });
    expect(errorsOf(path.html, 'certificate')).toMatch(/^Error: Digital Certificate/);
    const without = await make({ certificateIsOn: '1' });
    expect(errorsOf(without.html, 'certificate')).toBe('Error: You must enter a value');
  });

  test('a certificate that came with other problems need not be chosen again', async () => {
    const refused = await make({
      contactEmail: '',
      certificateIsOn: '1',
      certificate: new Blob([CERTIFICATE]),
    });
    expect(refused.text).toContain(INVALID);
    await ada.send(refused, { contactEmail: 'ada@acme.example' });
    expect(appNamed('Order_Desk')?.certificate).toContain('-----BEGIN CERTIFICATE-----');
  });
});

describe('without JavaScript', () => {
  test('Add and Remove move scopes', async () => {
    const added = await make({ scopes: [], 'available:scopes': ['openid', 'api'], _again: 'add:scopes' });
    expect(added.html).toContain('<input type="hidden" name="scopes" value="openid">');
    expect(added.text).not.toContain('Error:');
    const removed = await ada.send(added, { 'selected:scopes': 'openid', _again: 'remove:scopes' });
    expect(removed.html).not.toContain('<input type="hidden" name="scopes" value="openid">');
    expect(appNamed('Order_Desk')).toBeUndefined();
    await ada.send(removed);
    expect(appNamed('Order_Desk')?.scopes).toEqual(['api']);
  });
});

describe('sent wrongly', () => {
  test('twice: one app, and the same answer', async () => {
    const form = await ada.open(FORM);
    const [first, second] = await Promise.all([ada.send(form, WANTED), ada.send(form, WANTED)]);
    expect(second.url).toBe(first.url);
    expect((await ada.send(form, WANTED)).url).toBe(first.url);
    expect(sf.world.orgs.orgs[0]?.apps.filter(({ label }) => label === 'Order Desk')).toHaveLength(1);
  });

  test('from another session: shown again with what was typed, and saved when it is sent from there', async () => {
    const form = await ada.open(FORM);
    const again = await SetupVisitor.logIn(sf);
    const shown = await again.send(form, WANTED);
    expect(shown.text).toContain(
      'The page you submitted was invalid for your session. Please click Save again to confirm your change.',
    );
    expect(appNamed('Order_Desk')).toBeUndefined();
    await again.send(shown);
    expect(appNamed('Order_Desk')?.callbackUrls).toHaveLength(2);
  });

  test('from another site: refused', async () => {
    const answer = await ada.fetch(FORM, {
      method: 'POST',
      headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      body: new URLSearchParams({ label: 'Evil', name: 'Evil' }),
    });
    expect(answer.status).toBe(403);
    expect(appNamed('Evil')).toBeUndefined();
  });

  test('without a log-in: to the log-in page', async () => {
    const body = new URLSearchParams({ label: 'Evil', name: 'Evil' });
    const { status, headers } = await fetch(sf.url + FORM, { method: 'POST', body, redirect: 'manual' });
    expect([status, headers.get('location')]).toEqual([
      302,
      `${sf.url}/?ec=302&startURL=${encodeURIComponent(FORM)}`,
    ]);
  });
});

describe('creation switched off', () => {
  test('has no button, and a refusal', async () => {
    const settings = await ada.open('/lightning/setup/ExternalClientApplicationSettings/home');
    expect((await ada.open('/lightning/setup/NavigationMenus/home')).html).toContain('New Connected App');
    const off = await ada.press(settings, 'Disable');
    expect(sf.world.orgs.orgs[0]?.settings.canCreateConnectedApps).toBe(false);
    expect((await ada.open('/lightning/setup/NavigationMenus/home')).html).not.toContain('New Connected App');
    const { status, text } = await ada.open(FORM);
    expect(status).toBe(403);
    expect(text).toContain(
      "You can't create a connected app. To enable connected app creation, contact Salesforce Customer Support.",
    );
    expect((await make().catch((error: Error) => error)) instanceof Error).toBe(true);
    await ada.press(off, 'Enable');
    expect((await ada.open(FORM)).status).toBe(200);
  });
});
