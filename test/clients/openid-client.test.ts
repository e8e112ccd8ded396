import './helpers/loopback-only.ts';
import * as oidc from 'openid-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { app, user } from '../helpers/token.ts';
import { runs } from './helpers/proof.ts';
import { DEAD_TOKEN, ORG_ID, queryAcme } from './helpers/rest.ts';
import { ada, visit } from './helpers/visit.ts';

let sf: Fauxforce;

beforeEach(async () => {
  sf = await startFauxforce();
});

afterEach(() => sf[Symbol.asyncDispose]());

/** Discovers Salesforce for the app Web_Server; signatures of ID tokens are checked too, which is not the default. */
function discover(secret = app(sf, 'Web_Server').consumerSecret): Promise<oidc.Configuration> {
  return oidc.discovery(new URL(sf.url), app(sf, 'Web_Server').consumerKey, secret, undefined, {
    execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks],
  });
}

interface Expected {
  readonly pkceCodeVerifier: string;
  readonly expectedNonce: string;
  readonly expectedState: string;
}

/** Code, PKCE, nonce and state; what the client expects is what it sent unless told otherwise. */
async function logInWith(config: oidc.Configuration, other: Partial<Expected> = {}) {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const [nonce, state] = [oidc.randomNonce(), oidc.randomState()];
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: 'http://localhost:3000/callback',
    scope: 'openid api refresh_token',
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    nonce,
    state,
  });
  return oidc.authorizationCodeGrant(config, await visit(url), {
    pkceCodeVerifier,
    expectedNonce: nonce,
    expectedState: state,
    idTokenExpected: true,
    ...other,
  });
}

describe('openid-client', () => {
  it(
    'discovers, logs in with PKCE and nonce, reads userinfo and queries',
    runs('openid-client', 'web server'),
    async () => {
      const config = await discover();
      expect(config.serverMetadata().issuer).toBe(sf.url);
      const tokens = await logInWith(config);
      const sub = `${sf.url}/id/${ORG_ID}/${user(sf, 'ada').id}`;
      expect(tokens.claims()).toMatchObject({ iss: sf.url, aud: app(sf, 'Web_Server').consumerKey, sub });

      expect(await oidc.fetchUserInfo(config, tokens.access_token, sub)).toMatchObject({
        sub,
        user_id: user(sf, 'ada').id,
        organization_id: ORG_ID,
        preferred_username: ada.username,
        name: 'Ada Byron',
      });
      expect((await queryAcme(sf, tokens.access_token)).status).toBe(200);
    },
  );

  it('refreshes', runs('openid-client', 'refresh'), async () => {
    const config = await discover();
    const first = await logInWith(config);
    const second = await oidc.refreshTokenGrant(config, String(first.refresh_token));
    expect(second.access_token).not.toBe(first.access_token);
    expect(second.refresh_token).toBeUndefined();
    expect((await queryAcme(sf, second.access_token)).status).toBe(200);
  });

  it('revokes the log-in, and with it every token', runs('openid-client', 'revocation'), async () => {
    const config = await discover();
    const { access_token, refresh_token = '', claims } = await logInWith(config);
    await oidc.tokenRevocation(config, refresh_token);
    expect(await queryAcme(sf, access_token)).toMatchObject({ status: 401, body: DEAD_TOKEN });
    await expect(oidc.fetchUserInfo(config, access_token, String(claims()?.sub))).rejects.toMatchObject({
      code: 'OAUTH_RESPONSE_IS_NOT_CONFORM',
      cause: { status: 403 },
    });
    await expect(oidc.refreshTokenGrant(config, refresh_token)).rejects.toMatchObject({
      status: 400,
      error: 'invalid_grant',
      error_description: 'expired access/refresh token',
    });
  });

  it('gets a token by client credentials', runs('openid-client', 'client credentials'), async () => {
    const { consumerKey, consumerSecret } = app(sf, 'Client_Credentials');
    const config = await oidc.discovery(new URL(sf.url), consumerKey, consumerSecret, undefined, {
      execute: [oidc.allowInsecureRequests],
    });
    const { access_token } = await oidc.clientCredentialsGrant(config);
    expect((await queryAcme(sf, access_token)).status).toBe(200);
  });

  it('tells of a wrong secret', async () => {
    await expect(logInWith(await discover('wrong'))).rejects.toMatchObject({
      status: 400,
      error: 'invalid_client',
      error_description: 'invalid client credentials',
    });
  });

  it('tells of a wrong code verifier', async () => {
    const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
    await expect(logInWith(await discover(), { pkceCodeVerifier })).rejects.toMatchObject({
      status: 400,
      error: 'invalid_grant',
      error_description: 'invalid code verifier',
    });
  });

  it('tells of a user who denies', async () => {
    const config = await discover();
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: 'http://localhost:3000/callback',
      scope: 'openid',
    });
    const callback = await visit(url, { ...ada, press: 'Deny' });
    await expect(oidc.authorizationCodeGrant(config, callback)).rejects.toMatchObject({
      code: 'OAUTH_AUTHORIZATION_RESPONSE_ERROR',
      error: 'access_denied',
      error_description: 'end-user denied authorization',
    });
  });

  it('refuses an ID token for another nonce itself', async () => {
    await expect(logInWith(await discover(), { expectedNonce: 'another' })).rejects.toMatchObject({
      code: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
    });
  });
});
