import './helpers/loopback-only.ts';
import jsforce, { Connection, OAuth2 } from 'jsforce';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { makeJwt } from '../helpers/jwt.ts';
import { app, user } from '../helpers/token.ts';
import { runs } from './helpers/proof.ts';
import { ACME_QUERY, ORG_ID } from './helpers/rest.ts';
import { ada, visit } from './helpers/visit.ts';

const THREE_HOURS = 3 * 3600 * 1000;

let sf: Fauxforce;

beforeEach(async () => {
  sf = await startFauxforce();
});

afterEach(() => sf[Symbol.asyncDispose]());

/** How jsforce is told of an app; a secret replaces the app's own. */
function oauth2For(name: string, secret = app(sf, name).consumerSecret): OAuth2 {
  const { consumerKey, callbackUrls } = app(sf, name);
  const redirectUri = callbackUrls[0] ?? '';
  return new OAuth2({ loginUrl: sf.url, clientId: consumerKey, clientSecret: secret, redirectUri });
}

async function logInWith(oauth2: OAuth2): Promise<Connection> {
  const callback = await visit(oauth2.getAuthorizationUrl({ scope: 'api id refresh_token' }));
  const connection = new Connection({ oauth2 });
  await connection.authorize(callback.searchParams.get('code') ?? '');
  return connection;
}

async function queryAcme(connection: Connection): Promise<unknown> {
  return (await connection.query(ACME_QUERY)).records;
}

const ACME = [{ Id: ORG_ID, Name: 'Acme' }];

describe('jsforce: authorization code', () => {
  it(
    'logs in with PKCE and no secret, says who is logged in, and queries',
    runs('jsforce', 'web server'),
    async () => {
      const { consumerKey, callbackUrls } = app(sf, 'Web_Server_PKCE');
      const oauth2 = new jsforce.OAuth2({
        loginUrl: sf.url,
        clientId: consumerKey,
        redirectUri: callbackUrls[0] ?? '',
        useVerifier: true,
      });
      const callback = await visit(
        oauth2.getAuthorizationUrl({ scope: 'api id refresh_token', state: 's 1' }),
      );
      expect(callback.searchParams.get('state')).toBe('s 1');

      const connection = new jsforce.Connection({ oauth2 });
      const userId = user(sf, 'ada').id;
      expect(await connection.authorize(callback.searchParams.get('code') ?? '')).toEqual({
        id: userId,
        organizationId: ORG_ID,
        url: `${sf.url}/id/${ORG_ID}/${userId}`,
      });
      expect(connection.instanceUrl).toBe(sf.url);
      expect(await connection.identity()).toMatchObject({
        username: ada.username,
        user_id: userId,
        organization_id: ORG_ID,
        display_name: 'Ada Byron',
      });
      expect(await queryAcme(connection)).toMatchObject(ACME);
    },
  );

  it('refreshes after a 401', runs('jsforce', 'refresh'), async () => {
    const connection = await logInWith(oauth2For('Web_Server'));
    const { accessToken } = connection;
    const refreshed: string[] = [];
    connection.on('refresh', (token: string) => refreshed.push(token));
    sf.clock.advance(THREE_HOURS);
    expect(await queryAcme(connection)).toMatchObject(ACME);
    expect(refreshed).toEqual([connection.accessToken]);
    expect(connection.accessToken).not.toBe(accessToken);
  });

  it('revokes an access token, then a refresh token', runs('jsforce', 'revocation'), async () => {
    const connection = await logInWith(oauth2For('Web_Server'));
    const { accessToken, refreshToken, oauth2 } = connection;
    await oauth2.revokeToken(String(accessToken));
    const withToken = new Connection({ instanceUrl: sf.url, accessToken: String(accessToken) });
    await expect(queryAcme(withToken)).rejects.toMatchObject({
      name: 'INVALID_SESSION_ID',
      message: 'Session expired or invalid',
    });
    await oauth2.revokeToken(String(refreshToken));
    await expect(queryAcme(connection)).rejects.toThrow(
      'Unable to refresh session due to: expired access/refresh token',
    );
    await expect(oauth2.revokeToken(String(refreshToken))).rejects.toMatchObject({
      name: 'invalid_token',
      message: 'invalid token',
    });
  });

  it('ends its session when it logs out', async () => {
    const connection = await logInWith(oauth2For('Web_Server'));
    const { accessToken } = connection;
    await connection.logout();
    const withToken = new Connection({ instanceUrl: sf.url, accessToken: String(accessToken) });
    await expect(queryAcme(withToken)).rejects.toMatchObject({ name: 'INVALID_SESSION_ID' });
  });

  it('tells of a wrong secret', async () => {
    await expect(logInWith(oauth2For('Web_Server', 'wrong'))).rejects.toMatchObject({
      name: 'invalid_client',
      message: 'invalid client credentials',
    });
  });

  it('tells of another redirect_uri than the one authorized', async () => {
    const oauth2 = oauth2For('Web_Server');
    const callback = await visit(oauth2.getAuthorizationUrl({ scope: 'api' }));
    oauth2.redirectUri = 'https://app.acme.example/callback';
    await expect(oauth2.requestToken(callback.searchParams.get('code') ?? '')).rejects.toMatchObject({
      name: 'redirect_uri_mismatch',
      message: 'redirect_uri must match configuration',
    });
  });
});

describe('jsforce: other grants', () => {
  it('logs in with a password', runs('jsforce', 'username-password'), async () => {
    const connection = new Connection({ oauth2: oauth2For('Username_Password') });
    expect(await connection.login(ada.username, 'correct-horseTok3n')).toMatchObject({
      id: user(sf, 'ada').id,
      organizationId: ORG_ID,
    });
    expect(await queryAcme(connection)).toMatchObject(ACME);
    expect((await connection.identity()).username).toBe(ada.username);
  });

  it('tells of a password without its security token', async () => {
    const connection = new Connection({ oauth2: oauth2For('Username_Password') });
    await expect(connection.login(ada.username, 'correct-horse')).rejects.toMatchObject({
      name: 'invalid_grant',
      message: 'authentication failure',
    });
  });

  it('gets a token by client credentials', runs('jsforce', 'client credentials'), async () => {
    const connection = new Connection({ oauth2: oauth2For('Client_Credentials') });
    const { id } = await connection.authorize({ grant_type: 'client_credentials' });
    expect(id).toBe(user(sf, 'integration').id);
    expect(await queryAcme(connection)).toMatchObject(ACME);
  });

  it('gets a token by JWT bearer', runs('jsforce', 'JWT bearer'), async () => {
    const claims = {
      iss: app(sf, 'JWT_Bearer').consumerKey,
      sub: ada.username,
      aud: sf.url,
      exp: Math.floor(sf.clock.now() / 1000) + 180,
    };
    const connection = new Connection({ oauth2: new OAuth2({ loginUrl: sf.url }) });
    const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    const { id } = await connection.authorize({ grant_type, assertion: makeJwt({ claims }) });
    expect(id).toBe(user(sf, 'ada').id);
    expect(await queryAcme(connection)).toMatchObject(ACME);
  });
});
