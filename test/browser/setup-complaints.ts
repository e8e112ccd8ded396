/** What axe finds on the pages of Setup, and which of them overflow. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { MAP } from '../../src/setup/map.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import { type Theme, violationsOn } from './axe.ts';

export const SMALLEST = 320;
export const HOME = '/ui/setup/Setup';

export async function logIn(sf: Fauxforce, context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(sf.url);
  await page.getByLabel('Username').fill('ada@acme.example');
  await page.getByLabel('Password').fill('correct-horse');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#setup');
  return page;
}

/** An address of every page of the table: ids are those of an app and of Ada. */
function addresses(sf: Fauxforce): string[] {
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

/**
 * What axe finds, and whether the page overflows.
 *
 * @param part of the page: what is around it is the same everywhere
 */
export async function complaints(page: Page, theme: Theme, part?: string): Promise<string[]> {
  const found = await violationsOn(page, theme, part);
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  return overflow > 0 ? [...found, `overflows by ${overflow}`] : found;
}

/** By the addresses of pages. @param every looks at each so many of them */
export async function complaintsOf(
  chromium: Browser,
  sf: Fauxforce,
  { theme, width, every = 1 }: { theme: Theme; width: number; every?: number },
): Promise<Record<string, string[]>> {
  const context = await chromium.newContext({ colorScheme: theme, viewport: { width, height: 900 } });
  const page = await logIn(sf, context);
  const found: Record<string, string[]> = {};
  for (const address of addresses(sf).filter((_, at) => at % every === 0)) {
    await page.goto(sf.url + address);
    const wrong = await complaints(page, theme, address === HOME ? 'html' : 'main');
    if (wrong.length > 0) found[address] = wrong;
  }
  await context.close();
  return found;
}
