/** `/services/oauth2/introspect`: who may ask, and the bytes of the answer (identity-and-resources.md 2). */
import { beforeEach, describe, expect, it } from 'vitest';
import { startFauxforce } from '../../src/testing/index.ts';
import { makeJwt } from '../helpers/jwt.ts';
import {
  type Answer,
  app,
  credentials,
  members,
  postToken,
  refreshTokenFor,
  send,
  user,
} from '../helpers/token.ts';
import { accessTokenFor, tokenPairFor } from '../helpers/tokens.ts';

const ADA = '0055g000001Ada0AAC';
const INACTIVE = '{"active":false}';
const JSON_UTF8 = 'application/json;charset=UTF-8';

/** 2026-01-01T00:00:00.500Z */
const NOW = 1_767_225_600_500;

type Sf = Awaited<ReturnType<typeof startFauxforce>>;

let sf: Sf;
beforeEach(async () => {
  sf = await startFauxforce({
    demo: {
      users: { ada: { id: ADA } },
      apps: {
        Rotating: { isIntrospectAllTokens: true },
        Device: { isNamedUserJwtEnabled: true },
        Admin_Approved: { refreshTokenPolicy: 'specific_lifetime:30:DAYS' },
        Limited_Scope: { refreshTokenPolicy: 'specific_inactivity:1:DAYS' },
        Username_Password: { refreshTokenPolicy: 'zero' },
      },
      secondOrg: true,
    },
  });
  sf.clock.freeze();
  sf.clock.set(NOW);
  return () => sf[Symbol.asyncDispose]();
});

function introspect(
  parameters: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return send(sf, '/services/oauth2/introspect', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(parameters).toString(),
  });
}

/** What an app is told about a token. */
async function told(token: string, appName = 'Web_Server'): Promise<string> {
  return (await introspect({ token, ...credentials(sf, appName) })).body;
}

function tokenOf(appName = 'Web_Server', scopes = 'api refresh_token', userName = 'ada') {
  return accessTokenFor(sf, { app: app(sf, appName), user: user(sf, userName), scopes });
}

function pairOf(appName: string) {
  return tokenPairFor(sf, { app: app(sf, appName), user: user(sf, 'ada'), scopes: 'api refresh_token' });
}

const about = (rest: string, key = '3MVG9Demo.Web_Server') =>
  `{"active":true,"scope":"refresh_token api","client_id":"${key}","username":"ada@acme.example","sub":"${sf.url}/id/00D5g000004AcmeEAC/${ADA}",${rest}}`;

describe('a live token', () => {
  it('is described in the observed order, for two hours', async () => {
    const answer = await introspect({ token: await tokenOf(), ...credentials(sf, 'Web_Server') });
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': JSON_UTF8 } });
    expect(answer.body).toBe(
      about('"token_type":"access_token","exp":1767232800,"iat":1767225600,"nbf":1767225600'),
    );
  });

  it('has an identity URL on the log-in host, whatever host was asked', async () => {
    const asked = { token: await tokenOf(), ...credentials(sf, 'Web_Server') };
    for (const host of ['login.salesforce.com', 'acme.develop.my.salesforce.com']) {
      const { sub } = members((await introspect(asked, { host })).body);
      expect(sub).toBe(`https://login.salesforce.com/id/00D5g000004AcmeEAC/${ADA}`);
    }
  });

  it('ends later once it was used; to ask about it is no use', async () => {
    const token = await tokenOf();
    sf.clock.advance(90 * 60_000);
    expect(JSON.parse(await told(token)).exp).toBe(1_767_232_800);
    await send(sf, '/services/oauth2/userinfo', { headers: { authorization: `Bearer ${token}` } });
    await tokenOf(); // the group that the use is in has been committed
    expect(JSON.parse(await told(token))).toMatchObject({ exp: 1_767_238_200, iat: 1_767_225_600 });
  });

  it('that is a JWT is described as it describes itself', async () => {
    const parameters = { grant_type: 'refresh_token', ...credentials(sf, 'Device') };
    const { refreshToken } = await pairOf('Device');
    const { body } = await postToken(sf, { ...parameters, refresh_token: refreshToken });
    const token = members(body).access_token ?? '';
    expect(await told(token, 'Device')).toBe(
      about(
        '"token_type":"access_token","exp":1767227400,"iat":1767225600,"nbf":1767225585',
        '3MVG9Demo.Device',
      ),
    );
    sf.clock.set(1_767_227_400_000);
    expect(await told(token, 'Device')).toBe(INACTIVE);
  });

  it('that is a refresh token has no exp while only a revocation ends it', async () => {
    const token = await refreshTokenFor(sf, 'Web_Server');
    expect(await told(token)).toBe(about('"token_type":"refresh_token","iat":1767225600,"nbf":1767225600'));
  });

  it.each([
    ['Admin_Approved', 30 * 86_400],
    ['Limited_Scope', 86_400],
  ])('that is a refresh token ends by the policy of its app (%s)', async (name, seconds) => {
    const { refreshToken } = await pairOf(name);
    const end = 1_767_225_600 + seconds;
    expect(JSON.parse(await told(refreshToken, name))).toMatchObject({
      token_type: 'refresh_token',
      exp: end,
    });
    sf.clock.set(end * 1000 + 501);
    expect(await told(refreshToken, name)).toBe(INACTIVE);
  });

  it('is pretty on X-PrettyPrint: 1', async () => {
    const { body } = await introspect(
      { token: await tokenOf(), ...credentials(sf, 'Web_Server') },
      { 'x-prettyprint': '1' },
    );
    expect(body).toMatch(/^\{\n {2}"active" : true,\n {2}"scope" : "refresh_token api",\n/);
  });

  it.each(['access_token', 'refresh_token', 'nonsense'])('is found whatever the hint: %s', async (hint) => {
    const token = await tokenOf();
    const { body } = await introspect({ token, token_type_hint: hint, ...credentials(sf, 'Web_Server') });
    expect(body).toContain('"active":true');
  });
});

it('says of a token of the username-password flow that it is inactive, though it works', async () => {
  const { body } = await postToken(sf, {
    grant_type: 'password',
    ...credentials(sf, 'Username_Password'),
    username: 'ada@acme.example',
    password: 'correct-horseTok3n',
  });
  const token = members(body).access_token ?? '';
  expect(await told(token, 'Username_Password')).toBe('{"active":false}');
  expect(await told(token, 'Rotating')).toBe('{"active":false}');
  expect(sf.journal.entries()[0]?.refusal?.name).toBe('introspect.password-flow');
  const use = await send(sf, '/services/data/v60.0', { headers: { authorization: `Bearer ${token}` } });
  expect(use.status).toBe(200);
});

describe('who may ask', () => {
  it('an app about its own tokens, about those of others only with isIntrospectAllTokens', async () => {
    const token = await tokenOf('Web_Server');
    expect(await told(token, 'Web_Server')).toContain('"client_id":"3MVG9Demo.Web_Server"');
    expect(await told(token, 'Admin_Approved')).toBe(INACTIVE);
    expect(sf.journal.entries()[0]?.refusal?.name).toBe('introspect.other-app');
    expect(await told(token, 'Rotating')).toContain('"client_id":"3MVG9Demo.Web_Server"');
  });

  it('an app about those of an app that it registered, and not the other way round', async () => {
    const { body } = await send(sf, '/services/oauth2/register', {
      method: 'POST',
      headers: { authorization: 'Bearer DEMO0INITIAL0ACCESS0TOKEN', 'content-type': 'application/json' },
      body: JSON.stringify({ redirect_uris: ['http://localhost'], client_name: 'Child' }),
    });
    const { client_id = '', client_secret = '' } = members(body);
    const child = sf.world.orgs.app(client_id);
    if (!child) throw new Error(`no app was registered: ${body}`);
    const token = await accessTokenFor(sf, { app: child, user: user(sf, 'ada'), scopes: 'api' });
    expect(await told(token, 'Web_Server')).toContain(`"client_id":"${client_id}"`);
    expect(await told(token, 'Admin_Approved')).toBe(INACTIVE);
    const ofParent = await introspect({ token: await tokenOf('Web_Server'), client_id, client_secret });
    expect(ofParent.body).toBe(INACTIVE);
  });

  it('nobody about tokens of another org', async () => {
    const lin = user(sf, 'lin');
    const token = await accessTokenFor(sf, { app: app(sf, 'Web_Server'), user: lin, scopes: 'api' });
    expect(await told(token, 'Rotating')).toBe(INACTIVE);
  });

  it('with Basic', async () => {
    const { consumerKey, consumerSecret } = app(sf, 'Web_Server');
    const authorization = `Basic ${Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64')}`;
    expect((await introspect({ token: await tokenOf() }, { authorization })).body).toContain('"active":true');
  });

  it('with a client assertion', async () => {
    const { consumerKey } = app(sf, 'JWT_Bearer');
    const { body } = await introspect({
      token: await tokenOf('JWT_Bearer'),
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: makeJwt({
        claims: { iss: consumerKey, sub: consumerKey, aud: sf.url, exp: Math.floor(NOW / 1000) + 60 },
      }),
    });
    expect(body).toContain('"client_id":"3MVG9Demo.JWT_Bearer"');
  });
});

describe('a token is inactive', () => {
  it.each([
    ['garbage', async () => 'garbage', 'introspect.dead', 'unknown'],
    ['an alien JWT', async () => makeJwt({ claims: { sfi: 'ab'.repeat(32) } }), 'introspect.dead', 'unknown'],
    [
      'a token with one character changed',
      async () => {
        const token = await tokenOf();
        return `${token.slice(0, 60)}${token[60] === 'A' ? 'B' : 'A'}${token.slice(61)}`;
      },
      'introspect.dead',
      'unknown',
    ],
    [
      'expired',
      async () => {
        const token = await tokenOf();
        sf.clock.advance(2 * 3_600_000 + 1);
        return token;
      },
      'introspect.dead',
      'expired',
    ],
    [
      'revoked',
      async () => {
        const token = await tokenOf();
        await send(sf, `/services/oauth2/revoke?token=${token}`);
        return token;
      },
      'introspect.dead',
      'revoked',
    ],
    [
      'a revoked refresh token',
      async () => {
        const token = await refreshTokenFor(sf, 'Web_Server');
        await send(sf, `/services/oauth2/revoke?token=${token}`);
        return token;
      },
      'introspect.dead',
      'revoked',
    ],
  ])('%s', async (_what, make, refusal, state) => {
    const answer = await introspect({ token: await make(), ...credentials(sf, 'Web_Server') });
    expect(answer).toMatchObject({ status: 200, body: INACTIVE, headers: { 'content-type': JSON_UTF8 } });
    expect(sf.journal.entries()[0]?.refusal).toMatchObject({
      name: refusal,
      why: `the token is ${state}; only a live one is described`,
    });
  });

  it('rotated out', async () => {
    const old = await refreshTokenFor(sf, 'Rotating');
    await postToken(sf, { grant_type: 'refresh_token', ...credentials(sf, 'Rotating'), refresh_token: old });
    expect(await told(old, 'Rotating')).toBe(INACTIVE);
  });

  it('a refresh token that its policy kills at once', async () => {
    const { refreshToken } = await pairOf('Username_Password');
    expect(await told(refreshToken, 'Username_Password')).toBe(INACTIVE);
  });

  it('of a user who is no longer active', async () => {
    await using own = await startFauxforce({ demo: { users: { ada: { isActive: false } } } });
    const token = await accessTokenFor(own, {
      app: app(own, 'Web_Server'),
      user: user(own, 'ada'),
      scopes: 'api',
    });
    const { body } = await send(own, '/services/oauth2/introspect', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token, ...credentials(own, 'Web_Server') }).toString(),
    });
    expect(body).toBe(INACTIVE);
  });
});

describe('refusals', () => {
  it.each([
    [{ client_id: '3MVG9nobody', client_secret: 'x' }, 'invalid_client_id', 'client identifier invalid'],
    [{ client_id: '3MVG9Demo.Web_Server' }, 'invalid_client', 'invalid client credentials'],
    [
      { client_id: '3MVG9Demo.Web_Server', client_secret: 'wrong' },
      'invalid_client',
      'invalid client credentials',
    ],
    [{ client_id: 'PlatformCLI' }, 'invalid_client', 'invalid client credentials'],
    [{}, 'invalid_client_id', 'client identifier invalid'],
  ])('%o', async (parameters, error, description) => {
    expect(
      await introspect({ token: await tokenOf(), ...parameters } as Record<string, string>),
    ).toMatchObject({
      status: 400,
      headers: { 'content-type': JSON_UTF8 },
      body: `{"error":"${error}","error_description":"${description}"}`,
    });
  });

  it('without a token', async () => {
    expect(await introspect(credentials(sf, 'Web_Server'))).toMatchObject({
      status: 400,
      body: '{"error":"invalid_request","error_description":"missing required parameter: token"}',
    });
  });

  it('GET', async () => {
    const answer = await send(sf, '/services/oauth2/introspect?token=x');
    expect(answer).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  });

  it('keeps token and secret out of the journal', async () => {
    const token = await tokenOf();
    await told(token);
    const journal = JSON.stringify(sf.journal.entries());
    expect(journal).not.toContain(token);
    expect(journal).not.toContain(app(sf, 'Web_Server').consumerSecret);
  });
});
