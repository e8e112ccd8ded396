/** What an org demands of everybody, in Setup, and what it does to tokens: setup-pages.md 11 to 14, A.3. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startFauxforce } from '../../src/testing/index.ts';
import { credentials, postToken, refreshTokenFor, refreshWith, send } from '../helpers/token.ts';
import { userInfo } from '../lab/helpers.ts';
import { expectRow } from '../rows/expect-row.ts';
import { SetupVisitor } from './visitor.ts';

const sf = await startFauxforce();
let ada: SetupVisitor;
beforeEach(async () => {
  await sf.reset();
  ada = await SetupVisitor.logIn(sf);
});
afterAll(() => sf[Symbol.asyncDispose]());

const orgNow = () => sf.world.orgs.orgs[0]!;
const settings = () => orgNow().settings;

describe('OAuth and OpenID Connect Settings', () => {
  const passwordLogIn = () =>
    postToken(sf, {
      grant_type: 'password',
      ...credentials(sf, 'Username_Password'),
      username: 'ada@acme.example',
      password: 'correct-horseTok3n',
    });

  test('turn a flow off, and on again', async () => {
    expect((await passwordLogIn()).status).toBe(200);
    const form = await ada.open('/lightning/setup/OauthOidcSettings/home');
    const off = await ada.send(form, { 'settings.allowUsernamePasswordFlow': null });
    expect((await passwordLogIn()).status).toBe(400);
    expect(sf.journal.last()?.refusal?.name).toBe('password.flow-disabled');
    await ada.send(off, { 'settings.allowUsernamePasswordFlow': '1', 'settings.isPkceRequired': '1' });
    expect((await passwordLogIn()).status).toBe(200);
    expect(settings()).toMatchObject({ isPkceRequired: true, allowUserAgentFlow: true });
  });

  test('custom scopes are made and edited, and discovery has those that are public', async () => {
    const form = await ada.open('/setup/lightning/OauthCustomScope/e');
    const refused = await ada.send(form, { name: 'openid' });
    expect(refused.text).toContain("is one of Salesforce's own scopes");
    const list = await ada.send(refused, { name: 'orders', description: 'Read <orders>', isPublic: '1' });
    expect(list.text).toContain('Read <orders>');
    const discovery = await send(sf, '/.well-known/openid-configuration');
    expect(discovery.body).toContain('"orders"');
    const twice = await ada.send(await ada.open('/setup/lightning/OauthCustomScope/e'), { name: 'Orders' });
    expect(twice.text).toContain("Error: Name 'Orders' is already that of a custom scope of this org");
    await ada.send(await ada.open('/setup/lightning/OauthCustomScope/e?name=orders'), { isPublic: null });
    expect(orgNow().customScopes).toContainEqual({
      name: 'orders',
      description: 'Read <orders>',
      isPublic: false,
    });
    expect((await ada.open('/setup/lightning/OauthCustomScope/e?name=nothing')).status).toBe(404);
  });
});

describe('sessions', () => {
  test('Timeout value is that of new tokens; ranges are enforced on every request', async () => {
    const form = await ada.open('/_ui/system/security/SessionSettings');
    await ada.send(form, { 'settings.sessionTimeout': '15', 'settings.enforceIpRangesEveryRequest': '1' });
    expect(settings()).toMatchObject({ sessionTimeout: 15, enforceIpRangesEveryRequest: true });
    const { access_token } = await sf.token({ app: 'Web_Server', user: 'grace' });
    sf.clock.advance('16m');
    expect(await userInfo(sf, access_token)).toBe(403);
  });

  test('Session Management lists them, and Remove ends those of a user and app', async () => {
    const token = await refreshTokenFor(sf, 'Web_Server', 'api refresh_token', 'grace');
    const { access_token } = await sf.token({ app: 'Web_Server', user: 'grace' });
    const page = await ada.open('/lightning/setup/SessionManagementPage/home');
    expect(page.text).toContain('grace@acme.example OAuth2 Web Server');
    const after = await ada.press(page, 'Remove grace@acme.example Web Server');
    expect(after.text).toContain('No sessions.');
    expect(await userInfo(sf, access_token)).toBe(403);
    expect((await refreshWith(sf, 'Web_Server', token)).status).toBe(200);
  });
});

describe('Network Access', () => {
  const add = async (start: string, end: string) => ada.send(await ada.open('/05G/e'), { start, end });

  test('an address outside wants a mailed code, and none once the range is gone', async () => {
    const list = await add('10.0.0.1', '10.0.0.9');
    expect(list.text).toContain('10.0.0.1 10.0.0.9');
    await expect(SetupVisitor.logIn(sf, 'grace@acme.example')).rejects.toThrow('could not log in');
    expect(await sf.outbox.last({ to: 'grace@acme.example' })).toMatchObject({
      kind: 'identity-verification',
    });
    await ada.press(list, 'Delete 10.0.0.1 to 10.0.0.9');
    expect(settings().trustedIpRanges).toEqual([]);
    await SetupVisitor.logIn(sf, 'grace@acme.example');
  });

  test.each([
    ['10.0.0.9', '10.0.0.1', 'Error: Start IP Address: start comes after end'],
    ['nowhere', '10.0.0.1', "'nowhere' is not an IPv4 or IPv6 address"],
    ['', '10.0.0.1', 'You must enter a value'],
    ['20.0.0.0', '22.0.0.0', 'The range specified is too large'],
    ['20.0.0.0', '21.0.0.0', 'You reached the IP address limit'],
    ['::', 'ffff::', 'You reached the IP address limit'],
  ])('%s to %s: %s', async (start, end, message) => {
    expect((await add(start, end)).text).toContain(message);
    expect(settings().trustedIpRanges).toEqual([]);
  });

  test.each([
    ['10.0.0.0', '10.255.255.255'],
    ['20.0.0.0', '20.255.255.255'],
    ['2001:db8::', '2001:db8::ffff'],
    ['::ffff:10.0.0.1', '::ffff:10.0.0.2'],
    ['fe80::1%1', 'fe80::2%1'],
  ])('%s to %s is taken', async (start, end) => {
    await add(start, end);
    expect(settings().trustedIpRanges).toEqual([{ start, end }]);
  });

  test('ranges count together', async () => {
    await add('20.0.0.0', '20.255.255.255');
    expect((await add('30.0.0.0', '30.0.0.0')).text).toContain('You reached the IP address limit');
  });
});

describe('histories', () => {
  test('Login History has successes and failures, newest first, of known users', async () => {
    const wrong = { method: 'POST', body: new URLSearchParams({ un: 'grace@acme.example', pw: 'x' }) };
    await fetch(sf.url, wrong);
    await fetch(sf.url, { ...wrong, body: new URLSearchParams({ un: 'nobody@x.y', pw: 'x' }) });
    const { text } = await ada.open('/lightning/setup/OrgLoginHistory/home');
    expect(text).toMatch(/grace@acme\.example [\d: -]+ 127\.0\.0\.1 Application Invalid Password/);
    expect(text).toMatch(/ada@acme\.example [\d: -]+ 127\.0\.0\.1 Application Success/);
    expect(text).not.toContain('nobody@x.y');
  });

  test('Identity Verification History has what was asked for and what came of it', async () => {
    await sf.world.image.change(orgNow(), [
      {
        section: 'org',
        name: '',
        fields: { settings: { trustedIpRanges: [{ start: '10.0.0.1', end: '10.0.0.2' }] } },
        path: [],
      },
    ]);
    const form = { un: 'grace@acme.example', pw: 'correct-horse' };
    const html = await (await fetch(sf.url, { method: 'POST', body: new URLSearchParams(form) })).text();
    const proof = /name="proof" value="([^"]*)"/.exec(html)?.[1] ?? '';
    const path = '/_ui/identity/verification/method/EmailVerificationFinishUi/e';
    const enter = (tc: string) =>
      fetch(sf.url + path, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ proof, tc }) });
    await enter('nothing');
    await enter((await sf.outbox.last())?.code ?? '');
    const { text } = await ada.open('/lightning/setup/VerificationHistory/home');
    const rows = [
      ...text.matchAll(/grace@acme\.example Email Message (Succeeded|Failed: Invalid Code|User Challenged)/g),
    ];
    expect(rows.map(([, status]) => status)).toEqual([
      'Succeeded',
      'Failed: Invalid Code',
      'User Challenged',
    ]);
  });
});

describe('single sign-on', () => {
  const certificate = readFileSync(join(import.meta.dirname, '../../seed/demo.crt'), 'utf8');

  test('an identity provider is trusted, changed and trusted no longer', async () => {
    const form = await ada.open('/_ui/identity/saml/SingleSignOnSettingsUi/e');
    const incomplete = await ada.send(form, { samlSsoIsOn: '1', 'settings.samlSso.issuer': '' });
    expect(incomplete.text).toContain('Error: You must enter a value');
    const done = await ada.send(incomplete, {
      samlSsoIsOn: '1',
      'settings.samlSso.issuer': 'https://idp.acme.example',
      'settings.samlSso.certificate': new Blob([certificate]),
      'settings.samlSso.identityMapping': 'FederationId',
    });
    expect(done.text).toContain('Issuer https://idp.acme.example');
    expect(settings().samlSso).toMatchObject({
      issuer: 'https://idp.acme.example',
      identityMapping: 'FederationId',
    });
    await ada.send(await ada.open('/_ui/identity/saml/SingleSignOnSettingsUi/e'), { samlSsoIsOn: null });
    expect(settings().samlSso).toBeUndefined();
  });

  test('the list of service providers leads to the policies of an External Client App too', async () => {
    const saml = { entityUrl: 'https://eca.example', acsUrl: 'https://eca.example/acs' };
    const [at, kind] = ['https://eca.example/cb', 'externalClientApp'];
    await sf.world.image.addRecord(orgNow(), 'apps', { name: 'Eca', kind, callbackUrls: [at], saml });
    const { html } = await ada.open('/lightning/setup/IdpPage/home');
    const [, link = ''] = /<a href="([^"]*)">Eca<\/a>/.exec(html) ?? [];
    expect((await ada.open(link)).text).toContain('External Client App: Policies Eca');
  });

  test('the org is switched off as identity provider, and on', async () => {
    const page = await ada.open('/lightning/setup/IdpPage/home');
    expect(page.text).toContain('SAML Metadata Discovery Endpoint');
    expect((await send(sf, '/.well-known/samlidp.xml')).status).toBe(200);
    const off = await ada.press(page, 'Disable');
    expect((await send(sf, '/.well-known/samlidp.xml')).status).toBe(404);
    expect(off.text).not.toContain('SAML Metadata Discovery Endpoints');
    const form = await ada.open('/setup/secur/idp/IdpPage.apexp?thePage:theForm:edit=Enable');
    const [, name] = /<option value="([^"]*)" selected>/.exec(form.html) ?? [];
    expect(name).toMatch(/^SelfSignedCert_/);
    const on = await ada.send(form);
    expect(on.html).toContain(`<span class="mono" id="thePage:theForm:developer__name">${name}</span>`);
    const controls = [page, off, form, on].map(({ html }) =>
      [...html.matchAll(/ (?:name|id)="thePage:theForm:(\w+)"/g)].map(([, one]) => one).join(' '),
    );
    expectRow(
      'setup-pages A.3/page',
      { status: on.status, headers: {}, body: controls.join('\n') },
      200,
      `edit disable developer__name
edit
save save chooseCert chooseCert save
edit disable developer__name`,
    );
    expect(settings().identityProvider.enabled).toBe(true);
    const certificates = await ada.open('/lightning/setup/CertificatesAndKeysManagement/home');
    expect(certificates.text).toContain('BEGIN CERTIFICATE');
    expect(certificates.html).not.toContain('PRIVATE KEY');
  });
});

test.each([
  '/setup/lightning/OauthOidcSettings',
  '/setup/lightning/OauthCustomScope/e',
  '/_ui/system/security/SessionSettings',
  '/05G/e',
  '/0Ya',
  '/setup/secur/VerificationHistory.apexp',
  '/setup/secur/session/SessionManagementPage.apexp',
  '/_ui/identity/saml/SingleSignOnSettingsUi/e',
])('%s needs more than View Setup', async (path) => {
  await sf.world.image.change(orgNow(), [
    { section: 'profiles', name: 'Standard User', fields: { viewSetup: true }, path: [] },
  ]);
  const grace = await SetupVisitor.logIn(sf, 'grace@acme.example');
  expect((await grace.open(path)).status).toBe(403);
  const button = await grace.open('/setup/secur/idp/IdpPage.apexp');
  expect((await grace.press(button, 'Disable')).status).toBe(403);
  expect(settings().identityProvider.enabled).toBe(true);
});
