/** Callbacks on Salesforce's own hosts: on localhost their path is here, so that no code leaves for the real Salesforce (docs/limits.md). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../../src/testing/browser.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { credentials, members, postToken, send } from '../helpers/token.ts';
import { ADA, AUTHORIZE, locationOf, walk } from './helpers.ts';

const fresh = freshServers();

const SUCCESS = 'https://login.salesforce.com/services/oauth2/success';
const CALLBACKS = [
  SUCCESS,
  'https://test.salesforce.com/services/oauth2/success',
  'https://TEST.salesforce.com./services/oauth2/success',
  'https://acme.develop.my.salesforce.com/services/oauth2/success?a=b',
  'https://acme--qa.sandbox.my.salesforce.com:443/services/oauth2/success',
  'https://acme.my.site.com/customers/services/oauth2/success',
  'https://acme.lightning.force.com/cb',
  'https://na30.salesforce.com/cb',
  'https://acme.my.salesforce.mil/cb',
  'https://login.salesforce.com',
  'https://login.salesforce.com\\@evil.example/cb',
  'https://u@login.salesforce.com/cb',
  'https://login.salesforce.com@app.example/cb',
  'https://login.salesforce.com.app.example/cb',
  'https://notsalesforce.com/cb',
  'https://app.example/login.salesforce.com/cb',
  'salesforce.com://cb',
];

const demo = {
  apps: {
    Web_Server: { callbackUrls: ['http://localhost:3000/callback', ...CALLBACKS] },
    User_Agent: { callbackUrls: [SUCCESS] },
  },
};

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce({ demo });
});
afterAll(() => sf[Symbol.asyncDispose]());

/** Refused on the callback, as no session is there: nothing but the place the browser is led to differs. */
function immediate(redirect_uri: string, changes: Record<string, string> = {}) {
  return `${AUTHORIZE}?${new URLSearchParams({
    response_type: 'code',
    client_id: '3MVG9Demo.Web_Server',
    redirect_uri,
    code_challenge_method: 'plain',
    state: 's',
    ...changes,
  })}`;
}

async function ledTo(server: Fauxforce, redirectUri: string, headers: Record<string, string> = {}) {
  const answer = await send(server, immediate(redirectUri), { headers });
  expect(answer.status).toBe(302);
  const error = new URLSearchParams(`${answer.headers.location}`.split('?').at(-1));
  expect(error.get('error')).toBe('invalid_request');
  return `${answer.headers.location}`.replace(/error=[^&]*&error_description=[^&]*/, '…');
}

describe('on localhost the browser is led to the same path here', () => {
  test.each([
    [SUCCESS, '/services/oauth2/success?…&state=s'],
    ['https://test.salesforce.com/services/oauth2/success', '/services/oauth2/success?…&state=s'],
    ['https://TEST.salesforce.com./services/oauth2/success', '/services/oauth2/success?…&state=s'],
    [
      'https://acme.develop.my.salesforce.com/services/oauth2/success?a=b',
      '/services/oauth2/success?a=b&…&state=s',
    ],
    [
      'https://acme--qa.sandbox.my.salesforce.com:443/services/oauth2/success',
      '/services/oauth2/success?…&state=s',
    ],
    [
      'https://acme.my.site.com/customers/services/oauth2/success',
      '/customers/services/oauth2/success?…&state=s',
    ],
    ['https://acme.lightning.force.com/cb', '/cb?…&state=s'],
    ['https://na30.salesforce.com/cb', '/cb?…&state=s'],
    ['https://acme.my.salesforce.mil/cb', '/cb?…&state=s'],
    ['https://login.salesforce.com', '/?…&state=s'],
    // As browsers read it: a backslash is a slash.
    ['https://login.salesforce.com\\@evil.example/cb', '/@evil.example/cb?…&state=s'],
    ['https://u@login.salesforce.com/cb', '/cb?…&state=s'],
  ])('from %s', async (redirectUri, path) => {
    expect(await ledTo(sf, redirectUri)).toBe(sf.url + path);
  });

  test.each([
    'http://localhost:3000/callback',
    'https://login.salesforce.com@app.example/cb',
    'https://login.salesforce.com.app.example/cb',
    'https://notsalesforce.com/cb',
    'https://app.example/login.salesforce.com/cb',
    'salesforce.com://cb',
  ])('but not from %s', async (redirectUri) => {
    expect(await ledTo(sf, redirectUri)).toBe(`${redirectUri}?…&state=s`);
  });

  test('or below the base URL, and on a site of localhost beside it', async () => {
    const seed = {
      org: { name: 'Acme', myDomain: 'acme' },
      sites: [{ name: 'Customers', urlPathPrefix: 'customers' }],
      apps: [{ name: 'App', consumerKey: '3MVG9Demo.Web_Server', callbackUrls: [SUCCESS] }],
    };
    const based = await fresh({ demo, baseUrl: 'https://sf.example/base' });
    expect(await ledTo(based, SUCCESS)).toBe('https://sf.example/base/services/oauth2/success?…&state=s');
    const own = await fresh({ seed });
    const onSite = await send(own, `/customers${immediate(SUCCESS)}`);
    expect(onSite.headers.location).toMatch(`${own.url}/services/oauth2/success?error=`);
  });

  test('and not where a Salesforce host was called', async () => {
    for (const host of ['login.salesforce.com', 'acme.develop.my.salesforce.com']) {
      expect(await ledTo(sf, SUCCESS, { host })).toBe(`${SUCCESS}?…&state=s`);
    }
  });

  test('and not with --follow-real-callbacks', async () => {
    const real = await fresh({ demo, followRealCallbacks: true });
    expect(await ledTo(real, SUCCESS)).toBe(`${SUCCESS}?…&state=s`);
    expect(real.journal.last()?.notes).toBeUndefined();
    const { code = '' } = await real.login({ app: 'Web_Server', user: 'ada', redirect_uri: SUCCESS });
    expect(code).toMatch(/^aPrx/);
  });
});

describe('a log-in', () => {
  const asked = { response_type: 'code', client_id: '3MVG9Demo.Web_Server', redirect_uri: SUCCESS };

  test('ends on the page that Salesforce shows there, with a code for the registered URL', async () => {
    const location = locationOf(await walk(sf, { ...asked, state: 'one' }, ADA));
    expect(location).toMatch(
      new RegExp(`^${sf.url}/services/oauth2/success\\?code=aPrx[A-Za-z0-9._]{70}%3D%3D&state=one$`),
    );
    expect(sf.journal.last()).toMatchObject({
      notes: { registeredCallback: SUCCESS, ledTo: `${sf.url}/services/oauth2/success` },
    });
    const page = await fetch(location);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<body>Remote Access Application Authorization</body>');

    const form = {
      grant_type: 'authorization_code',
      code: new URL(location).searchParams.get('code') ?? '',
      ...credentials(sf, 'Web_Server'),
    };
    const elsewhere = await postToken(sf, { ...form, redirect_uri: `${sf.url}/services/oauth2/success` });
    expect(members(elsewhere.body).error).toBe('redirect_uri_mismatch');
    const { status } = await postToken(sf, { ...form, redirect_uri: SUCCESS });
    expect(status).toBe(200);
  });

  test('of the user-agent flow brings its fragment, with the refresh token that the built-in callback gets', async () => {
    const parameters = { response_type: 'token', client_id: '3MVG9Demo.User_Agent', redirect_uri: SUCCESS };
    const location = locationOf(await walk(sf, parameters, ADA));
    expect(location).toMatch(`${sf.url}/services/oauth2/success#access_token=00D`);
    expect(location).toContain('&refresh_token=5Aep861');
    const denied = locationOf(
      await walk(sf, { ...parameters, prompt: 'consent' }, { ...ADA, press: 'Deny' }, new Browser()),
    );
    expect(denied).toBe(
      `${sf.url}/services/oauth2/success?error=access_denied&error_description=end-user+denied+authorization`,
    );
  });

  test('by the kit gives what the callback got', async () => {
    const own = await fresh({ demo });
    const { access_token = '' } = await own.login({
      app: 'User_Agent',
      user: 'ada',
      response_type: 'hybrid_token',
    });
    expect(access_token).toMatch(/^00D/);
    const root = await own.login({
      app: 'Web_Server',
      user: 'ada',
      redirect_uri: 'https://login.salesforce.com',
      state: 's',
    });
    expect(Object.keys(root)).toEqual(['code', 'state']);
    expect(
      await own.login({
        app: 'Web_Server',
        user: 'grace',
        redirect_uri: SUCCESS,
        press: 'Deny',
      }),
    ).toEqual({ error: 'access_denied', error_description: 'end-user denied authorization' });
  });
});
