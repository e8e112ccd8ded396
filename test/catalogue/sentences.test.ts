/** What a refusal says of itself is true of the case at hand, and its advice helps in it. */
import { describe, expect, test } from 'vitest';
import type { DemoChanges } from '../../src/refusals/refusal.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { makeJwt } from '../helpers/jwt.ts';
import { app, credentials, postToken, refreshTokenFor, send, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';

const fresh = freshServers();

const TOKEN = '/services/oauth2/token';
const BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

function told(sf: Fauxforce) {
  const { name, why, fix } = sf.journal.last()?.refusal ?? {};
  return { name, why, fix };
}

describe('introspection of a token of another org', () => {
  test.each([true, false])('by an app that has Introspect All Tokens: %s', async (isIntrospectAllTokens) => {
    const sf = await fresh({
      demo: { apps: { Rotating: { isIntrospectAllTokens } }, secondOrg: true },
    });
    const token = await accessTokenFor(sf, {
      app: app(sf, 'Web_Server'),
      user: user(sf, 'lin'),
      scopes: 'api',
    });
    const answer = await send(sf, '/services/oauth2/introspect', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token, ...credentials(sf, 'Rotating') }).toString(),
    });
    expect(answer.body).toBe('{"active":false}');
    expect(told(sf)).toEqual({
      name: 'introspect.other-app',
      why: 'app Rotating of org Acme asked about a token of app Web_Server and of a user of org Globex; Introspect All Tokens opens the tokens of the own org only',
      fix: 'Ask with the app that the token was issued to.',
    });
  });
});

describe('what follows a right password', () => {
  async function logIn(password: string, demo: DemoChanges) {
    const sf = await fresh({ demo });
    const username = 'ada@acme.example';
    await postToken(sf, {
      grant_type: 'password',
      ...credentials(sf, 'Username_Password'),
      username,
      password,
    });
    return told(sf);
  }
  const RESET = '(personal settings > Reset My Security Token)';

  test('is needless where the app relaxes IP restrictions, or the address is trusted', async () => {
    const needless = {
      name: 'password.security-token',
      why: 'the password of ada@acme.example is right; what follows it must be the security token, though the password alone would do',
      fix: `Send the password alone, as this app and address need no security token; or append the current one ${RESET}.`,
    };
    const relaxed = { apps: { Username_Password: { ipRelaxation: 'BYPASS' } } };
    expect(await logIn('correct-horseWrong', relaxed)).toEqual(needless);
    const trusted = { settings: { trustedIpRanges: [{ start: '127.0.0.1', end: '127.0.0.1' }] } };
    expect(await logIn('correct-horseWrong', trusted)).toEqual(needless);
  });

  test('has to be the security token elsewhere', async () => {
    expect(await logIn('correct-horseWrong', {})).toMatchObject({
      why: 'the password of ada@acme.example is right; what follows it must be the security token',
      fix: `Append the user's current security token ${RESET}, without a separator.`,
    });
  });
});

test('an External Client App on the wrong log-in host is told so, and not to install it', async () => {
  const sf = await fresh({ demo: { apps: { JWT_Bearer: { kind: 'externalClientApp' } } } });
  const assertion = makeJwt({
    claims: {
      iss: app(sf, 'JWT_Bearer').consumerKey,
      sub: 'ada@acme.example',
      aud: 'https://test.salesforce.com',
      exp: Math.floor(sf.clock.now() / 1000) + 180,
    },
  });
  const answer = await postToken(sf, { grant_type: BEARER, assertion }, { host: 'test.salesforce.com' });
  expect(answer.body).toBe(
    '{"error":"app_not_found","error_description":"External client app is not installed in this org"}',
  );
  const { name, why, fix } = told(sf);
  expect(name).toBe('app.not-on-this-host');
  expect(why).toMatch(
    /^External Client App JWT_Bearer was used for user ada@acme\.example of org Acme, who logs in on https:\/\/login\.salesforce\.com or https:\/\/\S+\.my\.salesforce\.com; the assertion was posted to https:\/\/test\.salesforce\.com$/,
  );
  expect(fix).toMatch(/^Post to the log-in host of the org, and let the audience be the same/);
});

test('a blocked External Client App is not looked for among Connected Apps', async () => {
  const sf = await fresh({ demo: { apps: { Web_Server_PKCE: { state: 'blocked' } } } });
  await sf
    .login({
      app: 'Web_Server_PKCE',
      user: 'ada',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    })
    .catch(() => undefined);
  const refusal = sf.journal.entries().find((entry) => entry.refusal)?.refusal;
  expect(refusal).toMatchObject({
    name: 'authorize.app-blocked',
    fix: 'Setup > External Client App Manager > (app) > Policies > App Status > Enabled.',
  });
  expect(refusal?.why).toMatch(/ must not be blocked; it is blocked$/);
});

test('an app without a certificate is told to upload one', async () => {
  const sf = await fresh();
  const { consumerKey } = app(sf, 'Web_Server');
  await postToken(sf, {
    grant_type: 'authorization_code',
    client_id: consumerKey,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: makeJwt({ claims: { iss: consumerKey, sub: consumerKey, aud: sf.url } }),
    code: 'x',
  });
  expect(told(sf)).toEqual({
    name: 'client.no-certificate',
    why: 'app Web_Server must have a certificate to verify its client_assertion with',
    fix: 'Setup > App Manager > (app) > Edit > Use digital signatures: upload the certificate of the signing key.',
  });
});

test.each(['GET', 'HEAD'])('the token endpoint names the method it was called with: %s', async (method) => {
  const sf = await fresh();
  await send(sf, TOKEN, { method });
  expect(told(sf).why).toBe(
    `the token endpoint was called with ${method} (parameters: none), where no grant_type counts`,
  );
});

test('a refresh token that was used is explained by the screen of its kind of app', async () => {
  for (const [kind, place] of [
    ['connectedApp', 'Setup > App Manager > (app) > Edit > Enable Refresh Token Rotation'],
    [
      'externalClientApp',
      'Setup > External Client App Manager > (app) > Settings > OAuth Settings > Security > Enable Refresh Token Rotation',
    ],
  ]) {
    const sf = await fresh({ demo: { apps: { Rotating: { kind } } } });
    const refresh_token = await refreshTokenFor(sf, 'Rotating');
    const again = { grant_type: 'refresh_token', ...credentials(sf, 'Rotating'), refresh_token };
    await postToken(sf, again);
    await postToken(sf, again);
    expect(told(sf)).toEqual({
      name: 'refresh.rotated-out',
      why: 'the app rotates refresh tokens, so each can be used once',
      fix: `Store the refresh_token of every refresh answer, and refresh from one place only: a used one ends the whole log-in. The setting: ${place}.`,
    });
  }
});

test('what guests need is turned on in two places of an External Client App', async () => {
  const sf = await fresh({
    demo: { apps: { Headless: { kind: 'externalClientApp', isPkceRequired: false } } },
  });
  const { consumerKey, callbackUrls } = app(sf, 'Headless');
  await send(sf, '/customers/services/oauth2/authorize', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'auth-request-type': 'guest',
      'uvid-hint': 'UVID 2c7a8b53-9a53-4a0e-8f0e-3b1c6f5d7e21',
    },
    body: new URLSearchParams({
      response_type: 'code_credentials',
      client_id: consumerKey,
      redirect_uri: callbackUrls[0] ?? '',
    }).toString(),
  });
  expect(told(sf)).toMatchObject({
    name: 'headless.guest-disabled',
    fix: 'Turn on both: Setup > External Client App Manager > (app) > Policies > OAuth Flows and External Client App Enhancements > guest code flow, and Setup > External Client App Manager > (app) > Settings > OAuth Settings > Security > Issue JSON Web Token (JWT)-based access tokens for named users.',
  });
});
