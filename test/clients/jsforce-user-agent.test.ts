/** jsforce's browser client, unmodified, in a real browser: what it makes of user-agent callbacks. */
import './helpers/loopback-only.ts';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Connection } from 'jsforce';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { launchChromium } from '../browser/chromium.ts';
import { runs } from './helpers/proof.ts';

const JSFORCE = fileURLToPath(import.meta.resolve('jsforce/dist/jsforce.min.js'));

let chromium: Browser;
let spa: Awaited<ReturnType<typeof startSinglePageApp>>;

beforeAll(async () => {
  [chromium, spa] = await Promise.all([launchChromium(), startSinglePageApp()]);
});
afterAll(async () => {
  await chromium.close();
  await spa[Symbol.asyncDispose]();
});

/** A page with jsforce on it: log-in button's page and callback in one, as jsforce's documentation has it. */
async function startSinglePageApp(): Promise<AsyncDisposable & { url: string; loginUrl: string }> {
  const app = { url: '', loginUrl: '' };
  const server = createServer((request, response) => {
    if (request.url === '/jsforce.js') {
      response.setHeader('content-type', 'text/javascript').end(readFileSync(JSFORCE));
      return;
    }
    const settings = { clientId: '3MVG9Demo.User_Agent', redirectUri: app.url, loginUrl: app.loginUrl };
    response
      .setHeader('content-type', 'text/html')
      .end(
        `<title>SPA</title><script src="/jsforce.js"></script><script>jsforce.browser.init(${JSON.stringify(settings)})</script>`,
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  app.url = `http://localhost:${(server.address() as AddressInfo).port}/`;
  return Object.assign(app, {
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

/** What jsforce's log-in does, but that jsforce 3 asks for `code` and waits for a token: asks for `token`, by redirect. */
async function logIn(sf: Fauxforce, button: '#oaapprove' | '#oadeny'): Promise<Page> {
  spa.loginUrl = sf.url;
  const page = await (await chromium.newContext()).newPage();
  await page.goto(spa.url);
  const state = 'jsforce0.redirect.42';
  const asked = { response_type: 'token', client_id: '3MVG9Demo.User_Agent', redirect_uri: spa.url, state };
  await page.evaluate(`localStorage.setItem('jsforce_state', '${state}')`);
  await page.goto(`${sf.url}/services/oauth2/authorize?${new URLSearchParams(asked)}`);
  await page.fill('#username', 'ada@acme.example');
  await page.fill('#password', 'correct-horse');
  await page.click('[name=Login]');
  await page.click(button);
  await page.waitForURL(`${spa.url}**`);
  return page;
}

const demo = () => ({ apps: { User_Agent: { callbackUrls: [spa.url], scopes: ['api', 'id'] } } });

it(
  'reads the tokens of the fragment, and is connected from then on',
  runs('jsforce', 'user-agent'),
  async () => {
    await using sf = await startFauxforce({ demo: demo() });
    const page = await logIn(sf, '#oaapprove');
    // jsforce took the fragment away, and knows its state again.
    expect(page.url()).toBe(`${spa.url}#`);
    expect(await page.evaluate("localStorage.getItem('jsforce_state')")).toBeNull();
    await page.goto(spa.url);
    await page.reload();
    const { accessToken, instanceUrl, userInfo } = (await page.evaluate(
      '(({ accessToken, instanceUrl, userInfo }) => ({ accessToken, instanceUrl, userInfo }))(jsforce.browser.connection)',
    )) as { accessToken: string; instanceUrl: string; userInfo: unknown };
    expect(instanceUrl).toBe(sf.url);
    expect(userInfo).toEqual({
      id: sf.users.ada?.id,
      organizationId: '00D5g000004AcmeEAC',
      url: `${sf.url}/id/00D5g000004AcmeEAC/${sf.users.ada?.id}`,
    });
    const connection = new Connection({ accessToken, instanceUrl });
    expect((await connection.identity()).username).toBe('ada@acme.example');
  },
);

it('reads an error from the query', async () => {
  await using sf = await startFauxforce({ demo: demo() });
  const page = await logIn(sf, '#oadeny');
  expect(page.url()).toBe(
    `${spa.url}?error=access_denied&error_description=end-user+denied+authorization&state=jsforce0.redirect.42`,
  );
  // jsforce keeps URLSearchParams as JSON, in which they lose what they hold.
  expect(await page.evaluate("localStorage.getItem('jsforce0_error')")).toBe('{}');
});
