/** How fast pages are where there is much to show: Setup with 1,000 apps and 5,000 users, the inspector with 10,000 entries. */
import { startFauxforce } from '../src/testing/index.ts';
import { launchChromium } from '../test/browser/chromium.ts';
import { setup as unpackChromium } from '../test/browser/unpack.ts';
import { SetupVisitor } from '../test/setup/visitor.ts';
import { boundRow, type Row } from './report.ts';

const APPS = 1_000;
const USERS = 5_000;
const ENTRIES = 10_000;
const RUNS = 20;
/** Milliseconds that a page may take, and the first paint of the inspector. */
const MOST = { page: 200, paint: 100 };

const ADMIN = 'admin@acme.example';

const SEED = {
  users: Array.from({ length: USERS }, (_, at) => ({
    username: at === 0 ? ADMIN : `user-${at}@acme.example`,
    password: 'correct-horse',
    profile: at === 0 ? 'System Administrator' : 'Standard User',
  })),
  apps: Array.from({ length: APPS }, (_, at) => ({
    name: `App_${at}`,
    callbackUrls: ['http://localhost:3000/callback'],
    scopes: ['api'],
  })),
};

const SETUP_PAGES: Readonly<Record<string, string>> = {
  [`Setup: App Manager of ${APPS} apps`]: '/lightning/setup/NavigationMenus/home',
  [`Setup: Manage Connected Apps, ${APPS}`]: '/lightning/setup/ConnectedApplication/home',
  [`Setup: ${USERS} users`]: '/lightning/setup/ManageUsers/home',
};

const INSPECTOR_PAGES: Readonly<Record<string, string>> = {
  [`inspector: Now, ${ENTRIES} entries`]: '/console',
  [`inspector: journal of ${ENTRIES}`]: '/console/journal',
};

export async function pageRows(): Promise<Row[]> {
  await using sf = await startFauxforce({ seed: SEED });
  for (let sent = 0; sent < ENTRIES; sent += 50)
    await Promise.all(Array.from({ length: 50 }, () => userInfo(sf.url)));
  const admin = await SetupVisitor.logIn(sf, ADMIN);
  const rows: Row[] = [];
  for (const [name, path] of Object.entries(SETUP_PAGES))
    rows.push(await slowestRow(name, () => admin.open(path)));
  for (const [name, path] of Object.entries(INSPECTOR_PAGES))
    rows.push(await slowestRow(name, async () => (await fetch(`${sf.url}/_fauxforce${path}`)).text()));
  rows.push(await paintRow(`${sf.url}/_fauxforce/console/journal`));
  return rows;
}

async function userInfo(url: string): Promise<void> {
  await (await fetch(`${url}/services/oauth2/userinfo`)).text();
}

/** The first run loads the page's code and is left out. */
async function slowestRow(name: string, show: () => Promise<unknown>): Promise<Row> {
  await show();
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const begun = performance.now();
    await show();
    times.push(performance.now() - begun);
  }
  return boundRow(`${name}, slowest of ${RUNS}`, Math.max(...times), MOST.page);
}

/** It may come after the page is loaded. */
const FIRST_PAINT = `new Promise((resolve) => {
  const told = (list) => list.getEntriesByName('first-contentful-paint').forEach(({ startTime }) => resolve(startTime));
  new PerformanceObserver(told).observe({ type: 'paint', buffered: true });
})`;

/** As Chromium tells it, of the page with its style and module. */
async function paintRow(url: string): Promise<Row> {
  await unpackChromium();
  const chromium = await launchChromium();
  try {
    const page = await chromium.newPage();
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      await page.goto(url);
      times.push(await page.evaluate<number>(FIRST_PAINT));
    }
    times.sort((a, b) => a - b);
    return boundRow('inspector: first paint in Chromium, median', times[RUNS / 2] ?? Number.NaN, MOST.paint);
  } finally {
    await chromium.close();
  }
}
