/** The device flow in a real browser, as its user sees it; the last test without JavaScript. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { poll, start } from '../device/helpers.ts';
import { members } from '../helpers/token.ts';
import { launchChromium } from './chromium.ts';

let chromium: Browser;
let sf: Fauxforce;
const opened: AsyncDisposable[] = [];

beforeAll(async () => {
  [chromium, sf] = await Promise.all([launchChromium(), startFauxforce()]);
});
afterEach(async () => {
  for (const resource of opened.splice(0).reverse()) await resource[Symbol.asyncDispose]();
});
afterAll(async () => {
  await chromium.close();
  await sf[Symbol.asyncDispose]();
});

async function openPage(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await chromium.newContext(options);
  opened.push({ [Symbol.asyncDispose]: () => context.close() });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('favicon')) {
      throw new Error(`the console says: ${message.text()}`);
    }
  });
  return page;
}

async function logIn(page: Page): Promise<void> {
  await page.getByLabel('Username').fill('ada@acme.example');
  await page.getByLabel('Password').fill('correct-horse');
  await page.getByRole('button', { name: 'Log In' }).click();
}

test('the code typed, logged in, allowed: the device gets its tokens', async () => {
  const started = await start(sf);
  const page = await openPage();
  await page.goto(started.verification_uri);
  await page.getByLabel('Enter the code displayed on your device').fill(started.user_code.toLowerCase());
  await page.getByRole('button', { name: 'Connect' }).click();
  await logIn(page);
  await page.getByText('Device is asking to:').waitFor();
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('heading', { name: "You're connected" }).waitFor();
  const { status, body } = await poll(sf, started);
  expect({ status, scope: members(body).scope }).toEqual({ status: 200, scope: 'refresh_token web api id' });
});

test('the code comes with the link; a wrong one is said, and the right one may follow', async () => {
  const started = await start(sf);
  const page = await openPage();
  await page.goto(`${started.verification_uri}?user_code=X1D9SEET`);
  expect(await page.getByLabel('Enter the code').inputValue()).toBe('X1D9SEET');
  await page.getByRole('button', { name: 'Connect' }).click();
  expect(await page.getByRole('alert').textContent()).toBe(
    'The code is not valid any more, or never was. Check the code on your device and try again.',
  );
  await page.getByLabel('Enter the code').fill(started.user_code);
  await page.keyboard.press('Enter');
  await logIn(page);
  await page.getByRole('button', { name: 'Deny' }).click();
  await page.getByRole('heading', { name: 'Not connected' }).waitFor();
  expect((await poll(sf, started)).body).toContain('"error":"access_denied"');
});

test('"Not you?" leads to another user; one that may not use the app sees the error page', async () => {
  await using own = await startFauxforce({
    demo: { apps: { Device: { isAdminApproved: true, profiles: ['System Administrator'] } } },
  });
  const started = await start(own);
  const page = await openPage();
  await page.goto(`${started.verification_uri}?user_code=${started.user_code}`);
  await page.getByRole('button', { name: 'Connect' }).click();
  await logIn(page);
  await page.getByRole('link', { name: 'Not you?' }).click();
  await page.getByLabel('Username').fill('grace@acme.example');
  await page.getByLabel('Password').fill('correct-horse');
  await page.getByRole('button', { name: 'Log In' }).click();
  await page.getByRole('heading', { name: 'OAuth Error' }).waitFor();
  expect(page.url()).toContain('?error=OAUTH_APP_ACCESS_DENIED&');
});

test('everything works without JavaScript, on a small screen', async () => {
  const started = await start(sf);
  const page = await openPage({ javaScriptEnabled: false, viewport: { width: 320, height: 568 } });
  await page.goto(`${started.verification_uri}?user_code=${started.user_code}`);
  await page.getByRole('button', { name: 'Connect' }).click();
  await logIn(page);
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('heading', { name: "You're connected" }).waitFor();
  expect((await poll(sf, started)).status).toBe(200);
});
