/**
 * The guides of the user documents (setup-pages.md B), followed by their labels: from a fresh start to calls with the tokens of the
 * new app.
 */
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { makeJwt } from '../helpers/jwt.ts';
import { postToken } from '../helpers/token.ts';
import { codeOf } from '../setup/verify.ts';
import { launchChromium, startApp } from './chromium.ts';

let chromium: Browser;
let callbackApp: Awaited<ReturnType<typeof startApp>>;
const opened: AsyncDisposable[] = [];

/** To be called by each file that follows them, outside its tests. */
export function withBrowser(): void {
  beforeAll(async () => {
    [chromium, callbackApp] = await Promise.all([launchChromium(), startApp()]);
  });
  afterEach(async () => {
    for (const resource of opened.splice(0).reverse()) await resource[Symbol.asyncDispose]();
  });
  afterAll(async () => {
    await chromium.close();
    await callbackApp[Symbol.asyncDispose]();
  });
}

async function start(newAppPropagationDelay = 10): Promise<Fauxforce> {
  const sf = await startFauxforce({ demo: { settings: { newAppPropagationDelay } } });
  opened.push(sf);
  return sf;
}

/** A window. What its pages complain about fails the test, and so does a request that leaves the server. */
async function openPage(sf: Fauxforce, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await chromium.newContext(options);
  opened.push({ [Symbol.asyncDispose]: () => context.close() });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') throw new Error(`the console says: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(sf.url) && !request.url().startsWith(callbackApp.callback))
      throw new Error(`a page asked ${request.url()}`);
  });
  return page;
}

async function logIn(page: Page): Promise<void> {
  await page.getByLabel('Username').fill('ada@acme.example');
  await page.getByLabel('Password').fill('correct-horse');
  await page.getByRole('button', { name: 'Log In' }).click();
}

/** A window whose user has logged in and opened Setup. */
async function openSetup(sf: Fauxforce, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await openPage(sf, options);
  await page.goto(sf.url);
  await logIn(page);
  await page.getByRole('link', { name: 'Setup' }).click();
  return page;
}

async function quickFind(page: Page, words: string, label: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Quick Find' }).fill(words);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: label, exact: true }).click();
}

/** The first guide: a Connected App for the web server flow. */
async function makeApp(page: Page): Promise<void> {
  await quickFind(page, 'App Manager', 'App Manager');
  await page.getByRole('button', { name: 'New Connected App' }).click();
  await page.getByLabel('Connected App Name').fill('Order Desk');
  await page.getByLabel('Contact Email').fill('ada@acme.example');
  await page.getByLabel('Enable OAuth Settings').check();
  await page.getByLabel('Callback URL').fill(callbackApp.callback);
  await page
    .getByLabel('Available OAuth Scopes')
    .selectOption([
      { label: 'Manage user data via APIs (api)' },
      { label: 'Perform requests at any time (refresh_token, offline_access)' },
    ]);
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByLabel(/^Require Proof Key for Code Exchange/).uncheck();
  await page.getByRole('button', { name: 'Save' }).first().click();
}

async function keyAndSecret(sf: Fauxforce, page: Page): Promise<{ key: string; secret: string }> {
  await page.getByRole('button', { name: 'Manage Consumer Details' }).click();
  if ((await page.title()).startsWith('Verify Your Identity')) {
    await page.getByLabel('Verification Code').fill(await codeOf(sf));
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
  }
  const text = async (id: string) =>
    (await page
      .locator(`[id="appsetup:setupForm:consumerDetails:oauthConsumerSection:${id}"]`)
      .textContent()) ?? '';
  const [key, secret] = [
    await text('consumerKeySection:consumerKey'),
    await text('consumerSecretSection:consumerSecret'),
  ];
  await page.getByRole('button', { name: 'Back to Manage Connected Apps' }).click();
  return { key, secret };
}

/** The web server flow as far as a call of the REST API. Its last page leads on by script alone, as Salesforce's does. */
async function walk(sf: Fauxforce, app: { key: string; secret: string }): Promise<number> {
  const page = await openPage(sf);
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: app.key,
    redirect_uri: callbackApp.callback,
  });
  await page.goto(`${sf.url}/services/oauth2/authorize?${query}`);
  await logIn(page);
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.waitForURL(`${callbackApp.callback}?code=*`);
  const answer = await fetch(`${sf.url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: new URL(page.url()).searchParams.get('code') ?? '',
      client_id: app.key,
      client_secret: app.secret,
      redirect_uri: callbackApp.callback,
    }),
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  const url = `${sf.url}/services/data/v60.0/query?q=SELECT+Id+FROM+Account+LIMIT+1`;
  return (await fetch(url, { headers: { authorization: `Bearer ${access_token}` } })).status;
}

/** By what they show; each is followed with JavaScript or without. */
export const GUIDES = {
  'a new app needs ten minutes, which a button skips; then it works': async (javaScriptEnabled) => {
    const sf = await start();
    const page = await openSetup(sf, { javaScriptEnabled });
    await makeApp(page);
    const announced = page.url();
    await page.getByText('Changes can take up to 10 minutes to take effect.').waitFor();
    await page.getByRole('button', { name: 'Continue' }).click();
    const app = await keyAndSecret(sf, page);
    const early = await fetch(`${sf.url}/services/oauth2/authorize?response_type=code&client_id=${app.key}`);
    expect(await early.text()).toContain('error=invalid_client_id');
    await page.goto(announced);
    await page.getByRole('button', { name: "Move this org's clock 10 minutes on" }).click();
    expect(await walk(sf, app)).toBe(200);
  },

  'where the delay is 0 it works at once': async (javaScriptEnabled) => {
    const sf = await start(0);
    const page = await openSetup(sf, { javaScriptEnabled });
    await makeApp(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await walk(sf, await keyAndSecret(sf, page))).toBe(200);
  },

  'a certificate, permitted users and a permission set let a JWT in; usage shows it, and Revoke ends it':
    async (javaScriptEnabled) => {
      const sf = await start(0);
      const page = await openSetup(sf, { javaScriptEnabled });
      await makeApp(page);
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('button', { name: 'Edit' }).click();
      await page.getByLabel('Use digital signatures').check();
      await page
        .getByLabel('Digital Certificate')
        .setInputFiles(fileURLToPath(new URL('../../seed/demo.crt', import.meta.url)));
      await page.getByRole('button', { name: 'Save' }).first().click();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('button', { name: 'Manage', exact: true }).click();
      await page.getByRole('button', { name: 'Edit Policies' }).click();
      await page.getByLabel('Permitted Users').selectOption('Admin approved users are pre-authorized');
      if (javaScriptEnabled) await page.getByRole('button', { name: 'OK' }).click();
      await page.getByLabel('IP Relaxation').selectOption('Relax IP restrictions');
      await page.getByLabel('Immediately expire refresh token').check();
      await page.getByRole('button', { name: 'Save' }).first().click();
      await page.getByRole('button', { name: 'Manage Permission Sets' }).click();
      await page.getByLabel('Order Integration').check();
      await page.getByRole('button', { name: 'Save' }).first().click();
      const app = sf.world.orgs.orgs[0]?.apps.find(({ name }) => name === 'Order_Desk');
      expect(app).toMatchObject({
        isAdminApproved: true,
        ipRelaxation: 'BYPASS',
        permissionSets: ['Order_Integration'],
      });
      const jwt = makeJwt({
        claims: {
          iss: app?.consumerKey,
          sub: 'ada@acme.example',
          aud: 'https://login.salesforce.com',
          exp: Math.floor(sf.clock.now() / 1000) + 120,
        },
      });
      const token = await postToken(sf, {
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: jwt,
      });
      expect(token.status).toBe(200);
      const { access_token } = JSON.parse(token.body) as { access_token: string };
      await quickFind(page, 'OAuth', 'Connected Apps OAuth Usage');
      await page.getByRole('heading', { name: 'Connected Apps OAuth Usage', level: 1 }).waitFor();
      await page.getByRole('link', { name: '1 users of Order Desk' }).click();
      await page.getByRole('button', { name: 'Revoke ada@acme.example' }).click();
      await page.getByText('No user has tokens of this app.').waitFor();
      const { status } = await fetch(`${sf.url}/services/oauth2/userinfo`, {
        headers: { authorization: `Bearer ${access_token}` },
      });
      expect(status).toBe(403);
    },

  'a gateway registers apps with an initial access token': async (javaScriptEnabled) => {
    const sf = await start(0);
    const page = await openSetup(sf, { javaScriptEnabled });
    await makeApp(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
    await page.getByRole('button', { name: 'Click to reveal' }).click();
    const initial = (await page.getByText(/^[\w.!-]{40,}$/).textContent()) ?? '';
    const answer = await fetch(`${sf.url}/services/oauth2/register`, {
      method: 'POST',
      headers: { authorization: `Bearer ${initial}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        client_name: 'Gateway_App',
        redirect_uris: [callbackApp.callback],
        scope: 'api',
      }),
    });
    expect(answer.status).toBe(201);
    const { client_id: key, client_secret: secret } = (await answer.json()) as Record<string, string>;
    expect(await walk(sf, { key: key ?? '', secret: secret ?? '' })).toBe(200);
  },

  'a service provider of SAML logs users of an assigned profile in': async (javaScriptEnabled) => {
    const sf = await start(0);
    const page = await openSetup(sf, { javaScriptEnabled });
    await makeApp(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Enable SAML').check();
    await page.getByLabel('Entity Id').fill('https://desk.example/saml');
    await page.getByLabel('ACS URL').fill(callbackApp.callback);
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Manage', exact: true }).click();
    const address = (await page.getByText(/\/idp\/login\?app=0sp\w{12}$/).textContent()) ?? '';
    expect((await page.request.get(address)).status()).toBe(403);
    await page.getByRole('button', { name: 'Manage Profiles' }).click();
    await page.getByLabel('System Administrator').check();
    await page.getByRole('button', { name: 'Save' }).first().click();
    const posted = page.waitForRequest((request) => request.url() === callbackApp.callback);
    await page.goto(address);
    if (!javaScriptEnabled) await page.getByRole('button').click();
    const { SAMLResponse = '' } = (await posted).postDataJSON() as Record<string, string>;
    const assertion = Buffer.from(SAMLResponse, 'base64').toString();
    expect(assertion).toContain('>ada@acme.example</saml:NameID>');
    expect(assertion).toContain('<saml:Audience>https://desk.example/saml</saml:Audience>');
  },
} satisfies Readonly<Record<string, (javaScriptEnabled: boolean) => Promise<void>>>;
