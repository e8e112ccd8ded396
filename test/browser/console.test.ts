/** The inspector in a real browser: entries as they come, keys, without JavaScript, and what axe finds. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { violationsOn } from './axe.ts';
import { launchChromium } from './chromium.ts';

let chromium: Browser;
let sf: Fauxforce;
const opened: AsyncDisposable[] = [];
const foreign: string[] = [];
const said: string[] = [];

beforeAll(async () => {
  [chromium, sf] = await Promise.all([launchChromium(), startFauxforce()]);
});
beforeEach(async () => sf.reset());
afterEach(async () => {
  for (const resource of opened.splice(0).reverse()) await resource[Symbol.asyncDispose]();
  expect(said.splice(0), 'errors in the console of the browser').toEqual([]);
});
afterAll(async () => {
  await chromium.close();
  await sf[Symbol.asyncDispose]();
});

async function openPage(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await chromium.newContext(options);
  opened.push({ [Symbol.asyncDispose]: () => context.close() });
  const page = await watched(context);
  await page.goto(`${sf.url}/_fauxforce/console${path}`);
  return page;
}

/** A page whose errors and requests to elsewhere are remembered. */
async function watched(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('404')) said.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(sf.url)) foreign.push(request.url());
  });
  return page;
}

/** Asks for something that is refused. @returns the id of its entry */
async function refusal(): Promise<string> {
  const answer = await fetch(`${sf.url}/services/oauth2/authorize?client_id=nobody`, { redirect: 'manual' });
  return answer.headers.get('x-fauxforce-journal') ?? '';
}

test('new requests are counted, the list does not move, and a click shows them', async () => {
  const first = await refusal();
  const page = await openPage('/journal');
  await page.getByText('live', { exact: true }).waitFor();
  const second = await refusal();
  await refusal();
  await page.getByRole('link', { name: '2 new' }).waitFor();
  expect(await page.locator('a[data-row]').count()).toBe(1);
  expect(await page.getByRole('status').textContent()).toBe('2 new requests');
  await page.getByRole('link', { name: '2 new' }).click();
  await page.locator(`a[href$="${second}"]`).waitFor();
  expect(await page.locator('a[data-row]').count()).toBe(3);
  expect(await page.locator(`a[href$="${first}"]`).count()).toBe(1);
});

test('a pause stops the count, and going on catches up', async () => {
  await refusal();
  const page = await openPage('/journal?outcome=refused');
  await page.getByText('live', { exact: true }).waitFor();
  await page.keyboard.press('p');
  await page.getByText('paused', { exact: true }).waitFor();
  await refusal();
  await fetch(`${sf.url}/services/oauth2/success`);
  await page.keyboard.press('p');
  await page.getByRole('link', { name: '1 new' }).waitFor();
});

test('a whole walk by keyboard: list, entry, back to the row, filters, other screens', async () => {
  await refusal();
  const id = await refusal();
  await refusal();
  const page = await openPage('/journal');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  expect(await page.evaluate('document.activeElement.getAttribute("href")')).toBe(
    `/_fauxforce/console/journal/${id}`,
  );
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Why' }).waitFor();
  // A page is seen before its module listens to keys.
  await page.waitForLoadState();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Journal' }).waitFor();
  await page.waitForLoadState();
  expect(await page.evaluate('document.activeElement.getAttribute("href")')).toBe(
    `/_fauxforce/console/journal/${id}`,
  );
  await page.keyboard.press('/');
  expect(await page.evaluate('document.activeElement.id')).toBe('filter');
  await page.keyboard.press('r');
  expect(sf.journal.entries()).toHaveLength(3);
  await page.keyboard.press('Tab');
  await page.evaluate('document.activeElement.blur()');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  await page.goto(`${sf.url}/_fauxforce/console/journal/${id}`);
  await page.keyboard.press('r');
  await page.getByText('Sent once more: this is the new entry.').waitFor();
  expect(sf.journal.entries()).toHaveLength(4);
});

test('single keys can be switched off', async () => {
  await refusal();
  const page = await openPage('/journal');
  await page.keyboard.press('?');
  await page.getByLabel('Single keys are shortcuts').uncheck();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('j');
  expect(await page.evaluate('document.activeElement.matches("a[data-row]")')).toBe(false);
});

test('without JavaScript an entry is found, sent once more, and the theme changed', async () => {
  const id = await refusal();
  const page = await openPage('/journal', {
    javaScriptEnabled: false,
    viewport: { width: 320, height: 640 },
  });
  await page.getByRole('link', { name: 'GET /services/oauth2/authorize' }).click();
  await page.getByRole('button', { name: 'Replay' }).click();
  await page.getByText('Sent once more: this is the new entry.').waitFor();
  expect(page.url()).not.toContain(id);
  await page.getByRole('button', { name: 'dark' }).click();
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  expect(await page.getByRole('button', { name: 'dark' }).getAttribute('aria-pressed')).toBe('true');
});

test('a flow is walked from the app to who it is, in the browser', async () => {
  const page = await openPage('/try?app=3MVG9Demo.Web_Server');
  await page.getByRole('button', { name: 'Add it' }).click();
  await page.getByRole('link', { name: 'Open it' }).click();
  await page.getByLabel('Username').fill('ada@acme.example');
  await page.getByLabel('Password').fill('correct-horse');
  await page.getByRole('button', { name: 'Log In' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('button', { name: 'Exchange it' }).click();
  await page.getByRole('button', { name: 'Ask who it is' }).click();
  await page.getByText('"preferred_username":"ada@acme.example"').waitFor();
  await page.getByRole('link', { name: 'Why: its entry in the journal' }).click();
  await page.getByRole('heading', { name: 'GET /services/oauth2/userinfo' }).waitFor();
});

test('a whole walk is taken without JavaScript, on a narrow screen, and axe finds nothing on it', async () => {
  const page = await openPage('/try?app=3MVG9Demo.Web_Server', {
    javaScriptEnabled: false,
    viewport: { width: 320, height: 640 },
  });
  await page.getByRole('button', { name: 'Begin a walk' }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('heading', { name: '2. The browser follows' }).waitFor();
  await page.getByRole('button', { name: 'Run all' }).click();
  await page.getByText('The app has what the flow brings.').waitFor();
  const scripted = await openPage(new URL(page.url()).pathname.replace('/_fauxforce/console', ''));
  expect(await violationsOn(scripted, 'light')).toEqual([]);
});

describe('axe finds nothing, no page is wider than its window, and nothing comes from elsewhere', () => {
  const PAGES: readonly (readonly [name: string, path: string])[] = [
    ['the journal', '/journal'],
    ['an entry', '/journal/latest?outcome=refused'],
    ['a page that is not there', '/nope'],
    ['now', ''],
    ['try it', '/try?app=3MVG9Demo.Client_Credentials'],
    ['the redirect matcher', '/redirects?app=3MVG9Demo.Web_Server&uri=http://127.0.0.1/x'],
    ['the JWT doctor', '/jwt'],
    ['tokens', '/tokens'],
    ['failures', '/failures'],
    ['the clock', '/clock'],
    ['refusals', '/refusals'],
    ['a refusal', '/refusals/jwt.audience'],
    ['orgs', '/orgs'],
    ['an org', '/orgs/00D5g000004AcmeEAC'],
    ['snapshots', '/snapshots'],
    ['the outbox', '/outbox'],
  ];
  let page: Page;
  beforeAll(async () => {
    page = await watched(await chromium.newContext());
  });

  test.each(PAGES)('%s', async (_name, path) => {
    await refusal();
    await sf.token({ app: 'Web_Server', user: 'ada' });
    await page.goto(`${sf.url}/_fauxforce/console${path}`);
    for (const width of [320, 1280, 2560]) {
      await page.setViewportSize({ width, height: 800 });
      const fits = await page.evaluate(
        'document.documentElement.scrollWidth <= document.documentElement.clientWidth',
      );
      expect(fits, `${path} at ${width}`).toBe(true);
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violationsOn(page, colorScheme)).toEqual([]);
    }
    expect(foreign).toEqual([]);
  });
});
