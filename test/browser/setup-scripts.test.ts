/**
 * What scripts of others look for on the pages of Setup: the selectors of sfdx-hardis (`org refresh … connectedapp`) and of
 * sfdx-browserforce-plugin, as setup-pages.md 2, 5 and A.3 have them.
 */
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { codeOf } from '../setup/verify.ts';
import { launchChromium } from './chromium.ts';

let chromium: Browser;
let sf: Fauxforce;
beforeAll(async () => {
  [chromium, sf] = await Promise.all([launchChromium(), startFauxforce()]);
});
afterAll(async () => {
  await chromium.close();
  await sf[Symbol.asyncDispose]();
});

/** A page whose browser has the access token of the CLI as its `sid`, as both come in by the front door. */
async function openByFrontDoor(): Promise<Page> {
  const { access_token } = await sf.token({ app: 'PlatformCLI', user: 'ada' });
  const page = await (await chromium.newContext()).newPage();
  await page.goto(`${sf.url}/secur/frontdoor.jsp?sid=${encodeURIComponent(access_token)}`);
  return page;
}

test('sfdx-hardis reads the application id with a sid, and the secret off the page', async () => {
  const app = sf.apps.Web_Server;
  const { access_token } = await sf.token({ app: 'PlatformCLI', user: 'ada' });
  const html = await (
    await fetch(`${sf.url}/${app?.id}`, { headers: { cookie: `sid=${access_token}` } })
  ).text();
  const [, applicationId = ''] = /applicationId=([a-zA-Z0-9]+)/i.exec(html) ?? [];
  expect(applicationId).toMatch(/^06P/);
  const page = await openByFrontDoor();
  await page.goto(
    `${sf.url}/app/mgmt/forceconnectedapps/forceAppDetail.apexp?applicationId=${applicationId}&applicationId=${applicationId}`,
  );
  const manage = page.locator(
    'input[id="appsetup:setupForm:details:oauthSettingsSection:manageConsumerKeySecretSection:manageConsumer"]',
  );
  await Promise.all([page.waitForNavigation(), manage.click()]);
  // A person types the code, which hardis waits for.
  await page.getByLabel('Verification Code').fill(await codeOf(sf));
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  const secret = page.locator(
    '#appsetup\\:setupForm\\:consumerDetails\\:oauthConsumerSection\\:consumerSecretSection\\:consumerSecret',
  );
  expect(await secret.textContent()).toBe(app?.consumerSecret);
});

/** As browserforce waits: for the page itself, or for the frame that Lightning would show it in. */
async function inFrameOrPage(page: Page, selector: string): Promise<Page | Frame> {
  const frame = page
    .waitForSelector('force-aloha-page iframe[name^=vfFrameId]', { state: 'attached', timeout: 10_000 })
    .then(async (handle) => (await handle.contentFrame()) ?? page);
  const itself = page.waitForSelector(selector, { state: 'attached', timeout: 10_000 }).then(() => page);
  return Promise.any([itself, frame]);
}

test('browserforce finds a Classic page behind its Lightning address, with the save button and errors by their names', async () => {
  const page = await openByFrontDoor();
  const address = encodeURIComponent(`/${sf.apps.Web_Server?.id}/e`);
  await page.goto(`${sf.url}/lightning/setup/ConnectedApplication/page?address=${address}`);
  const frame = await inFrameOrPage(page, 'input[name="save"]');
  await frame.locator('#refreshTokenPolicy-2').check();
  await Promise.all([page.waitForNavigation(), frame.locator('input[name="save"]').first().click()]);
  expect(await page.locator('#error').count()).toBe(1);
  expect(await page.locator('#errorTitle').textContent()).toBe('Error: Invalid Data.');
  expect(await page.locator('#errorDesc').textContent()).toContain('Review all error messages below');
  expect(await page.locator('div.errorMsg').last().textContent()).toContain('Error: You must enter a value');
});

test('browserforce switches the identity provider off and on, with a certificate by its name', async () => {
  const page = await openByFrontDoor();
  const open = async () => {
    await page.goto(`${sf.url}/lightning/setup/IdpPage/home`);
    return inFrameOrPage(page, 'input[name$=":edit"]');
  };
  const press = (frame: Page | Frame, selector: string) =>
    Promise.all([page.waitForNavigation(), frame.locator(selector).click()]);
  const name = await (await open()).locator('span[id$="developer__name"]').textContent();
  await press(await open(), 'input[name$=":disable"]');
  expect(await (await open()).locator('input[name$=":disable"]').count()).toBe(0);
  await press(page, 'input[name$=":edit"]');
  await page.locator('select[id$=":chooseCert"]').selectOption({ label: name ?? '' });
  await press(page, 'input[name$=":save"] >> nth=0');
  expect(await (await open()).locator('input[name$=":disable"]').count()).toBe(1);
  expect(await page.locator('span[id$="developer__name"]').textContent()).toBe(name);
});

test('the tree has the ids of a Classic one', async () => {
  const page = await openByFrontDoor();
  await page.goto(`${sf.url}/ui/setup/Setup`);
  for (const node of ['ConnectedApplication', 'ConnectedAppsUsage'])
    expect(await page.locator(`a#${node}_font`).count()).toBe(1);
});
