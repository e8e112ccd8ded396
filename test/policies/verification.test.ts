/** Verify Your Identity: outside the org's trusted ranges, and where an app wants a session's level raised (model.md 1.4, 4.2). */
import { describe, expect, test } from 'vitest';
import { totp } from '../../src/policies/totp.ts';
import { Browser, type Walk } from '../../src/testing/browser.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { AUTHORIZE, webServer } from '../authorize/helpers.ts';
import { freshServers } from '../helpers/fresh.ts';
import { credentials, members, postToken, refreshWith, send, user } from '../helpers/token.ts';

const fresh = freshServers();

const ELSEWHERE = [{ start: '10.0.0.0', end: '10.255.255.255' }];
/** Ada has an authenticator: the page asks for its code. */
const USERS = { ada: { totpSecret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' } };
const RAISE = { sessionPolicy: { sessionLevel: 'HIGH_ASSURANCE', policyAction: 'RaiseSessionLevel' } };
const ADA = { username: 'ada@acme.example', password: 'correct-horse' };

const codeNow = (sf: Fauxforce) => totp(user(sf, 'ada').totpSecret, sf.clock.now());
const titleOf = (walk: Walk) => (walk.callback ? walk.location : walk.page);

function page(walk: Walk): Extract<Walk, { page: string }> {
  if (walk.callback) throw new Error(`expected a page, not ${walk.location}`);
  return walk;
}

async function logIn(sf: Fauxforce, browser = new Browser()) {
  return browser.submit(page(await browser.open(`${sf.url}/`)), 'Login', ADA);
}

function authorize(sf: Fauxforce, browser: Browser) {
  const parameters = webServer();
  return browser.open(`${sf.url}${AUTHORIZE}?${new URLSearchParams(parameters)}`, parameters.redirect_uri);
}

describe("outside the org's trusted ranges", () => {
  const start = () => startFauxforce({ demo: { users: USERS, settings: { trustedIpRanges: ELSEWHERE } } });

  test('the log-in goes on to the verification page, and no session exists before', async () => {
    await using sf = await start();
    const browser = new Browser();
    const verify = page(await logIn(sf, browser));
    expect(verify.page).toBe('Verify Your Identity | Salesforce');
    expect(verify.text).toContain('ada@acme.example');
    expect(titleOf(await browser.open(`${sf.url}/`))).toBe('Login | Salesforce');
    const wrong = page(await browser.submit(verify, 'save', { tc: '12345' }));
    expect(wrong.text).toContain('The verification code is incorrect or has expired. Try again.');
    await browser.submit(wrong, 'save', { tc: codeNow(sf) });
    expect(titleOf(await browser.open(`${sf.url}/`))).not.toBe('Login | Salesforce');
  });

  test('a browser is asked once, and another one again', async () => {
    await using sf = await start();
    const browser = new Browser();
    await browser.submit(page(await logIn(sf, browser)), 'save', { tc: codeNow(sf) });
    await browser.open(`${sf.url}/secur/logout.jsp`);
    expect(titleOf(await logIn(sf, browser))).not.toBe('Verify Your Identity | Salesforce');
    expect(titleOf(await logIn(sf))).toBe('Verify Your Identity | Salesforce');
  });

  test.each([
    [
      'whose profile has the address in its login IP ranges',
      'ada',
      [{ start: '127.0.0.1', end: '127.0.0.1' }],
    ],
    ['who is a customer', 'vera', []],
  ])('nobody is asked %s', async (_who, name, loginIpRanges) => {
    const sf = await fresh({
      demo: {
        users: USERS,
        settings: { trustedIpRanges: ELSEWHERE },
        profiles: { 'System Administrator': { loginIpRanges } },
      },
    });
    const browser = new Browser();
    const form = page(await browser.open(`${sf.url}/`));
    const next = await browser.submit(form, 'Login', { ...ADA, username: `${name}@acme.example` });
    expect(titleOf(next)).not.toBe('Verify Your Identity | Salesforce');
    expect(titleOf(next)).not.toBe('Login | Salesforce');
  });

  test('the kit walks through it, and a code of another time does not', async () => {
    await using sf = await start();
    expect(await sf.login({ app: 'Web_Server', user: 'ada' })).toHaveProperty('code');
    const browser = new Browser();
    const verify = page(await logIn(sf, browser));
    const old = codeNow(sf);
    sf.clock.advance(5 * 60_000);
    expect(titleOf(await browser.submit(verify, 'save', { tc: old }))).toContain('Verify Your Identity');
    sf.clock.advance(16 * 60_000);
    expect(titleOf(await browser.submit(verify, 'save', { tc: codeNow(sf) }))).toBe('Login | Salesforce');
  });

  test('nobody makes a page for somebody else, or without a password', async () => {
    await using sf = await start();
    const path = '/_ui/identity/verification/method/TotpVerificationFinishUi/e';
    const userId = user(sf, 'ada').id;
    for (const proof of ['', 'x', `${userId}.${sf.clock.now()}.AAAA`, `${userId}.99999999999999.AAAA`]) {
      const answer = await send(sf, path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ proof, tc: codeNow(sf), save: 'Verify' }).toString(),
      });
      expect(answer.status).toBe(302);
      expect(answer.headers.location).toBe(`${sf.url}/`);
    }
  });

  test('guesses lock the user out', async () => {
    const sf = await fresh({
      demo: { users: USERS, settings: { trustedIpRanges: ELSEWHERE, maxLoginAttempts: 'ThreeAttempts' } },
    });
    const browser = new Browser();
    const verify = page(await logIn(sf, browser));
    for (let i = 0; i < 3; i++) await browser.submit(verify, 'save', { tc: `00000${i}x` });
    await browser.submit(verify, 'save', { tc: codeNow(sf) });
    expect(sf.journal.entries({ outcome: 'refused', limit: 1 })[0]?.refusal?.name).toBe('login.locked');
  });
});

describe('RaiseSessionLevel', () => {
  const start = () =>
    startFauxforce({ demo: { users: USERS, apps: { Web_Server: RAISE, JWT_Bearer: RAISE } } });

  test('asks for the code within a session that has none, once', async () => {
    await using sf = await start();
    const browser = new Browser();
    await logIn(sf, browser);
    const verify = page(await authorize(sf, browser));
    expect(verify.page).toBe('Verify Your Identity | Salesforce');
    const allow = page(
      await browser.submit(verify, 'save', { tc: codeNow(sf) }, 'http://localhost:3000/callback'),
    );
    expect(allow.page).toBe('Allow Access?');
    expect(titleOf(await authorize(sf, browser))).toBe('Allow Access?');
  });

  test('gives tokens that the API takes, and that refresh', async () => {
    await using sf = await start();
    const { code = '' } = await sf.login({ app: 'Web_Server', user: 'ada' });
    const { body } = await postToken(sf, {
      grant_type: 'authorization_code',
      ...credentials(sf, 'Web_Server'),
      redirect_uri: 'http://localhost:3000/callback',
      code,
    });
    const { access_token, refresh_token = '' } = members(body);
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await send(sf, '/services/data/v60.0', { headers })).status).toBe(200);
    const refreshed = await refreshWith(sf, 'Web_Server', refresh_token);
    const again = { authorization: `Bearer ${members(refreshed.body).access_token}` };
    expect((await send(sf, '/services/data/v60.0', { headers: again })).status).toBe(200);
  });

  test('shows no page for immediate=true', async () => {
    await using sf = await start();
    const browser = new Browser();
    await logIn(sf, browser);
    const parameters = webServer({ immediate: 'true' });
    const walk = await browser.open(
      `${sf.url}${AUTHORIZE}?${new URLSearchParams(parameters)}`,
      parameters.redirect_uri,
    );
    expect(titleOf(walk)).toBe(
      'http://localhost:3000/callback?error=immediate_unsuccessful&error_description=immediate+unsuccessful',
    );
  });
});

describe('a profile that requires a high-assurance session at log-in', () => {
  const start = (level: string) =>
    startFauxforce({
      demo: {
        users: USERS,
        profiles: { 'System Administrator': { requiredSessionLevel: level } },
        apps: { Web_Server: RAISE },
      },
    });

  test('asks for the code each time, verified browser or not, and the session has the level', async () => {
    await using sf = await start('HIGH_ASSURANCE');
    const browser = new Browser();
    const verify = page(await logIn(sf, browser));
    expect(verify.page).toBe('Verify Your Identity | Salesforce');
    const wrong = page(await browser.submit(verify, 'save', { tc: '000' }));
    expect(wrong.text).toContain('The verification code is incorrect or has expired. Try again.');
    await browser.submit(wrong, 'save', { tc: codeNow(sf) });
    // The app wants that level too, and does not ask again.
    expect(titleOf(await authorize(sf, browser))).toBe('Allow Access?');
    await browser.open(`${sf.url}/secur/logout.jsp`);
    expect(titleOf(await logIn(sf, browser))).toBe('Verify Your Identity | Salesforce');
  });

  test.each(['STANDARD', 'LOW'])('%s asks for nothing more', async (level) => {
    await using sf = await start(level);
    expect(titleOf(await logIn(sf))).not.toBe('Verify Your Identity | Salesforce');
  });
});
