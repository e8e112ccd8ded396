/** Users, profiles, networks and what people set of their own, in a browser by the labels that Salesforce's guides have (setup-pages.md 9, 11, 12, 15, 16). */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { launchChromium } from './chromium.ts';

let chromium: Browser;
let sf: Fauxforce;

async function logIn(page: Page, user: string): Promise<void> {
  await page.goto(sf.url);
  await page.getByLabel('Username').fill(`${user}@acme.example`);
  await page.getByLabel('Password').fill('correct-horse');
  await page.getByRole('button', { name: 'Log In' }).click();
}

async function quickFind(page: Page, words: string, label: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Quick Find' }).fill(words);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: label, exact: true }).click();
}

const userNow = (name: string) => sf.world.orgs.userByUsername(`${name}@acme.example`)!.user;
const settings = () => sf.world.orgs.orgs[0]!.settings;

/** Registers the tests of a file. */
export function walkThroughPeople(javaScriptEnabled: boolean): void {
  beforeAll(async () => {
    [chromium, sf] = await Promise.all([launchChromium(), startFauxforce()]);
  });
  afterAll(async () => {
    await chromium.close();
    await sf[Symbol.asyncDispose]();
  });

  test('an administrator walks through them', async () => {
    await sf.reset();
    const context = await chromium.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    await logIn(page, 'ada');
    await page.getByRole('link', { name: 'Setup' }).click();

    await quickFind(page, 'Users', 'Users');
    await page.getByRole('link', { name: 'Hopper, Grace' }).click();
    await page.getByRole('button', { name: 'Freeze' }).click();
    await page.getByRole('button', { name: 'Unfreeze' }).waitFor();
    expect(userNow('grace').isFrozen).toBe(true);
    await page.getByRole('button', { name: 'Unfreeze' }).click();
    await page.getByRole('button', { name: 'Edit Assignments' }).click();
    await page.getByLabel('Order Integration').check();
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByRole('cell', { name: 'Order Integration' }).waitFor();
    expect(userNow('grace').permissionSets).toEqual(['Order_Integration']);

    await quickFind(page, 'Profiles', 'Profiles');
    await page.getByRole('link', { name: 'Standard User', exact: true }).click();
    await page.getByRole('button', { name: 'New', exact: true }).click();
    await page.getByLabel('Start IP Address 1').fill('127.0.0.1');
    await page.getByLabel('End IP Address 1').fill('127.0.0.255');
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByRole('cell', { name: '127.0.0.255' }).waitFor();

    await quickFind(page, 'Network Access', 'Network Access');
    await page.getByRole('button', { name: 'New', exact: true }).click();
    await page.getByLabel('Start IP Address').fill('20.0.0.0');
    await page.getByLabel('End IP Address').fill('22.0.0.0');
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByText('The range specified is too large').waitFor();
    await page.getByLabel('Start IP Address').fill('127.0.0.1');
    await page.getByLabel('End IP Address').fill('127.0.0.1');
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByRole('button', { name: 'Delete 127.0.0.1 to 127.0.0.1' }).waitFor();
    expect(settings().trustedIpRanges).toEqual([{ start: '127.0.0.1', end: '127.0.0.1' }]);

    await quickFind(page, 'OAuth and OpenID', 'OAuth and OpenID Connect Settings');
    await page.getByLabel('Allow OAuth User-Agent Flows').uncheck();
    await page.getByRole('button', { name: 'Save' }).first().click();
    await expect.poll(() => settings().allowUserAgentFlow).toBe(false);
    await context.close();
  });

  test('a user resets their security token, and changes their password', async () => {
    await sf.reset();
    const context = await chromium.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    await logIn(page, 'grace');
    const { securityToken } = userNow('grace');
    await page.goto(`${sf.url}/lightning/settings/personal/ResetApiToken/home`);
    await page.getByRole('button', { name: 'Reset Security Token' }).click();
    await page.getByText('Your new security token was mailed to grace@acme.example').waitFor();
    expect(userNow('grace').securityToken).not.toBe(securityToken);

    await quickFind(page, 'Change My Password', 'Change My Password');
    await page.getByLabel('Current Password').fill('correct-horse');
    await page.getByLabel(/^\W*New Password$/).fill('another-horse-9');
    await page.getByLabel('Verify New Password').fill('another-horse-9');
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByText('Your password was changed.').waitFor();
    expect(userNow('grace').password).toBe('another-horse-9');
    await context.close();
  });
}
