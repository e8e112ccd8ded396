/** Every way of being refused, byte for byte: authorize.md 4.4, 10, 11, 13. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import {
  ADA,
  AUTHORIZE,
  ask,
  askOn,
  externalApp,
  GRACE,
  INTEGRATION,
  LIN,
  lastRefusal,
  locationOf,
  pageOf,
  walk,
  webServer,
} from './helpers.ts';

const fresh = freshServers();

const GENERIC =
  'OAUTH_APPROVAL_ERROR_GENERIC : An unexpected error has occurred during authentication. Please try again.';

describe('surface A: the body of the authorize endpoint itself', () => {
  let sf: Fauxforce;
  beforeAll(async () => {
    sf = await startFauxforce({ demo: { secondOrg: true } });
  });
  afterAll(() => sf[Symbol.asyncDispose]());

  test.each([
    [
      'an unknown client_id',
      webServer({ client_id: '3MVG9unknown' }),
      'authorize.client-unknown',
      'error=invalid_client_id&error_description=client%20identifier%20invalid',
    ],
    [
      'no client_id',
      webServer({ client_id: undefined }),
      'authorize.client-unknown',
      'error=invalid_client_id&error_description=client%20identifier%20invalid',
    ],
    [
      'a redirect_uri that is no callback URL',
      webServer({ redirect_uri: 'http://localhost:3000/elsewhere' }),
      'callback.mismatch',
      'error=redirect_uri_mismatch&error_description=redirect_uri%20must%20match%20configuration',
    ],
    [
      'no redirect_uri',
      webServer({ redirect_uri: undefined }),
      'callback.missing',
      'error=redirect_uri_missing&error_description=redirect_uri%20not%20provided',
    ],
    [
      'an out-of-band redirect_uri',
      webServer({ redirect_uri: 'oob' }),
      'callback.out-of-band',
      'error=invalid_request&error_description=out-of-band%20not%20supported',
    ],
    [
      'no response_type',
      webServer({ response_type: undefined }),
      'authorize.response-type',
      'error=unsupported_response_type&error_description=response%20type%20not%20supported',
    ],
    [
      'an unknown response_type',
      webServer({ response_type: 'magic' }),
      'authorize.response-type',
      'error=unsupported_response_type&error_description=response%20type%20not%20supported',
    ],
  ])('%s', async (_condition, parameters, refusal, body) => {
    const answer = await ask(sf, { ...parameters, state: 'never echoed' });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBeNull();
    expect(await answer.text()).toBe(body);
    expect(lastRefusal(sf)).toBe(refusal);
  });

  test('POST', async () => {
    const answer = await fetch(sf.url + AUTHORIZE, {
      method: 'POST',
      body: new URLSearchParams(webServer()),
      redirect: 'manual',
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toBe('error=invalid_request&error_description=must%20use%20HTTP%20GET');
    expect(lastRefusal(sf)).toBe('authorize.method');
  });

  test('a My Domain of another org', async () => {
    const answer = await askOn(sf, 'globex.develop.my.salesforce.com', webServer());
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toBeUndefined();
    expect(answer.body).toBe('error=invalid_client_id&error_description=client%20identifier%20invalid');
    expect(lastRefusal(sf)).toBe('authorize.client-of-other-org');
  });

  test("the app's own My Domain, login.salesforce.com, and any My Domain for the CLI are fine", async () => {
    expect((await askOn(sf, 'acme.develop.my.salesforce.com', webServer())).statusCode).toBe(302);
    expect((await askOn(sf, 'login.salesforce.com', webServer())).statusCode).toBe(302);
    const cli = webServer({
      client_id: 'PlatformCLI',
      redirect_uri: 'http://localhost:1717/OauthRedirect',
    });
    expect((await askOn(sf, 'acme.develop.my.salesforce.com', cli)).statusCode).toBe(302);
  });
});

describe('surface B: the callback, before log-in', () => {
  test('PKCE required by the app', async () => {
    const sf = await fresh();
    const answer = await ask(sf, externalApp({ code_challenge: undefined, state: 'one' }));
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(
      'http://localhost:3000/callback?error=invalid_request&error_description=missing+required+code+challenge&state=one',
    );
    expect(lastRefusal(sf)).toBe('pkce.missing');
  });

  test('PKCE required by the org', async () => {
    const sf = await fresh({ demo: { settings: { isPkceRequired: true } } });
    const answer = await ask(sf, webServer());
    expect(answer.headers.get('location')).toBe(
      'http://localhost:3000/callback?error=invalid_request&error_description=missing+required+code+challenge',
    );
  });

  test('code_challenge_method=plain', async () => {
    const sf = await fresh();
    const answer = await ask(sf, externalApp({ code_challenge_method: 'plain', state: 'one' }));
    expect(answer.headers.get('location')).toBe(
      'http://localhost:3000/callback?error=invalid_request&error_description=code+challenge+method+must+be+S256&state=one',
    );
    expect(lastRefusal(sf)).toBe('pkce.method');
  });

  test('immediate=true without a session', async () => {
    const sf = await fresh();
    const end = await walk(sf, webServer({ immediate: 'true', state: 'one' }), ADA);
    expect(locationOf(end)).toBe(
      'http://localhost:3000/callback?error=immediate_unsuccessful&error_description=immediate+unsuccessful&state=one',
    );
    expect(lastRefusal(sf)).toBe('authorize.immediate');
  });
});

describe('surface B: the callback, after log-in', () => {
  test('Deny', async () => {
    const sf = await fresh();
    const end = await walk(sf, webServer({ state: '972475373f51' }), { ...ADA, press: 'Deny' });
    expect(locationOf(end)).toBe(
      'http://localhost:3000/callback?error=access_denied&error_description=end-user+denied+authorization&state=972475373f51',
    );
    expect(lastRefusal(sf)).toBe('authorize.denied');
  });

  test('Deny on a callback that has a query of its own', async () => {
    const callback = 'http://localhost:3000/admin?page=sf&tab=auth';
    const sf = await fresh({ demo: { apps: { Web_Server: { callbackUrls: [callback] } } } });
    const end = await walk(sf, webServer({ redirect_uri: callback }), { ...ADA, press: 'Deny' });
    expect(locationOf(end)).toBe(
      'http://localhost:3000/admin?page=sf&tab=auth&error=access_denied&error_description=end-user+denied+authorization',
    );
  });

  test('an app that is blocked', async () => {
    const sf = await fresh({ demo: { apps: { Web_Server: { state: 'blocked' } } } });
    expect(locationOf(await walk(sf, webServer({ state: 's' }), ADA))).toBe(
      'http://localhost:3000/callback?error=OAUTH_APP_BLOCKED&error_description=this+app+is+blocked+by+admin&state=s',
    );
    expect(lastRefusal(sf)).toBe('authorize.app-blocked');
  });

  test('API Access Control, and an app that is not allow-listed', async () => {
    const sf = await fresh({ demo: { settings: { apiAccessControl: true } } });
    expect(locationOf(await walk(sf, webServer(), ADA))).toBe(
      'http://localhost:3000/callback?error=OAUTH_APP_BLOCKED&error_description=this+app+is+blocked+by+admin',
    );
    expect(lastRefusal(sf)).toBe('authorize.api-access-control');
    const allowListed = webServer({ client_id: '3MVG9Demo.Admin_Approved' });
    expect(locationOf(await walk(sf, allowListed, ADA))).toMatch(/\?code=aPrx/);
    expect(locationOf(await walk(sf, externalApp(), ADA))).toMatch(/\?code=aPrx/);
  });

  test('a user whom no admin approved', async () => {
    const sf = await fresh();
    const adminApproved = webServer({ client_id: '3MVG9Demo.Admin_Approved', state: 's' });
    expect(locationOf(await walk(sf, adminApproved, GRACE))).toBe(
      'http://localhost:3000/callback?error=OAUTH_APP_ACCESS_DENIED&error_description=user+is+not+admin+approved+to+access+this+app&state=s',
    );
    expect(lastRefusal(sf)).toBe('authorize.not-admin-approved');
  });

  test('an admin-approved app with neither profile nor permission set admits nobody', async () => {
    const nobody = { isAdminApproved: true, profiles: [], permissionSets: [] };
    const sf = await fresh({ demo: { apps: { Web_Server: nobody } } });
    expect(locationOf(await walk(sf, webServer(), ADA))).toContain('?error=OAUTH_APP_ACCESS_DENIED&');
  });

  test('an External Client App that is not installed', async () => {
    const sf = await fresh({ demo: { apps: { Web_Server_PKCE: { state: 'uninstalled' } } } });
    expect(locationOf(await walk(sf, externalApp(), ADA))).toBe(
      'http://localhost:3000/callback?error=OAUTH_EC_APP_NOT_FOUND&error_description=External+client+app+is+not+installed+in+this+org',
    );
    expect(lastRefusal(sf)).toBe('authorize.external-app-not-installed');
  });

  test('a packaged External Client App, and a user of an org that lacks the package', async () => {
    const sf = await fresh({
      demo: { secondOrg: true, apps: { Web_Server_PKCE: { distributionState: 'Packaged' } } },
    });
    expect(locationOf(await walk(sf, externalApp(), LIN))).toBe(
      'http://localhost:3000/callback?error=OAUTH_EC_APP_NOT_FOUND&error_description=External+client+app+is+not+installed+in+this+org',
    );
  });

  test('a local External Client App, and a user of another org', async () => {
    const sf = await fresh({ demo: { secondOrg: true } });
    expect(locationOf(await walk(sf, externalApp({ state: 's' }), LIN))).toBe(
      'http://localhost:3000/callback?error=OAUTH_AUTHORIZATION_BLOCKED&error_description=Cross-org+OAuth+flows+are+not+supported+for+this+external+client+app&state=s',
    );
    expect(lastRefusal(sf)).toBe('authorize.cross-org');
  });
});

describe("surface C: Salesforce's own error page", () => {
  test('a Connected App that is not installed, and a user without the permission', async () => {
    const sf = await fresh({ demo: { apps: { Web_Server: { state: 'uninstalled' } } } });
    const page = pageOf(await walk(sf, webServer({ state: 'never echoed' }), GRACE));
    expect(page.url).toBe(
      `${sf.url}/setup/secur/RemoteAccessErrorPage.apexp?error=invalid_client&error_description=app+must+be+installed+into+org`,
    );
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html;charset=UTF-8');
    expect(page.text).toContain(GENERIC);
    expect(lastRefusal(sf)).toBe('authorize.app-not-installed');
  });

  test('"Approve Uninstalled Connected Apps" stands in for the installation', async () => {
    const sf = await fresh({ demo: { apps: { Web_Server: { state: 'uninstalled' } } } });
    expect(locationOf(await walk(sf, webServer(), ADA))).toMatch(/\?code=aPrx/);
  });

  test('a Connected App of another org', async () => {
    const sf = await fresh({ demo: { secondOrg: true } });
    const page = pageOf(await walk(sf, webServer(), LIN));
    expect(page.url).toContain('?error=invalid_client&error_description=app+must+be+installed+into+org');
  });

  test("the CLI's app is in every org", async () => {
    const sf = await fresh({ demo: { secondOrg: true } });
    const cli = { response_type: 'code', client_id: 'PlatformCLI' };
    const redirect_uri = 'http://localhost:1717/OauthRedirect';
    for (const user of [GRACE, LIN]) {
      expect(locationOf(await walk(sf, { ...cli, redirect_uri }, user))).toMatch(/\?code=aPrx/);
    }
  });

  test.each([
    ['one the app lacks', 'api chatbot_api'],
    ['an unknown one', 'api no_such_scope'],
    ['one joined by an escaped plus', 'api+web'],
    ['one joined by a comma', 'api,web'],
    ['a name of Object.prototype', 'constructor'],
  ])('scopes: %s', async (_condition, scope) => {
    const sf = await fresh();
    const page = pageOf(await walk(sf, webServer({ scope, state: 'never echoed' }), ADA));
    expect(page.url).toBe(
      `${sf.url}/setup/secur/RemoteAccessErrorPage.apexp?error=invalid_scope&error_description=the+requested+scope+is+not+allowed`,
    );
    expect(page.text).toContain(GENERIC);
    expect(lastRefusal(sf)).toBe('authorize.scope');
  });

  test('refresh_token, of an app that lacks it', async () => {
    const sf = await fresh();
    const limited = webServer({ client_id: '3MVG9Demo.Limited_Scope', scope: 'refresh_token' });
    expect(pageOf(await walk(sf, limited, ADA)).url).toContain('?error=invalid_scope&');
  });

  test('a user who may use the API only', async () => {
    const sf = await fresh();
    const page = pageOf(await walk(sf, webServer(), INTEGRATION));
    expect(page.url).toBe(
      `${sf.url}/setup/secur/RemoteAccessErrorPage.apexp?error=OAUTH_APPROVAL_ERROR_GENERIC&error_description=An+unexpected+error+has+occurred+during+authentication.+Please+try+again.`,
    );
    expect(lastRefusal(sf)).toBe('authorize.api-only-user');
  });

  test('an approval process that expired', async () => {
    const sf = await fresh();
    const link = (await ask(sf, webServer())).headers.get('location') ?? '';
    sf.clock.advance(59 * 60_000);
    expect((await fetch(link, { redirect: 'manual' })).status).toBe(200);
    sf.clock.advance(60_000);
    const answer = await fetch(link, { redirect: 'manual' });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(
      `${sf.url}/setup/secur/RemoteAccessErrorPage.apexp?error=OAUTH_APPROVAL_ERROR_GENERIC&error_description=You+didn%27t+complete+the+approval+process+before+it+expired.+Please+try+again.`,
    );
    expect(await (await fetch(link)).text()).toContain(
      'You didn&#39;t complete the approval process before it expired. Please try again.',
    );
    expect(lastRefusal(sf)).toBe('approval.expired');
  });

  test.each(['', 'CAAAAnonsense', 'not base64 at all €', 'A'.repeat(500)])('source=%j', async (source) => {
    const sf = await fresh();
    const page = `/setup/secur/RemoteAccessAuthorizationPage.apexp?${new URLSearchParams({ source })}`;
    const answer = await fetch(sf.url + page, { redirect: 'manual' });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(
      `${sf.url}/setup/secur/RemoteAccessErrorPage.apexp?error=OAUTH_APPROVAL_ERROR_GENERIC&error_description=An+unexpected+error+has+occurred+during+authentication.+Please+try+again.`,
    );
    expect(lastRefusal(sf)).toBe('approval.unreadable');
  });

  test('a source that somebody changed, in any byte', async () => {
    const sf = await fresh();
    const link = new URL((await ask(sf, webServer())).headers.get('location') ?? '');
    const sealed = Buffer.from(link.searchParams.get('source') ?? '', 'base64url');
    for (const place of [0, 5, 12, 27, 30, 60, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[place] = (changed[place] ?? 0) ^ 1;
      link.searchParams.set('source', changed.toString('base64url'));
      const answer = await fetch(link, { redirect: 'manual' });
      expect(answer.headers.get('location')).toContain('RemoteAccessErrorPage.apexp');
    }
  });
});
