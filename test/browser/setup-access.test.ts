/** Setup for everybody: axe finds nothing on any page in either theme, nothing overflows, and a keyboard is enough. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MAP } from '../../src/setup/map.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
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

const SMALLEST = 320;
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const HOME = '/ui/setup/Setup';

async function logIn(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(sf.url);
  await page.getByLabel('Username').fill('ada@acme.example');
  await page.getByLabel('Password').fill('correct-horse');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#setup');
  return page;
}

/** An address of every page of the table: ids are those of an app and of Ada. */
function addresses(): string[] {
  const [org] = sf.world.orgs.orgs;
  const idOf = (name: string) => org?.apps.find((app) => app.name === name)?.id.slice(3, 15);
  const ids: Readonly<Record<string, string | undefined>> = {
    '0H4': `0H4${idOf('Web_Server')}`,
    '0xI': `0xI${idOf('Web_Server_PKCE')}`,
    '005': sf.users.ada?.id,
    '00e': org?.profiles[0]?.id,
    '0PS': org?.permissionSets[0]?.id,
  };
  return MAP.map(({ paths: [path] }) => {
    const whole = path.replace(/\{(\w{3})\}/g, (_, prefix) => ids[prefix] ?? prefix);
    return path.startsWith('/app/mgmt/') || path.includes('AppAsText')
      ? `${whole}?applicationId=06P${idOf('Web_Server')}`
      : whole;
  });
}

type Theme = 'light' | 'dark';

/**
 * What axe finds. A theme changes colours alone, so the second is looked at for those.
 *
 * @param part of the page: what is around it is the same everywhere
 */
async function complaints(page: Page, theme: Theme, part = 'html'): Promise<string[]> {
  const builder = new AxeBuilder({ page });
  // There are no frames: without this it opens a page of its own for each that it looks at.
  builder.setLegacyMode(true);
  if (theme === 'light') builder.withTags(TAGS);
  else builder.withRules(['color-contrast', 'link-in-text-block']);
  const { violations } = await builder.include(part).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`);
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  return overflow > 0 ? [...found, `overflows by ${overflow}`] : found;
}

describe.each([
  ['light', 1280],
  ['dark', SMALLEST],
] as const)('%s, %i pixels wide', (colorScheme, width) => {
  test('axe finds nothing on any page, and nothing overflows', async () => {
    const context = await chromium.newContext({ colorScheme, viewport: { width, height: 900 } });
    const page = await logIn(context);
    const found: Record<string, string[]> = {};
    for (const address of addresses()) {
      await page.goto(sf.url + address);
      const wrong = await complaints(page, colorScheme, address === HOME ? 'html' : 'main');
      if (wrong.length > 0) found[address] = wrong;
    }
    await context.close();
    expect(found).toEqual({});
  }, 180_000);

  test('nor on a form with all of its parts, and problems', async () => {
    const context = await chromium.newContext({ colorScheme, viewport: { width, height: 900 } });
    const page = await logIn(context);
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
  });
});

test('an app is made by keyboard alone', async () => {
  const context = await chromium.newContext();
  const page = await logIn(context);
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
