/** The login history, with Salesforce's texts (identity-and-resources.md 11; token.md 4, 5). */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CLOSED, ELSEWHERE } from '../../src/refusals/policy-words.ts';
import type { DemoChanges } from '../../src/refusals/refusal.ts';
import { CLIENT_IP_HEADER } from '../../src/server/client-ip.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { makeJwt } from '../helpers/jwt.ts';
import { codeExchange, credentials, postToken, refreshTokenFor, refreshWith } from '../helpers/token.ts';
import { type LabOrg, lab, tokenOf } from '../lab/helpers.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { clientCredentials, keyOf, logIns, logInTo } from './helpers.ts';

const fresh = freshServers();

const folder = temporaryFolder();
const MORNING = Date.parse('2027-03-01T08:00:00Z');
const ADMIN = 'System Administrator';

/** What the log-in page makes of ada. */
async function typePassword(sf: Fauxforce, password = 'correct-horse', username = 'ada@acme.example') {
  return fetch(`${sf.url}/`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ un: username, pw: password }),
  });
}

function sendPassword(sf: Fauxforce, password = 'correct-horseTok3n', headers = {}) {
  const form = { grant_type: 'password', ...credentials(sf, 'Username_Password') };
  return postToken(sf, { ...form, username: 'ada@acme.example', password }, headers);
}

function sendJwt(sf: Fauxforce, sub = 'ada@acme.example', aud = 'https://login.salesforce.com') {
  const claims = { iss: keyOf(sf, 'JWT_Bearer'), sub, aud, exp: Math.floor(sf.clock.now() / 1000) + 60 };
  return postToken(sf, {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: makeJwt({ claims }),
  });
}

describe('GET /logins', () => {
  test('has log-ins to the page and to apps, newest first', async () => {
    const sf = await fresh({ allowClientIpHeader: true });
    sf.clock.freeze();
    sf.clock.set(MORNING);
    await typePassword(sf);
    sf.clock.advance(60_000);
    await sendPassword(sf, undefined, { [CLIENT_IP_HEADER]: '203.0.113.7' });

    const found = await logIns(sf);
    expect(found).toEqual([
      {
        org: '00D5g000004AcmeEAC',
        id: expect.stringMatching(/-2$/),
        at: '2027-03-01T08:01:00.000Z',
        username: 'ada@acme.example',
        clientId: keyOf(sf, 'Username_Password'),
        application: 'Username Password',
        loginType: 'Remote Access 2.0',
        loginSubType: 'OauthUsernamePassword',
        apiType: null,
        apiVersion: null,
        sourceIp: '203.0.113.7',
        status: 'Success',
        refusal: null,
      },
      {
        org: '00D5g000004AcmeEAC',
        id: expect.stringMatching(/-1$/),
        at: '2027-03-01T08:00:00.000Z',
        username: 'ada@acme.example',
        clientId: null,
        application: 'Browser',
        loginType: 'Application',
        loginSubType: 'UsernamePasswordUiLogin',
        apiType: null,
        apiVersion: null,
        sourceIp: '127.0.0.1',
        status: 'Success',
        refusal: null,
      },
    ]);
    expect((await lab(sf, 'GET', `/journal/${found[0]!.id}`)).body).toMatchObject({ grantType: 'password' });
  });

  test.each<[string, string | null, (sf: Fauxforce) => Promise<unknown>]>([
    ['Web Server', 'OauthWebServer', (sf) => logInTo(sf, 'Web_Server')],
    ['Client Credentials', 'OauthClientCredentials', (sf) => clientCredentials(sf)],
    ['JWT Bearer', null, (sf) => sendJwt(sf)],
    [
      'User Agent',
      'OauthUserAgent',
      (sf) => sf.login({ app: 'User_Agent', user: 'ada', response_type: 'token' }),
    ],
  ])('calls a log-in to %s %s', async (application, loginSubType, logIn) => {
    const sf = await fresh();
    await logIn(sf);
    expect((await logIns(sf))[0]).toMatchObject({
      application,
      loginType: 'Remote Access 2.0',
      loginSubType,
      status: 'Success',
    });
  });

  test('has refreshes, and the one that came while another was under way', async () => {
    const sf = await fresh();
    const token = await refreshTokenFor(sf, 'Web_Server');
    await refreshWith(sf, 'Web_Server', token);
    sf.arm('refresh.busy');
    await refreshWith(sf, 'Web_Server', token);
    expect((await logIns(sf)).map(({ loginSubType, status }) => `${loginSubType}: ${status}`)).toEqual([
      'OauthRefreshToken: Failed: Token request is already being processed',
      'OauthRefreshToken: Success',
      'OauthWebServer: Success',
    ]);
  });

  test('shows the request for a verification code, then the log-in', async () => {
    const sf = await fresh({ demo: { settings: { trustedIpRanges: ELSEWHERE } } });
    await sf.login({ app: 'Web_Server', user: 'ada' });
    expect((await logIns(sf)).map(({ status }) => status)).toEqual([
      'Success',
      'Failed: Computer activation required',
    ]);
  });

  test('is narrowed by org, user, app, status and time, and cut', async () => {
    const sf = await fresh();
    sf.clock.freeze();
    sf.clock.set(MORNING);
    const { body: made } = await lab<LabOrg>(sf, 'POST', '/orgs', {});
    await tokenOf(sf, made.apps[0]!);
    await logInTo(sf, 'Web_Server');
    await typePassword(sf, 'wrong');
    sf.clock.advance(60_000);
    await logInTo(sf, 'Web_Server', 'grace');
    const found = async (query: string) =>
      (await logIns(sf, query)).map(
        ({ username, application }) => `${username.split('@')[0]} ${application}`,
      );

    expect(await found('?org=00D5g000004AcmeEAC')).toEqual([
      'grace Web Server',
      'ada Browser',
      'ada Web Server',
    ]);
    expect(await found(`?org=${made.org.id}`)).toHaveLength(1);
    expect(await found('?username=ADA@acme.example')).toEqual(['ada Browser', 'ada Web Server']);
    expect(await found(`?client_id=${keyOf(sf, 'Web_Server')}`)).toEqual([
      'grace Web Server',
      'ada Web Server',
    ]);
    expect(await found('?status=invalid%20password')).toEqual(['ada Browser']);
    expect(await found('?since=2027-03-01T08:01:00Z')).toEqual(['grace Web Server']);
    expect(await found('?limit=1')).toEqual(['grace Web Server']);
    expect((await lab(sf, 'GET', '/logins?limit=0')).status).toBe(400);
    expect((await lab(sf, 'GET', '/logins?since=yesterday')).status).toBe(400);
    expect((await lab(sf, 'GET', '/logins?state=Success')).status).toBe(400);
  });

  test('leaves out what is no log-in, and names that nobody has', async () => {
    const sf = await fresh();
    const token = await clientCredentials(sf);
    await fetch(`${sf.url}/services/oauth2/userinfo`, { headers: { authorization: `Bearer ${token}` } });
    await fetch(`${sf.url}/services/oauth2/revoke?token=${token}`);
    await typePassword(sf, 'any', 'nobody@acme.example');
    await sendJwt(sf, 'nobody@acme.example');
    await sf.login({ app: 'Web_Server', user: 'ada', press: 'Deny' });
    expect((await logIns(sf)).map(({ application }) => application)).toEqual([
      'Browser',
      'Client Credentials',
    ]);
  });

  test('is there after a restart, and goes with the journal', async () => {
    const store = join(folder(), 'log-ins.db');
    {
      await using sf = await startFauxforce({ store });
      await typePassword(sf, 'wrong');
    }
    await using sf = await startFauxforce({ store });
    expect(await logIns(sf)).toMatchObject([{ status: 'Invalid Password', sourceIp: '127.0.0.1' }]);
    await lab(sf, 'DELETE', '/journal');
    expect(await logIns(sf)).toEqual([]);
  });
});

describe('a refusal', () => {
  test.each<[string, string, string, DemoChanges, (sf: Fauxforce) => Promise<unknown>]>([
    ['a wrong password', 'Invalid Password', 'login.password', {}, (sf) => typePassword(sf, 'wrong')],
    ['a wrong password', 'Invalid Password', 'password.wrong', {}, (sf) => sendPassword(sf, 'wrong')],
    [
      'no security token',
      'Failed: API security token required',
      'password.security-token',
      {},
      (sf) => sendPassword(sf, 'correct-horse'),
    ],
    [
      'an inactive user',
      'User is Inactive',
      'login.inactive',
      { users: { ada: { isActive: false } } },
      (sf) => typePassword(sf),
    ],
    [
      'an inactive user',
      'User is Inactive',
      'user.inactive',
      { users: { ada: { isActive: false } } },
      (sf) => sendJwt(sf),
    ],
    [
      'a frozen user',
      'User Is Frozen',
      'login.frozen',
      { users: { ada: { isFrozen: true } } },
      (sf) => typePassword(sf),
    ],
    [
      'a frozen user',
      'User Is Frozen',
      'user.frozen',
      { users: { ada: { isFrozen: true } } },
      (sf) => sendJwt(sf),
    ],
    [
      'a locked user',
      'Password Lockout',
      'login.locked',
      { users: { ada: { isLocked: true } } },
      (sf) => typePassword(sf),
    ],
    [
      'a locked user',
      'Password Lockout',
      'password.locked-user',
      { users: { ada: { isLocked: true } } },
      (sf) => sendPassword(sf),
    ],
    [
      'a wrong address',
      'Restricted IP',
      'user.ip-restricted',
      { profiles: { [ADMIN]: { loginIpRanges: ELSEWHERE } } },
      async (sf) => postToken(sf, await codeExchange(sf, { app: 'Web_Server' })),
    ],
    [
      'a wrong hour',
      'Restricted time',
      'login.hours',
      { profiles: { [ADMIN]: { loginHours: CLOSED } } },
      (sf) => typePassword(sf),
    ],
    [
      'an org that is inactive',
      'Organization is inactive',
      'org.inactive',
      { org: { isActive: false } },
      (sf) => sendJwt(sf),
    ],
    [
      'an app that is not for the user',
      'Failed: Not approved for access',
      'user.not-admin-approved',
      {},
      (sf) => sendJwt(sf, 'grace@acme.example'),
    ],
    [
      'another audience',
      'Failed: Audience Invalid',
      'jwt.audience',
      {},
      (sf) => sendJwt(sf, undefined, 'https://elsewhere.example'),
    ],
    [
      'a flow that the org switched off',
      'Username-Password Flow Disabled',
      'password.flow-disabled',
      { settings: { allowUsernamePasswordFlow: false } },
      (sf) => sendPassword(sf),
    ],
    [
      'a code without a consumer key',
      'Failed: Missing Consumer Key Parameter',
      'client.id-missing',
      {},
      async (sf) => {
        const { client_id: _, ...form } = await codeExchange(sf, { app: 'Web_Server' });
        return postToken(sf, form);
      },
    ],
    [
      'a password without a consumer key',
      'Failed: Missing Consumer Key Parameter',
      'client.id-missing',
      {},
      (sf) => postToken(sf, { grant_type: 'password', username: 'ada@acme.example', password: 'x' }),
    ],
  ])('%s: %s (%s)', async (_what, status, refusal, demo, logIn) => {
    const sf = await fresh({ demo });
    await logIn(sf);
    expect(await logIns(sf)).toMatchObject([{ status, refusal }]);
  });

  test('a code that was used: Failed: Invalid Nonce', async () => {
    const sf = await fresh();
    const form = await codeExchange(sf, { app: 'Web_Server' });
    for (let i = 0; i < 2; i++) await postToken(sf, form);
    expect((await logIns(sf)).map(({ status }) => status)).toEqual(['Failed: Invalid Nonce', 'Success']);
  });

  test('an unknown code without a consumer key is in nobody’s', async () => {
    const sf = await fresh();
    await postToken(sf, { grant_type: 'authorization_code', code: 'aPrxnobody' });
    await postToken(sf, { grant_type: 'authorization_code' });
    expect(await logIns(sf)).toEqual([]);
  });

  test('of the Allow Access page names the app', async () => {
    const demo = { apps: { Web_Server: { isAdminApproved: true } } };
    const sf = await fresh({ demo });
    await sf.login({ app: 'Web_Server', user: 'grace' });
    expect((await logIns(sf))[0]).toMatchObject({
      username: 'grace@acme.example',
      application: 'Web Server',
      loginType: 'Remote Access 2.0',
      status: 'Failed: Not approved for access',
      refusal: 'authorize.not-admin-approved',
    });
  });
});
