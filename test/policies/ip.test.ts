/** IP ranges: of profiles, apps and the org, what relaxes them, and where the caller's address comes from (model.md 4.2). */
import { describe, expect, test } from 'vitest';
import { totp } from '../../src/policies/totp.ts';
import type { DemoChanges } from '../../src/refusals/refusal.ts';
import { authorize } from '../../src/testing/browser.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { makeJwt } from '../helpers/jwt.ts';
import { codeExchange, credentials, members, postToken, send, user } from '../helpers/token.ts';

const fresh = freshServers();

const OFFICE = [
  { start: '10.0.0.0', end: '10.0.0.255' },
  { start: '2001:db8::', end: '2001:db8::ffff' },
];
const HEADER = 'x-fauxforce-client-ip';
const RESTRICTED = { status: 400, body: '{"error":"invalid_grant","error_description":"ip restricted"}' };

function start(app: Readonly<Record<string, unknown>> = {}, more: DemoChanges = {}): Promise<Fauxforce> {
  const demo = {
    profiles: { 'System Administrator': { loginIpRanges: OFFICE } },
    apps: { Web_Server: app },
    ...more,
  };
  return startFauxforce({ demo, allowClientIpHeader: true });
}

async function exchangeFrom(sf: Fauxforce, ip: string) {
  return postToken(sf, await codeExchange(sf, { app: 'Web_Server' }), { [HEADER]: ip });
}

describe('login IP ranges of a profile', () => {
  test.each(['10.0.0.0', '10.0.0.255', '::ffff:10.0.0.7', '2001:db8::', '2001:DB8::ffff'])(
    '%s is inside',
    async (ip) => {
      await using sf = await start();
      expect((await exchangeFrom(sf, ip)).status).toBe(200);
    },
  );

  test.each(['9.255.255.255', '10.0.1.0', '::1', '2001:db8::1:0', '::ffff:10.0.1.0'])(
    '%s is outside',
    async (ip) => {
      await using sf = await start();
      expect(await exchangeFrom(sf, ip)).toMatchObject(RESTRICTED);
    },
  );
});

describe('IP relaxation', () => {
  const refreshFrom = async (sf: Fauxforce, ip: string) => {
    const { body } = await exchangeFrom(sf, '10.0.0.1');
    const { refresh_token = '' } = members(body);
    const form = { grant_type: 'refresh_token', ...credentials(sf, 'Web_Server'), refresh_token };
    return postToken(sf, form, { [HEADER]: ip });
  };

  test.each([
    ['ENFORCE', {}, 400, 400],
    ['ENFORCE_RELAXREFRESH', {}, 400, 200],
    ['BYPASS', {}, 200, 200],
    // Its user proved who they are in the browser.
    ['BYPASS_2FACTOR', {}, 200, 200],
    ['BYPASS_2FACTOR', { ipRanges: [{ start: '192.0.2.1', end: '192.0.2.9' }] }, 200, 200],
    ['BYPASS_2FACTOR', { ipRanges: [{ start: '192.0.2.8', end: '192.0.2.9' }] }, 400, 400],
  ])('%s %j: code %i, refresh %i', async (ipRelaxation, more, code, refresh) => {
    await using sf = await start({ ipRelaxation, ...more });
    expect((await exchangeFrom(sf, '192.0.2.5')).status).toBe(code);
    expect((await refreshFrom(sf, '192.0.2.5')).status).toBe(refresh);
  });

  test('BYPASS_2FACTOR relaxes the web server flow only', async () => {
    await using sf = await start({}, { apps: { Username_Password: { ipRelaxation: 'BYPASS_2FACTOR' } } });
    const form = {
      grant_type: 'password',
      ...credentials(sf, 'Username_Password'),
      username: 'ada@acme.example',
      password: 'correct-horseTok3n',
    };
    expect(await postToken(sf, form)).toMatchObject(RESTRICTED);
    expect((await postToken(sf, form, { [HEADER]: '10.0.0.1' })).status).toBe(200);
  });
});

describe('BYPASS_2FACTOR in a browser outside', () => {
  const HERE = [{ start: '127.0.0.0', end: '127.0.0.255' }];
  const walkOf = async (app: string, ipRanges: readonly object[]) => {
    const users = { ada: { totpSecret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' } };
    await using sf = await start(
      {},
      { users, apps: { [app]: { ipRelaxation: 'BYPASS_2FACTOR', ipRanges } } },
    );
    const isWeb = app === 'Web_Server';
    const asked = {
      response_type: isWeb ? 'code' : 'token',
      client_id: `3MVG9Demo.${app}`,
      redirect_uri: isWeb ? 'http://localhost:3000/callback' : 'sfdc://success',
    };
    const code = totp(user(sf, 'ada').totpSecret, sf.clock.now());
    const ada = { username: 'ada@acme.example', password: 'correct-horse', code };
    const walk = await authorize(sf.url, asked, ada);
    const refused = sf.journal.entries({ outcome: 'refused', limit: 1 })[0];
    return walk.callback ? 'callback' : refused?.refusal?.name;
  };

  test.each([
    ['Web_Server', [], 'callback'],
    ['User_Agent', [], 'callback'],
    ['Web_Server', HERE, 'callback'],
    ['User_Agent', HERE, 'login.ip-restricted'],
    ['Web_Server', OFFICE, 'login.ip-restricted'],
  ])('%s with the ranges %j: %s', async (app, ipRanges, end) => {
    expect(await walkOf(app, ipRanges)).toBe(end);
  });
});

describe('assertions', () => {
  test.each(['BYPASS', 'BYPASS_2FACTOR', 'ENFORCE_RELAXREFRESH'])(
    'are not relaxed by %s',
    async (ipRelaxation) => {
      await using sf = await start({}, { apps: { JWT_Bearer: { ipRelaxation } } });
      const exp = Math.floor(sf.clock.now() / 1000) + 180;
      const claims = {
        iss: '3MVG9Demo.JWT_Bearer',
        sub: 'ada@acme.example',
        aud: 'https://login.salesforce.com',
        exp,
      };
      const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
      const form = { grant_type, assertion: makeJwt({ claims }) };
      expect(await postToken(sf, form, { [HEADER]: '192.0.2.5' })).toMatchObject(RESTRICTED);
      expect((await postToken(sf, form, { [HEADER]: '10.0.0.1' })).status).toBe(200);
    },
  );
});

describe('on every request', () => {
  const rest = async (sf: Fauxforce, ip: string, issuedTo = '10.0.0.1') => {
    const { access_token } = members((await exchangeFrom(sf, issuedTo)).body);
    return send(sf, '/services/data/v60.0', {
      headers: { authorization: `Bearer ${access_token}`, [HEADER]: ip },
    });
  };

  test('the API checks only if the org says so', async () => {
    await using sf = await start();
    expect((await rest(sf, '192.0.2.5')).status).toBe(200);
    await using continuous = await start({}, { settings: { enforceIpRangesEveryRequest: true } });
    expect((await rest(continuous, '10.0.0.9')).status).toBe(200);
    expect(await rest(continuous, '192.0.2.5')).toMatchObject({
      status: 401,
      body: '[{"message":"This session is not valid for use with the REST API","errorCode":"INVALID_SESSION_ID"}]',
    });
  });

  test.each([
    [{}, 200],
    [{ ipRanges: [{ start: '192.0.2.1', end: '192.0.2.9' }] }, 200],
    [{ ipRanges: [{ start: '192.0.2.6', end: '192.0.2.9' }] }, 401],
  ])('and what BYPASS_2FACTOR let in as it did then: %j', async (more, status) => {
    await using sf = await start(
      { ipRelaxation: 'BYPASS_2FACTOR', ...more },
      { settings: { enforceIpRangesEveryRequest: true } },
    );
    expect((await rest(sf, '192.0.2.5', '192.0.2.7')).status).toBe(status);
  });

  test('and not what an app relaxes', async () => {
    await using sf = await start(
      { ipRelaxation: 'BYPASS' },
      {
        settings: { enforceIpRangesEveryRequest: true },
        apps: { Web_Server: { ipRelaxation: 'BYPASS' } },
      },
    );
    expect((await rest(sf, '192.0.2.5')).status).toBe(200);
  });
});

describe("the org's trusted ranges", () => {
  const logIn = (sf: Fauxforce, password: string, ip: string) =>
    postToken(
      sf,
      {
        grant_type: 'password',
        ...credentials(sf, 'Username_Password'),
        username: 'grace@acme.example',
        password,
      },
      { [HEADER]: ip },
    );

  test.each([
    ['BYPASS', 'correct-horse', 200],
    ['BYPASS', 'correct-horseTok3n', 200],
    ['BYPASS', 'correct-horseOld', 400],
    ['BYPASS_2FACTOR', 'correct-horse', 400],
    ['ENFORCE_RELAXREFRESH', 'correct-horse', 400],
    ['ENFORCE', 'correct-horse', 400],
  ])('or an app that relaxes IP restrictions: %s, %s', async (ipRelaxation, password, status) => {
    const sf = await fresh({ demo: { apps: { Username_Password: { ipRelaxation } } } });
    const form = {
      grant_type: 'password',
      ...credentials(sf, 'Username_Password'),
      username: 'ada@acme.example',
      password,
    };
    expect((await postToken(sf, form)).status).toBe(status);
    const compared = sf.journal.last()?.checks.find(({ name }) => name === 'password.security-token');
    expect(compared?.ok).toBe(status === 200);
    if (password === 'correct-horse')
      expect(compared?.detail).toContain(`the IP relaxation of the app, ${ipRelaxation}`);
  });

  test('save the security token, and only there', async () => {
    await using sf = await start({}, { settings: { trustedIpRanges: OFFICE } });
    expect((await logIn(sf, 'correct-horse', '2001:db8::7')).status).toBe(200);
    expect((await logIn(sf, 'correct-horse', '192.0.2.5')).status).toBe(400);
    expect((await logIn(sf, 'correct-horseTok3n', '192.0.2.5')).status).toBe(200);
    // A wrong token is wrong everywhere.
    expect((await logIn(sf, 'correct-horseWrong', '10.0.0.1')).status).toBe(400);
  });

  test('and so do the login IP ranges of the profile', async () => {
    const anywhere = [{ start: '0.0.0.0', end: '255.255.255.255' }];
    await using sf = await start({}, { profiles: { 'Standard User': { loginIpRanges: anywhere } } });
    expect((await logIn(sf, 'correct-horse', '192.0.2.5')).status).toBe(200);
    expect((await logIn(sf, 'correct-horse', '2001:db8::7')).body).toContain('ip restricted');
    await using relaxed = await start(
      {},
      {
        profiles: { 'Standard User': { loginIpRanges: OFFICE } },
        apps: { Username_Password: { ipRelaxation: 'BYPASS' } },
      },
    );
    expect((await logIn(relaxed, 'correct-horse', '192.0.2.5')).status).toBe(200);
    expect((await logIn(relaxed, 'correct-horseTok3n', '192.0.2.5')).status).toBe(200);
    expect((await logIn(relaxed, 'correct-horseOld', '192.0.2.5')).body).toContain('authentication failure');
  });
});

describe("the caller's address", () => {
  test('is that of the socket, whatever headers say', async () => {
    const sf = await fresh();
    const headers = { [HEADER]: '10.0.0.1', 'x-forwarded-for': '10.0.0.2' };
    await postToken(sf, await codeExchange(sf, { app: 'Web_Server' }), headers);
    const restricted = await fresh({
      demo: { profiles: { 'System Administrator': { loginIpRanges: OFFICE } } },
    });
    const form = await codeExchange(restricted, { app: 'Web_Server' });
    expect(await postToken(restricted, form, headers)).toMatchObject(RESTRICTED);
  });

  test('is that in X-Forwarded-For behind a trusted proxy', async () => {
    const demo = { profiles: { 'System Administrator': { loginIpRanges: OFFICE } } };
    const sf = await fresh({ demo, trustProxy: ['127.0.0.1', '::1'] });
    const from = async (addresses: string) =>
      (await postToken(sf, await codeExchange(sf, { app: 'Web_Server' }), { 'x-forwarded-for': addresses }))
        .status;
    expect(await from('10.0.0.1')).toBe(200);
    // What a client wrote itself stands before what the proxy added.
    expect(await from('10.0.0.1, 192.0.2.5')).toBe(400);
    const other = await fresh({ demo, trustProxy: ['192.0.2.0/24'] });
    const form = await codeExchange(other, { app: 'Web_Server' });
    expect(await postToken(other, form, { 'x-forwarded-for': '10.0.0.1' })).toMatchObject(RESTRICTED);
  });

  test('must be one address in x-fauxforce-client-ip', async () => {
    const sf = await fresh({ allowClientIpHeader: true });
    for (const value of ['elsewhere', '10.0.0.1, 10.0.0.2', '']) {
      const answer = await postToken(sf, { grant_type: 'password' }, { [HEADER]: value });
      expect(answer.status).toBe(400);
      expect(sf.journal.entries({ limit: 1 })[0]?.refusal?.why).toContain(HEADER);
    }
  });
});
