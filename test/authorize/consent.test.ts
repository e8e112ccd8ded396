/** When the Allow Access page is shown, what it says, and what Allow grants: authorize.md 3, 4.1; model.md 3.2, 3.3. */
import { expect, test } from 'vitest';
import { Browser, type Walk } from '../../src/testing/browser.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import {
  ADA,
  CALLBACK,
  externalApp,
  GRACE,
  lastRefusal,
  locationOf,
  pageOf,
  walk,
  webServer,
} from './helpers.ts';

const fresh = freshServers();

const ALLOW = 'Allow Access?';

/** Logs in, and stops where the browser is then. */
async function logIn(
  sf: Fauxforce,
  parameters: Record<string, string>,
  visitor = ADA,
  browser = new Browser(),
): Promise<Walk> {
  const url = `${sf.url}/services/oauth2/authorize?${new URLSearchParams(parameters)}`;
  const page = pageOf(await browser.open(url));
  return browser.submit(page, 'Login', { username: visitor.username, password: visitor.password });
}

/** Opens authorize in a browser that may have a session, and stops where it is then. */
function open(sf: Fauxforce, browser: Browser, parameters: Record<string, string>): Promise<Walk> {
  return browser.open(`${sf.url}/services/oauth2/authorize?${new URLSearchParams(parameters)}`);
}

async function storedCode(sf: Fauxforce, walk: Walk) {
  const code = sf.world.codec.read('code', walk.callback?.code ?? '');
  const stored = code && (await sf.world.store.codes.find(code.row));
  if (!stored) throw new Error('no such code');
  expect(stored.secretHash.equals(code.hash)).toBe(true);
  return stored;
}

test('the page shows the description and the logo of the app, and loads nothing else from elsewhere', async () => {
  const policy = ({ headers }: { headers: Headers }) => headers.get('content-security-policy') ?? '';
  const sf = await fresh({
    demo: {
      apps: {
        Web_Server: {
          description: 'Orders <now>',
          logoUrl: 'https://cdn.acme.example:8443/logo.png?a=1&b="2"',
        },
        Web_Server_PKCE: { description: 'Without a logo' },
      },
    },
  });
  const page = pageOf(await logIn(sf, webServer()));
  expect(page.text).toContain('<p class="description">Orders &lt;now&gt;</p>');
  expect(page.text).toContain(
    '<img class="logo" src="https://cdn.acme.example:8443/logo.png?a=1&amp;b=&quot;2&quot;" alt="">',
  );
  expect(policy(page)).toContain('; img-src https://cdn.acme.example:8443;');
  const plain = pageOf(await logIn(sf, externalApp()));
  expect(plain.text).toContain('<p class="description">Without a logo</p>');
  expect(plain.text).not.toContain('<img');
  expect(policy(plain)).not.toContain('img-src');
});

test('the page names the app, the user and each scope once', async () => {
  const sf = await fresh({ demo: { apps: { Web_Server: { label: 'Order Portal' } } } });
  const page = pageOf(await logIn(sf, webServer({ scope: 'api id profile email refresh_token' })));
  expect(page.page).toBe(ALLOW);
  expect(page.status).toBe(200);
  expect(page.text).toContain('<strong>Order Portal</strong> is asking to:');
  expect([...page.text.matchAll(/<li>([^<]*)<\/li>/g)].map((match) => match[1])).toEqual([
    'Manage user data via APIs',
    'Access the identity URL service',
    'Perform requests at any time',
  ]);
  expect(page.text).toContain('Do you want to allow access for <strong>ada@acme.example</strong>?');
  expect(page.text).toMatch(/<input id="oaapprove"[^>]* type="submit" value="Allow">/);
  expect(page.text).toMatch(/<input id="oadeny"[^>]* type="submit" value="Deny">/);
  expect(page.text).toContain('To revoke access at any time, go to your personal settings.');
});

test('Allow grants what was asked for, and the code remembers the request', async () => {
  const sf = await fresh();
  sf.clock.freeze();
  const code = await storedCode(
    sf,
    await walk(sf, externalApp({ scope: 'openid  api api', nonce: 'n' }), ADA),
  );
  expect(code).toMatchObject({
    orgId: '00D5g000004AcmeEAC',
    userId: sf.users.ada?.id,
    consumerKey: '3MVG9Demo.Web_Server_PKCE',
    scopes: 'openid api',
    redirectUri: CALLBACK,
    codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    nonce: 'n',
    issuer: sf.url,
    createdAt: sf.clock.now(),
    spentAt: undefined,
  });
  const [approval] = await sf.world.store.approvals.live(sf.users.ada?.id ?? '', '3MVG9Demo.Web_Server_PKCE');
  expect(approval).toMatchObject({ row: code.approval, scopes: 'openid api', createdAt: sf.clock.now() });
});

test('without scope, all scopes of the app are granted', async () => {
  const sf = await fresh();
  const code = await storedCode(sf, await walk(sf, webServer(), ADA));
  expect(code.scopes).toBe('api refresh_token openid id web');
});

test('synonyms and implied scopes of what the app has may be asked for', async () => {
  const sf = await fresh();
  const scope = 'profile offline_access visualforce chatter_api';
  const code = await storedCode(sf, await walk(sf, webServer({ scope }), ADA));
  expect(code.scopes).toBe(scope);
});

test('full covers every scope but refresh_token', async () => {
  const sf = await fresh({ demo: { apps: { Web_Server: { scopes: ['full'] } } } });
  await storedCode(sf, await walk(sf, webServer({ scope: 'api wave_api' }), ADA));
  expect(pageOf(await walk(sf, webServer({ scope: 'full refresh_token' }), ADA)).url).toContain(
    'error=invalid_scope',
  );
});

test('an approval is remembered for the same or lesser scopes, in any browser, until consent is prompted', async () => {
  const sf = await fresh();
  await walk(sf, webServer({ scope: 'api id' }), ADA);
  expect(locationOf(await logIn(sf, webServer({ scope: 'id' })))).toContain('?code=');
  expect(locationOf(await logIn(sf, webServer({ scope: 'api id' })))).toContain('?code=');
  expect(pageOf(await logIn(sf, webServer({ scope: 'api web' }))).page).toBe(ALLOW);
  expect(pageOf(await logIn(sf, webServer({ scope: 'id', prompt: 'consent' }))).page).toBe(ALLOW);
  expect(pageOf(await logIn(sf, webServer({ scope: 'id' }), GRACE)).page).toBe(ALLOW);
});

test('a revoked approval is forgotten', async () => {
  const sf = await fresh();
  await walk(sf, webServer(), ADA);
  const [approval] = await sf.world.store.approvals.live(sf.users.ada?.id ?? '', '3MVG9Demo.Web_Server');
  await sf.world.store.approvals.revoke(approval?.row ?? 0, sf.clock.now());
  expect(pageOf(await logIn(sf, webServer())).page).toBe(ALLOW);
});

test('the sixth approval of a user and app takes the place of the oldest', async () => {
  const sf = await fresh();
  const scopes = ['api', 'id', 'web', 'openid', 'refresh_token'];
  for (const scope of scopes) await walk(sf, webServer({ scope, prompt: 'consent' }), ADA);
  await walk(sf, webServer({ scope: 'api web', prompt: 'consent' }), ADA);
  const approvals = await sf.world.store.approvals.live(sf.users.ada?.id ?? '', '3MVG9Demo.Web_Server');
  expect(approvals.map((approval) => approval.scopes)).toEqual([
    'id',
    'web',
    'openid',
    'refresh_token',
    'api web',
  ]);
});

test('Deny records no approval', async () => {
  const sf = await fresh();
  await walk(sf, webServer(), { ...ADA, press: 'Deny' });
  expect(await sf.world.store.approvals.live(sf.users.ada?.id ?? '', '3MVG9Demo.Web_Server')).toEqual([]);
});

test('users whom an admin approved are not asked, by profile or by permission set, even when consent is prompted', async () => {
  const sf = await fresh();
  const byProfile = webServer({ client_id: '3MVG9Demo.Admin_Approved', prompt: 'consent' });
  const byPermissionSet = webServer({
    client_id: '3MVG9Demo.JWT_Bearer',
    redirect_uri: 'http://localhost:1717/OauthRedirect',
  });
  for (const parameters of [byProfile, byPermissionSet]) {
    const code = await storedCode(sf, await logIn(sf, parameters));
    expect(code.approval).toBeUndefined();
  }
});

test('an active session is used silently; prompt=login asks for a new one', async () => {
  const sf = await fresh();
  sf.clock.freeze();
  const browser = new Browser();
  await walk(sf, webServer(), ADA, browser);
  expect(locationOf(await open(sf, browser, webServer()))).toContain('?code=');
  for (const prompt of ['login', 'login consent', 'consent login']) {
    const page = pageOf(await open(sf, browser, webServer({ prompt })));
    expect(page.page).toBe('Login | Salesforce');
    const next = await browser.submit(page, 'Login', { username: ADA.username, password: ADA.password });
    if (prompt === 'login') expect(locationOf(next)).toContain('?code=');
    else expect(pageOf(next).page).toBe(ALLOW);
  }
});

test('prompt=select_account shows the page of the active session; unknown prompts are ignored', async () => {
  const sf = await fresh();
  const browser = new Browser();
  await walk(sf, webServer(), ADA, browser);
  expect(pageOf(await open(sf, browser, webServer({ prompt: 'select_account' }))).page).toBe(ALLOW);
  expect(locationOf(await open(sf, browser, webServer({ prompt: 'none' })))).toContain('?code=');
  const anew = pageOf(await open(sf, new Browser(), webServer({ prompt: 'select_account' })));
  expect(anew.page).toBe('Login | Salesforce');
});

test('"Not you?" logs out and comes back by way of the log-in page', async () => {
  const sf = await fresh();
  const browser = new Browser();
  const allow = pageOf(await logIn(sf, webServer(), ADA, browser));
  const link = /id="notyou" href="([^"]+)"/.exec(allow.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const page = pageOf(await browser.open(new URL(link, sf.url).href));
  expect(page.page).toBe('Login | Salesforce');
  const next = pageOf(
    await browser.submit(page, 'Login', { username: GRACE.username, password: GRACE.password }),
  );
  expect(next.text).toContain('allow access for <strong>grace@acme.example</strong>?');
});

test('immediate=true succeeds with a session and an approval, and asks nothing otherwise', async () => {
  const sf = await fresh();
  const browser = new Browser();
  await walk(sf, webServer({ scope: 'id' }), ADA, browser);
  const immediate = (changes: Record<string, string>) =>
    open(sf, browser, webServer({ immediate: 'true', ...changes }));
  expect(locationOf(await immediate({ scope: 'id' }))).toContain('?code=');
  expect(locationOf(await immediate({ scope: 'api' }))).toBe(
    'http://localhost:3000/callback?error=immediate_unsuccessful&error_description=immediate+unsuccessful',
  );
  expect(lastRefusal(sf)).toBe('authorize.immediate');
  expect(locationOf(await immediate({ scope: 'id', prompt: 'login' }))).toContain(
    'error=immediate_unsuccessful',
  );
  expect(locationOf(await immediate({ scope: 'id', immediate: 'false' }))).toContain('?code=');
});

test('an approval given before outlives the installation', async () => {
  const sf = await fresh({ demo: { apps: { Web_Server: { state: 'uninstalled' } } } });
  await sf.world.store.approvals.append({
    orgId: '00D5g000004AcmeEAC',
    userId: sf.users.grace?.id ?? '',
    consumerKey: '3MVG9Demo.Web_Server',
    scopes: 'api',
    createdAt: sf.clock.now(),
  });
  expect(locationOf(await walk(sf, webServer({ scope: 'api' }), GRACE))).toContain('?code=');
});

test('the journal explains a decision with every check that led to it', async () => {
  const sf = await fresh();
  const adminApproved = webServer({ client_id: '3MVG9Demo.Admin_Approved' });
  await walk(sf, adminApproved, GRACE);
  const entry = sf.journal.entries({ outcome: 'refused', limit: 1 })[0];
  expect(entry).toMatchObject({
    org: '00D5g000004AcmeEAC',
    clientId: '3MVG9Demo.Admin_Approved',
    username: 'grace@acme.example',
    refusal: { name: 'authorize.not-admin-approved', error: 'OAUTH_APP_ACCESS_DENIED' },
  });
  expect(entry?.checks.map(({ name, ok }) => `${ok ? '✓' : '✗'} ${name}`)).toEqual([
    '✓ approval.unreadable',
    '✓ approval.expired',
    '✓ authorize.https-required',
    '✓ authorize.method',
    '✓ authorize.client-unknown',
    '✓ authorize.client-of-other-org',
    '✓ callback.missing',
    '✓ callback.out-of-band',
    '✓ callback.mismatch',
    '✓ authorize.response-type',
    '✓ pkce.method',
    '✓ pkce.missing',
    '✓ authorize.app-blocked',
    '✗ authorize.not-admin-approved',
  ]);
  expect(entry?.refusal?.why).toBe(
    'Admin Approved admits admin-approved users only: profiles "System Administrator", permission sets nothing; the user has profile "Standard User", permission sets nothing',
  );
});
