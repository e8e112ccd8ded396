/** `node scripts/screenshots.ts`: photographs the running product for README.md and docs/, on the demo org, at a time of its own. */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { type Fauxforce, startFauxforce } from '../src/testing/index.ts';
import { launchChromium } from '../test/browser/chromium.ts';
import { setup } from '../test/browser/unpack.ts';

const IMAGES = new URL('../docs/images/', import.meta.url);
const SIZE = { width: 1280, height: 800 };

interface Picture {
  readonly name: string;
  readonly path: string;
  readonly theme?: 'dark';
}

const INSPECTOR: readonly Picture[] = [
  { name: 'inspector-entry', path: '/_fauxforce/console/journal/latest?refusal=callback.mismatch' },
  { name: 'inspector-journal', path: '/_fauxforce/console/journal', theme: 'dark' },
  { name: 'inspector-tokens', path: '/_fauxforce/console/tokens' },
];

const SETUP: readonly Picture[] = [
  { name: 'setup-app-manager', path: '/lightning/setup/NavigationMenus/home' },
  { name: 'setup-connected-app', path: '/app/mgmt/forceconnectedapps/forceAppEdit.apexp' },
  { name: 'setup-oauth-usage', path: '/lightning/setup/ConnectedAppsUsage/home', theme: 'dark' },
];

await setup();
await mkdir(IMAGES, { recursive: true });
await using sf = await startFauxforce();
sf.clock.freeze();
sf.clock.set('2027-01-01T09:00:00Z');
await makeSomethingHappen(sf);
const chromium = await launchChromium();
try {
  // The dark one has the journal, before Setup is visited.
  for (const theme of ['dark', 'light'] as const) await photograph(chromium, theme);
} finally {
  await chromium.close();
}

async function photograph(browser: Browser, theme: 'light' | 'dark'): Promise<void> {
  const context = await browser.newContext({ viewport: SIZE, colorScheme: theme });
  const page = await context.newPage();
  const isWanted = (picture: Picture) => (picture.theme ?? 'light') === theme;
  for (const picture of INSPECTOR.filter(isWanted)) await take(page, picture);
  await page.goto(sf.url);
  await page.getByLabel('Username').fill('ada@acme.example');
  await page.getByLabel('Password').fill('correct-horse');
  await page.getByRole('button', { name: 'Log In' }).click();
  for (const picture of SETUP.filter(isWanted)) await take(page, picture);
  await context.close();
}

async function take(page: Page, { name, path }: Picture): Promise<void> {
  await page.goto(sf.url + path);
  await page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, IMAGES)) });
}

/** Apps with tokens, a log-in whose refresh token is used again after it was rotated, and a callback with a slash too many. */
async function makeSomethingHappen({ url, apps, login, token }: Fauxforce): Promise<void> {
  await token({ app: 'Web_Server', user: 'ada' });
  await token({ app: 'Web_Server', user: 'grace' });
  await token({ app: 'JWT_Bearer', user: 'grace' });
  const { consumerKey = '', consumerSecret = '', callbackUrls = [] } = apps.Rotating ?? {};
  const [redirect_uri = ''] = callbackUrls;
  const client = { client_id: consumerKey, client_secret: consumerSecret };
  const post = async (form: Record<string, string>): Promise<Record<string, string>> =>
    (
      await fetch(`${url}/services/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({ ...client, ...form }),
      })
    ).json() as Promise<Record<string, string>>;
  const { code = '' } = await login({ app: 'Rotating', user: 'ada' });
  const { refresh_token: first = '' } = await post({ grant_type: 'authorization_code', code, redirect_uri });
  await post({ grant_type: 'refresh_token', refresh_token: first });
  await post({ grant_type: 'refresh_token', refresh_token: first });
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: consumerKey,
    redirect_uri: `${redirect_uri}/`,
  });
  await fetch(`${url}/services/oauth2/authorize?${query}`, { redirect: 'manual' });
}
