/** What keeps the pages from being framed, forged or scripted. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../../src/testing/browser.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(() => sf[Symbol.asyncDispose]());

const ADA = { username: 'ada@acme.example', password: 'correct-horse' };
const authorize = (prompt = 'consent') =>
  `${sf.url}/services/oauth2/authorize?${new URLSearchParams({
    response_type: 'code',
    client_id: '3MVG9Demo.Web_Server',
    redirect_uri: 'http://localhost:3000/callback',
    prompt,
  })}`;

describe('every page', () => {
  test.each(['/', '/services/oauth2/success', '/setup/secur/RemoteAccessErrorPage.apexp'])(
    '%s refuses frames, scripts and foreign content',
    async (path) => {
      const { headers } = await fetch(sf.url + path);
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('strict-origin');
      expect(headers.get('content-type')).toBe('text/html;charset=UTF-8');
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/^default-src 'none'; /);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("form-action 'self'");
      expect(policy).not.toContain('unsafe');
      expect(policy).not.toContain('script-src');
    },
  );

  test('the page that redirects by script allows that script alone', async () => {
    const html = await fetch(authorize());
    expect(html.headers.get('content-security-policy')).toMatch(/; script-src 'sha256-[A-Za-z0-9+/]{43}='; /);
  });
});

describe('the log-in form', () => {
  const post = (headers: Record<string, string>) =>
    sf.server.inject({
      method: 'POST',
      url: '/',
      headers: { host: 'localhost:7332', 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: 'un=ada%40acme.example&pw=correct-horse',
    });

  test.each([
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    [{ 'sec-fetch-site': 'same-site', origin: 'http://localhost:3000' }],
    [{ origin: 'https://evil.example' }],
    [{ origin: 'http://localhost:3000' }],
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site', origin: 'http://localhost:7332' }],
  ])('is refused with %j', async (headers) => {
    const answer = await post(headers);
    expect(answer.statusCode).toBe(403);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.body).toContain('The page you submitted was invalid for your session.');
  });

  test.each([
    [{ 'sec-fetch-site': 'same-origin', origin: 'http://localhost:7332' }],
    [{ 'sec-fetch-site': 'none' }],
    [{ 'sec-fetch-site': 'none', origin: 'null' }],
    [{ origin: 'http://localhost:7332' }],
    [{ origin: 'http://LOCALHOST:7332' }],
    [{}],
  ])('is accepted with %j', async (headers) => {
    expect((await post(headers)).statusCode).toBe(302);
  });

  test.each([
    ['"https://evil.example"', { origin: 'https://evil.example' }],
    ['"x\\" is right"', { origin: 'x" is right' }],
    ['no page', { 'sec-fetch-site': 'cross-site' }],
  ])('is told to have come from %s', async (from, headers) => {
    await post(headers);
    expect(sf.journal.last({ refusal: 'page.cross-site' })?.refusal?.why).toBe(
      `the form was sent from ${from}; only http://localhost:7332 may send it`,
    );
  });

  test('behind a base URL, its origin is our own', async () => {
    await using own = await startFauxforce({ baseUrl: 'https://sf.example.test' });
    const answer = await own.server.inject({
      method: 'POST',
      url: '/',
      headers: {
        host: '127.0.0.1:7332',
        origin: 'https://sf.example.test',
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: 'un=ada%40acme.example&pw=correct-horse',
    });
    expect(answer.headers.location).toBe('https://sf.example.test/');
  });
});

describe('the Allow Access form', () => {
  async function allowPage(browser: Browser) {
    const logIn = await browser.open(authorize());
    if (logIn.callback) throw new Error('left');
    const page = await browser.submit(logIn, 'Login', ADA);
    if (page.callback) throw new Error('left');
    return page;
  }

  test('allows nothing without its confirmation token', async () => {
    const browser = new Browser();
    const page = await allowPage(browser);
    for (const text of [
      page.text.replace(/name="_CONFIRMATIONTOKEN" value="[^"]*"/, 'name="_CONFIRMATIONTOKEN" value=""'),
      page.text.replace('name="_CONFIRMATIONTOKEN"', 'name="other"'),
    ]) {
      const again = await browser.submit({ ...page, text }, 'oaapprove');
      expect(again.callback).toBeUndefined();
    }
    expect((await browser.submit(page, 'oaapprove')).callback).toHaveProperty('code');
  });

  test('allows nothing with the token of another request or another session', async () => {
    const [ada, other] = [new Browser(), new Browser()];
    const page = await allowPage(ada);
    const foreign = await allowPage(other);
    const token = /name="_CONFIRMATIONTOKEN" value="([^"]*)"/;
    const text = page.text.replace(token, foreign.text.match(token)?.[0] ?? '');
    expect((await ada.submit({ ...page, text }, 'oaapprove')).callback).toBeUndefined();
    expect((await other.submit(page, 'oaapprove')).callback).toBeUndefined();
  });

  test('submitted without any button shows the page again', async () => {
    const browser = new Browser();
    const again = await browser.submit(await allowPage(browser), 'no-such-button');
    expect(again.callback ?? again.page).toBe('Allow Access?');
  });
});

test('the error page shows none of the words in its address', async () => {
  const query = new URLSearchParams({
    error: '<b>call me</b>',
    error_description: 'Your account is in danger',
  });
  const html = await (await fetch(`${sf.url}/setup/secur/RemoteAccessErrorPage.apexp?${query}`)).text();
  expect(html).not.toContain('call me');
  expect(html).not.toContain('danger');
  expect(html).toContain('<h1>OAuth Error</h1>');
  expect(html).toContain(
    "We can't authorize you because of an OAuth error. For more information, contact your Salesforce administrator.",
  );
});

test('the success page is blank but for its words, whatever arrives on its URL', async () => {
  const html = await (await fetch(`${sf.url}/services/oauth2/success?code=x&error=<b>y`)).text();
  expect(html).toMatch(/<body>Remote Access Application Authorization<\/body>/);
  expect(html).not.toContain('<b>');
});
