/** SAML in a real browser: forms go to the app by themselves, through the policy of the page, and apps hear of a log-out in frames. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { serviceProviderId } from '../../src/org/service-provider.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { authnRequest } from '../../src/testing/saml.ts';
import { launchChromium } from './chromium.ts';

let sf: Fauxforce;
let chromium: Browser;
let page: Page;
let app: Server;
let origin: string;
/** What the app was sent: method, path and body. */
const heard: { readonly method: string; readonly path: string; readonly body: URLSearchParams }[] = [];

beforeAll(async () => {
  app = createServer(async (request, response) => {
    const body = new URLSearchParams(await text(request));
    heard.push({ method: request.method ?? '', path: request.url ?? '', body });
    // Apps lead on: the browser holds where they lead to the policy of the page with the form.
    if (request.url === '/start') response.setHeader('content-type', 'text/html').end(startPage());
    else if (request.url === '/acs') response.writeHead(302, { location: `${origin}/welcome` }).end();
    else response.setHeader('content-type', 'text/html').end('<h1>Welcome</h1>');
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  origin = `http://localhost:${(app.address() as AddressInfo).port}`;
  chromium = await launchChromium();
  sf = await startFauxforce({
    demo: {
      apps: {
        Service_Provider: {
          saml: {
            entityUrl: 'urn:sp',
            acsUrl: `${origin}/acs`,
            sloUrl: `${origin}/out`,
            sloBinding: 'PostBinding',
          },
        },
      },
    },
  });
});
beforeEach(async () => {
  heard.length = 0;
  page = await (await chromium.newContext()).newPage();
});
afterAll(async () => {
  await chromium?.close();
  await sf?.[Symbol.asyncDispose]();
  app?.close();
});

/** What an app of another site sends its user to the org with. */
function startPage(): string {
  const endpoint = `${sf.url}/idp/endpoint/HttpPost`;
  const xml = authnRequest({
    id: '_start',
    issuer: 'urn:sp',
    destination: endpoint,
    issuedAt: sf.clock.now(),
  });
  const SAMLRequest = Buffer.from(xml).toString('base64');
  return `<form method="post" action="${endpoint}"><input type="hidden" name="SAMLRequest" value="${SAMLRequest}"></form><script>document.forms[0].submit()</script>`;
}

async function logIn(): Promise<void> {
  const provider = sf.apps.Service_Provider;
  await page.goto(
    `${sf.url}/idp/login?app=${provider && serviceProviderId(provider)}&RelayState=%2Fdeep%22%3E`,
  );
  await page.getByLabel('Username').fill('ada@acme.example');
  await page.getByLabel('Password').fill('correct-horse');
  await page.getByRole('button', { name: 'Log In' }).click();
  await page.waitForURL(`${origin}/welcome`);
}

test('a log-in ends at the app, which leads on', async () => {
  await logIn();
  const [posted] = heard;
  expect([posted?.method, posted?.path, posted?.body.get('RelayState')]).toEqual(['POST', '/acs', '/deep">']);
  expect(Buffer.from(posted?.body.get('SAMLResponse') ?? '', 'base64').toString()).toContain(
    '>ada@acme.example</saml:NameID>',
  );
});

test('a log-out is posted to the app from a frame, and the tile starts it again', async () => {
  await logIn();
  await page.goto(`${sf.url}/`);
  await page.getByRole('link', { name: 'Service Provider' }).click();
  await page.waitForURL(`${origin}/welcome`);
  await page.goto(`${sf.url}/secur/logout.jsp`);
  await expect.poll(() => heard.find(({ path }) => path === '/out')?.method).toBe('POST');
  const out = heard.find(({ path }) => path === '/out');
  expect(Buffer.from(out?.body.get('SAMLRequest') ?? '', 'base64').toString()).toContain(
    '<samlp:SessionIndex>',
  );
});

test('an app of another site posts its request: a live session is found, and nobody is asked', async () => {
  await logIn();
  heard.length = 0;
  await page.goto(`${origin}/start`);
  await page.waitForURL(`${origin}/welcome`);
  const posted = heard.find(({ path }) => path === '/acs');
  expect(Buffer.from(posted?.body.get('SAMLResponse') ?? '', 'base64').toString()).toContain(
    'InResponseTo="_start"',
  );
});
