/** The pages in a real browser: logging in, allowing, denying, and every error a person can see. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { DemoChanges } from '../../src/refusals/refusal.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { launchChromium, startApp } from './chromium.ts';

const CHECK =
  "Please check your username and password. If you still can't log in, contact your Salesforce administrator.";
const GENERIC =
  'OAUTH_APPROVAL_ERROR_GENERIC : An unexpected error has occurred during authentication. Please try again.';

let chromium: Browser;
let app: Awaited<ReturnType<typeof startApp>>;
const opened: AsyncDisposable[] = [];

beforeAll(async () => {
  [chromium, app] = await Promise.all([launchChromium(), startApp()]);
});
afterEach(async () => {
  for (const resource of opened.splice(0).reverse()) await resource[Symbol.asyncDispose]();
});
afterAll(async () => {
  await chromium.close();
  await app[Symbol.asyncDispose]();
});

/** A demo org whose Web_Server calls back to an app that is really there. */
async function startDemo(changes: DemoChanges = {}, webServer: object = {}): Promise<Fauxforce> {
  const sf = await startFauxforce({
    demo: { ...changes, apps: { Web_Server: { callbackUrls: [app.callback], ...webServer } } },
  });
  opened.push(sf);
  return sf;
}

/** A new browser window; whatever the pages complain about fails the test. */
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

function authorize(sf: Fauxforce, parameters: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: '3MVG9Demo.Web_Server',
    redirect_uri: app.callback,
    ...parameters,
  });
  return `${sf.url}/services/oauth2/authorize?${query}`;
}

async function logIn(page: Page, username = 'ada@acme.example', password = 'correct-horse'): Promise<void> {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log In' }).click();
}

test('logs in and allows, as a script that knows Salesforce does', async () => {
  const sf = await startDemo();
  const page = await openPage();
  await page.goto(authorize(sf, { state: 'a b&c' }));
  await page.waitForURL(`${sf.url}/?ec=302&startURL=*`);
  await page.fill('#username', 'ada@acme.example');
  await page.fill('#password', 'correct-horse');
  await page.click('[name=Login]');
  await page.waitForSelector('#oaapprove');
  expect(await page.title()).toBe('Allow Access?');
  await page.click('#oaapprove');
  await page.waitForURL(`${app.callback}?code=*`);
  const { searchParams } = new URL(page.url());
  expect([...searchParams.keys()]).toEqual(['code', 'state']);
  expect(searchParams.get('state')).toBe('a b&c');
  expect(await page.title()).toBe('The app');
});

test('denies', async () => {
  const sf = await startDemo();
  const page = await openPage();
  await page.goto(authorize(sf, { state: 's' }));
  await logIn(page);
  await page.getByRole('button', { name: 'Deny' }).click();
  await page.waitForURL(`${app.callback}?*`);
  expect(page.url()).toBe(
    `${app.callback}?error=access_denied&error_description=end-user+denied+authorization&state=s`,
  );
});

test('a session and a remembered approval need no page; "Not you?" does', async () => {
  const sf = await startDemo();
  const page = await openPage();
  await page.goto(authorize(sf));
  await logIn(page);
  await page.click('#oaapprove');
  await page.waitForURL(`${app.callback}?code=*`);
  await page.goto(authorize(sf));
  expect(page.url()).toContain(`${app.callback}?code=`);
  await page.goto(authorize(sf, { prompt: 'consent' }));
  await page.getByRole('link', { name: 'Not you?' }).click();
  await logIn(page, 'grace@acme.example');
  await page.getByText('Do you want to allow access for grace@acme.example?').waitFor();
});

test('the Enter key never allows', async () => {
  const sf = await startDemo();
  const page = await openPage();
  await page.goto(authorize(sf));
  await page.getByLabel('Username').fill('ada@acme.example');
  await page.getByLabel('Password').fill('correct-horse');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#oaapprove');
  await page.keyboard.press('Enter');
  await Promise.all([page.waitForEvent('load'), page.evaluate('document.forms[0].requestSubmit()')]);
  await page.waitForSelector('#oaapprove');
  expect(await sf.world.store.approvals.live(sf.users.ada?.id ?? '', '3MVG9Demo.Web_Server')).toEqual([]);
});

describe('errors that stay on the log-in page', () => {
  test.each<[string, DemoChanges, string]>([
    ['a wrong password', {}, 'wrong'],
    ['an inactive user', { users: { ada: { isActive: false } } }, 'correct-horse'],
    ['a frozen user', { users: { ada: { isFrozen: true } } }, 'correct-horse'],
    ['a locked user', { users: { ada: { isLocked: true } } }, 'correct-horse'],
  ])('%s', async (_condition, changes, password) => {
    const sf = await startDemo(changes);
    const page = await openPage();
    await page.goto(authorize(sf));
    await logIn(page, 'ada@acme.example', password);
    expect(await page.getByRole('alert').textContent()).toBe(CHECK);
    expect(await page.getByLabel('Username').inputValue()).toBe('ada@acme.example');
    expect(await page.getByLabel('Password').inputValue()).toBe('');
  });

  test('the right password on the second try goes on to the app', async () => {
    const sf = await startDemo();
    const page = await openPage();
    await page.goto(authorize(sf));
    await logIn(page, 'ada@acme.example', 'wrong');
    await page.getByRole('alert').waitFor();
    await logIn(page);
    await page.click('#oaapprove');
    await page.waitForURL(`${app.callback}?code=*`);
  });
});

describe("Salesforce's error page", () => {
  test.each<[string, object, string, Record<string, string>, string]>([
    [
      'app not installed',
      { state: 'uninstalled' },
      'grace',
      {},
      'error=invalid_client&error_description=app+must+be+installed+into+org',
    ],
    [
      'scope not assigned',
      {},
      'ada',
      { scope: 'wave_api' },
      'error=invalid_scope&error_description=the+requested+scope+is+not+allowed',
    ],
    [
      'API-only user',
      {},
      'integration',
      {},
      'error=OAUTH_APPROVAL_ERROR_GENERIC&error_description=An+unexpected+error+has+occurred+during+authentication.+Please+try+again.',
    ],
  ])('%s', async (_condition, webServer, user, parameters, query) => {
    const sf = await startDemo({}, webServer);
    const page = await openPage();
    await page.goto(authorize(sf, parameters));
    await logIn(page, `${user}@acme.example`);
    await page.getByRole('heading', { name: 'OAuth Error' }).waitFor();
    expect(page.url()).toBe(`${sf.url}/setup/secur/RemoteAccessErrorPage.apexp?${query}`);
    await page.getByText(GENERIC).waitFor();
  });

  test('expired while the user was away', async () => {
    const sf = await startDemo();
    const page = await openPage();
    await page.goto(authorize(sf));
    sf.clock.advance(61 * 60_000);
    await logIn(page);
    await page
      .getByText("You didn't complete the approval process before it expired. Please try again.")
      .waitFor();
  });
});

test('the app hears of a policy after log-in', async () => {
  const sf = await startDemo({}, { state: 'blocked' });
  const page = await openPage();
  await page.goto(authorize(sf));
  await logIn(page);
  await page.waitForURL(`${app.callback}?*`);
  expect(page.url()).toBe(
    `${app.callback}?error=OAUTH_APP_BLOCKED&error_description=this+app+is+blocked+by+admin`,
  );
});

test('the forms work without JavaScript', async () => {
  const sf = await startDemo();
  const hop = await fetch(authorize(sf));
  const logInUrl = /location\.replace\('([^']+)'/.exec(await hop.text())?.[1] ?? '';
  const page = await openPage({ javaScriptEnabled: false });
  await page.goto(logInUrl);
  await logIn(page, 'ada@acme.example', 'wrong');
  expect(await page.getByRole('alert').textContent()).toBe(CHECK);
  await logIn(page);
  await page.getByRole('button', { name: 'Allow' }).click();
  // The hop after it redirects by script, as Salesforce's does: the callback is in the page.
  await page.waitForURL(`${sf.url}/setup/secur/RemoteAccessAuthorizationPage.apexp`);
  expect(await page.content()).toContain(`window.location.replace('${app.callback}?code=aPrx`);
});

test.each([320, 375, 1280])('the pages fit a window %i pixels wide', async (width) => {
  const label = 'An_App_With_A_Name_That_Is_Longer_Than_A_Phone_Is_Wide_And_Cannot_Be_Broken_Anywhere';
  const sf = await startDemo({}, { label });
  const page = await openPage({ viewport: { width, height: 700 } });
  const overflow = () =>
    page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  await page.goto(authorize(sf));
  await page.waitForSelector('#Login');
  expect(await overflow()).toBeLessThanOrEqual(0);
  await logIn(page);
  await page.waitForSelector('#oaapprove');
  expect(await overflow()).toBeLessThanOrEqual(0);
  await page.goto(`${sf.url}/setup/secur/RemoteAccessErrorPage.apexp`);
  expect(await overflow()).toBeLessThanOrEqual(0);
});

test('no frame shows the pages', async () => {
  const sf = await startDemo();
  const context = await chromium.newContext();
  opened.push({ [Symbol.asyncDispose]: () => context.close() });
  const page = await context.newPage();
  await page.goto(app.callback);
  await page.setContent(`<iframe id="framed" src="${sf.url}/"></iframe>`);
  const frame = await (await page.waitForSelector('#framed')).contentFrame();
  await frame?.waitForLoadState();
  expect(await frame?.locator('#username').count()).toBe(0);
});

test('a form on a page of another port is refused', async () => {
  const sf = await startDemo();
  const context = await chromium.newContext();
  opened.push({ [Symbol.asyncDispose]: () => context.close() });
  const page = await context.newPage();
  await page.goto(app.callback);
  await page.setContent(
    `<form method="post" action="${sf.url}/"><input name="un" value="ada@acme.example"><input name="pw" value="correct-horse"><button>Go</button></form>`,
  );
  await page.getByRole('button').click();
  await page.getByText('The page you submitted was invalid for your session.').waitFor();
  expect(await context.cookies(sf.url)).toEqual([]);
});
