/** Setup for everybody: axe finds nothing on a sixth of its pages, nothing overflows, and a keyboard is enough. All are looked at in setup-access.long.test.ts. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { violationsOn } from './axe.ts';
import { launchChromium } from './chromium.ts';
import { complaints, complaintsOf, HOME, logIn, SMALLEST } from './setup-complaints.ts';

let chromium: Browser;
let sf: Fauxforce;
beforeAll(async () => {
  [chromium, sf] = await Promise.all([launchChromium(), startFauxforce()]);
});
afterAll(async () => {
  await chromium.close();
  await sf[Symbol.asyncDispose]();
});

test('axe sees what is wrong, in each theme what is its own', async () => {
  await using context = await chromium.newContext();
  const page = await context.newPage();
  await page.setContent('<main><img src="none.png"><p style="color: #eee; background: #fff">pale</p></main>');
  const light = await violationsOn(page, 'light');
  expect(light).toContain('image-alt: img');
  expect(light).toContain('color-contrast: p');
  expect(light).toContain('html-has-lang: html');
  expect(await violationsOn(page, 'dark')).toEqual(['color-contrast: p']);
  expect(await violationsOn(page, 'light', 'p')).toEqual(['color-contrast: p']);
});

test('axe finds nothing on a sixth of the pages, and nothing overflows', async () => {
  expect(await complaintsOf(chromium, sf, { theme: 'light', width: 1280, every: 6 })).toEqual({});
});

test.each([
  ['light', 1280],
  ['dark', SMALLEST],
] as const)(
  'nor on a form with all of its parts, and problems: %s, %i pixels wide',
  async (colorScheme, width) => {
    const context = await chromium.newContext({ colorScheme, viewport: { width, height: 900 } });
    const page = await logIn(sf, context);
    await page.goto(`${sf.url}/app/mgmt/forceconnectedapps/forceAppEdit.apexp`);
    for (const label of [
      'Enable OAuth Settings',
      'Use digital signatures',
      'Configure ID Token',
      'Enable SAML',
    ])
      await page.getByLabel(label).check();
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByRole('alert').waitFor();
    expect(await complaints(page, colorScheme)).toEqual([]);
    await context.close();
  },
);

test('an app is made by keyboard alone', async () => {
  const context = await chromium.newContext();
  const page = await logIn(sf, context);
  await page.goto(sf.url + HOME);
  const press = async (key: string, times = 1) => {
    for (let i = 0; i < times; i++) await page.keyboard.press(key);
  };
  const tabTo = async (name: string) => {
    for (let i = 0; i < 120; i++) {
      await press('Tab');
      if ((await focused(page)) === name) return;
    }
    throw new Error(`no Tab reaches ${name}`);
  };
  await press('Tab');
  expect(await focused(page)).toBe('Skip to the page');
  await tabTo('Quick Find');
  await page.keyboard.type('app man');
  await tabTo('App Manager');
  await press('Enter');
  await page.waitForURL('**/NavigationMenus');
  await tabTo('New Connected App');
  await press('Enter');
  await page.getByRole('heading', { name: 'New Connected App' }).waitFor();
  await tabTo('Connected App Name');
  await page.keyboard.type('By Keyboard');
  await tabTo('API Name');
  expect(await page.getByLabel('API Name').inputValue()).toBe('By_Keyboard');
  await tabTo('Contact Email');
  await page.keyboard.type('ada@acme.example');
  await tabTo('Enable OAuth Settings');
  await press('Space');
  await tabTo('Callback URL');
  await page.keyboard.type('http://localhost:3000/callback');
  await tabTo('Available OAuth Scopes');
  await press('ArrowDown', 2);
  await tabTo('Add');
  await press('Enter');
  await tabTo('Save');
  await press('Enter');
  await page.getByText('Changes can take up to 10 minutes').waitFor();
  const app = sf.world.orgs.orgs[0]?.apps.find(({ name }) => name === 'By_Keyboard');
  expect(app).toMatchObject({ scopes: ['api'], callbackUrls: ['http://localhost:3000/callback'] });
  await context.close();
});

/** What the element with the focus is called. */
async function focused(page: Page): Promise<string> {
  return page.evaluate<string>(`(() => {
    const { activeElement: element } = document;
    const said = element.tagName === 'INPUT' ? element.value : element.textContent;
    return (element.labels?.[0]?.textContent ?? said).replace('*', '').trim();
  })()`);
}
