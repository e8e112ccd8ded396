/**
 * Clients that do not run on the machine of the tests: what they send, as their sources write it (wire facts, clients.md), and what they
 * look at in the answers.
 */
import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { makeJwt } from '../helpers/jwt.ts';
import { replays } from './helpers/proof.ts';
import { json, replay } from './helpers/replay.ts';
import { ORG_ID, revoke } from './helpers/rest.ts';
import { ada, visit } from './helpers/visit.ts';

const ca = mkdtempSync(join(tmpdir(), 'fauxforce-ca-'));
const OMNIAUTH = 'http://localhost:3000/auth/salesforce/callback';
const N8N = 'http://localhost:5678/rest/oauth2-credential/callback';

let sf: Fauxforce;
beforeAll(async () => {
  const callbackUrls = ['http://localhost:3000/callback', OMNIAUTH, N8N, 'sfdc://success'];
  const scopes = [
    'full',
    'api',
    'refresh_token',
    'openid',
    'id',
    'web',
    'visualforce',
    'lightning',
    'content',
  ];
  sf = await startFauxforce({ ca, demo: { apps: { Web_Server: { callbackUrls, scopes } } } });
});
beforeEach(() => sf.reset());
afterAll(async () => {
  await sf[Symbol.asyncDispose]();
  rmSync(ca, { recursive: true, force: true });
});

const WEB = { id: '3MVG9Demo.Web_Server', secret: 'DEMO0WEB0SERVER00000000000000000' };
const FORM = 'Content-Type: application/x-www-form-urlencoded';
const form = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields).toString();
/** 128 random bytes in base64url, as Salesforce's own clients make them. */
const VERIFIER = Buffer.alloc(128, 7).toString('base64url');
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

/** Ada's browser, at the same server by http: what a client sends is what is tested. */
function browse(path: string): Promise<URL> {
  return visit(`${sf.url}${path}`);
}

describe('restforce', () => {
  const FARADAY = [
    'User-Agent: Faraday v2.13.4',
    FORM,
    'Accept-Encoding: gzip;q=1.0,deflate;q=0.6,identity;q=0.3',
    'Accept: */*',
  ];
  const token = async (fields: Readonly<Record<string, string>>) =>
    replay(sf, 'https://localhost', ['POST /services/oauth2/token', ...FARADAY], form(fields));

  it(
    'logs in with a password, asks with its own word for Bearer, and reads who it is',
    replays('restforce', '8.0.1', 'username-password'),
    async () => {
      const {
        access_token = '',
        instance_url,
        token_type,
      } = json(
        await token({
          grant_type: 'password',
          client_id: WEB.id,
          client_secret: WEB.secret,
          username: ada.username,
          password: `${ada.password}Tok3n`,
        }),
      );
      expect({ instance_url, token_type }).toEqual({
        instance_url: `https://localhost:${new URL(sf.url).port}`,
        token_type: 'Bearer',
      });
      const oauth = [`Authorization: OAuth ${access_token}`, ...FARADAY];
      const { identity = '' } = json(
        await replay(sf, 'https://localhost', ['GET /services/data/v64.0/', ...oauth]),
      );
      const { pathname } = new URL(identity);
      expect(json(await replay(sf, 'https://localhost', [`GET ${pathname}`, ...oauth]))).toMatchObject({
        username: ada.username,
      });
    },
  );

  it(
    'logs in by JWT bearer, whose audience is a host alone',
    replays('restforce', '8.0.1', 'JWT bearer'),
    async () => {
      const exp = Math.floor(sf.clock.now() / 1000) + 180;
      const aud = `localhost:${new URL(sf.url).port}`;
      const assertion = makeJwt({ claims: { iss: '3MVG9Demo.JWT_Bearer', sub: ada.username, aud, exp } });
      const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
      expect(json(await token({ grant_type, assertion }))).toMatchObject({ token_type: 'Bearer' });
    },
  );

  it('gets a token by client credentials', replays('restforce', '8.0.1', 'client credentials'), async () => {
    const client = {
      client_id: '3MVG9Demo.Client_Credentials',
      client_secret: 'DEMO0CLIENT0CREDENTIALS000000000',
    };
    expect(json(await token({ grant_type: 'client_credentials', ...client }))).toMatchObject({
      token_type: 'Bearer',
    });
  });

  it(
    'refreshes, and names the error of a log-in that is over',
    replays('restforce', '8.0.1', 'refresh'),
    async () => {
      const { refresh_token = '' } = await sf.token({ app: 'Web_Server', user: ada.username });
      const refresh = {
        grant_type: 'refresh_token',
        refresh_token,
        client_id: WEB.id,
        client_secret: WEB.secret,
      };
      const answer = json(await token(refresh));
      expect(answer).not.toHaveProperty('refresh_token');
      await revoke(sf, refresh_token);
      const { status, body } = await token(refresh);
      expect({ status, body }).toEqual({
        status: 400,
        body: '{"error":"invalid_grant","error_description":"expired access/refresh token"}',
      });
    },
  );
});

describe('omniauth-salesforce', () => {
  const authorize = `/services/oauth2/authorize?client_id=${WEB.id}&display=page&redirect_uri=${encodeURIComponent(OMNIAUTH)}&response_type=code&state=5f`;
  const exchange = (code: string, redirect_uri: string) =>
    replay(
      sf,
      'http://localhost',
      ['POST /services/oauth2/token', 'User-Agent: Faraday v1.1.0', FORM, 'Accept: */*'],
      form({
        client_id: WEB.id,
        client_secret: WEB.secret,
        grant_type: 'authorization_code',
        code,
        redirect_uri,
      }),
    );

  it(
    'logs in, verifies the signature and reads the identity by POST',
    replays('omniauth-salesforce', '2026-11', 'web server'),
    async () => {
      const code = (await browse(authorize)).searchParams.get('code') ?? '';
      const { access_token, id = '', issued_at = '', signature } = json(await exchange(code, OMNIAUTH));
      expect(signature).toBe(
        createHmac('sha256', WEB.secret)
          .update(id + issued_at)
          .digest('base64'),
      );
      const head = [
        `POST ${new URL(id).pathname}`,
        `Authorization: Bearer ${access_token}`,
        FORM,
        'Accept: */*',
      ];
      const identity = json(await replay(sf, 'http://localhost', head));
      expect(identity).toMatchObject({
        id,
        display_name: 'Ada Byron',
        email: ada.username,
        nick_name: expect.any(String),
        photos: { thumbnail: expect.any(String) },
        urls: { users: expect.any(String) },
      });
    },
  );

  it('fails with the redirect_uri that it sends without token_params', async () => {
    const code = (await browse(authorize)).searchParams.get('code') ?? '';
    const { status, body } = await exchange(code, `${OMNIAUTH}?code=${code}&state=5f`);
    expect({ status, body }).toEqual({
      status: 400,
      body: '{"error":"redirect_uri_mismatch","error_description":"redirect_uri must match configuration"}',
    });
  });
});

describe('Mobile SDK', () => {
  const LOGIN = 'https://login.salesforce.com';
  const REDIRECT = 'sfdc://success';
  const head = [
    'POST /services/oauth2/token?device_id=d0',
    FORM,
    'User-Agent: SalesforceMobileSDK/13.0.0 android mobile/14',
  ];
  const scope = 'api refresh_token web';

  async function logIn(grant_type: string) {
    const query = `display=touch&response_type=code&client_id=${WEB.id}&scope=${encodeURIComponent(scope)}&redirect_uri=${encodeURIComponent(REDIRECT)}&device_id=d0&code_challenge=${CHALLENGE}`;
    const code = (await browse(`/services/oauth2/authorize?${query}`)).searchParams.get('code') ?? '';
    const fields = {
      grant_type,
      client_id: WEB.id,
      format: 'json',
      redirect_uri: REDIRECT,
      code,
      code_verifier: VERIFIER,
    };
    return replay(sf, LOGIN, head, form(fields));
  }

  it(
    'logs in with PKCE whose method it does not name, refreshes and revokes',
    replays('mobile-sdk', '2026-11', 'web server'),
    async () => {
      await allowWithoutSecret();
      const {
        access_token = '',
        refresh_token = '',
        instance_url,
        id = '',
      } = json(await logIn('authorization_code'));
      expect(instance_url).toBe('https://acme.develop.my.salesforce.com');
      expect(id).toBe(`${LOGIN}/id/${ORG_ID}/${id.split('/').at(-1)}`);
      const who = [`GET ${new URL(id).pathname}`, `Authorization: Bearer ${access_token}`];
      expect(json(await replay(sf, LOGIN, who))).toMatchObject({ username: ada.username });
      const refresh = form({ grant_type: 'refresh_token', client_id: WEB.id, format: 'json', refresh_token });
      expect(json(await replay(sf, LOGIN, head, refresh)).access_token).not.toBe(access_token);
      const revoked = await replay(
        sf,
        LOGIN,
        ['POST /services/oauth2/revoke', FORM],
        form({ token: refresh_token, revoke_reason: 'user_logout' }),
      );
      expect(revoked.status).toBe(200);
      expect((await replay(sf, LOGIN, head, refresh)).body).toBe(
        '{"error":"invalid_grant","error_description":"expired access/refresh token"}',
      );
    },
  );

  it('gets the session ids of the hybrid flow', replays('mobile-sdk', '2026-11', 'hybrid'), async () => {
    await allowWithoutSecret();
    const { refresh_token = '', ...first } = json(await logIn('hybrid_auth_code'));
    expect(first).toMatchObject({
      access_token: expect.any(String),
      instance_url: expect.any(String),
      id: expect.any(String),
    });
    const refresh = { grant_type: 'hybrid_refresh', client_id: WEB.id, format: 'json', refresh_token };
    expect(json(await replay(sf, LOGIN, head, form(refresh)))).toHaveProperty('access_token');
  });

  async function allowWithoutSecret(): Promise<void> {
    const body = JSON.stringify({ isConsumerSecretOptional: true, isSecretRequiredForRefreshToken: false });
    const answer = await fetch(`${sf.url}/_fauxforce/apps/${WEB.id}`, { method: 'PATCH', body });
    expect(answer.status).toBe(200);
  }
});

describe('n8n', () => {
  it(
    'logs in at login.salesforce.com with PKCE and Basic, and tests its credential by userinfo',
    replays('n8n-nodes-base', '2.41.2', 'web server'),
    async () => {
      const query = `prompt=login&client_id=${WEB.id}&redirect_uri=${encodeURIComponent(N8N)}&response_type=code&state=n&scope=full%20refresh_token&code_challenge=${CHALLENGE}&code_challenge_method=S256`;
      const code = (await browse(`/services/oauth2/authorize?${query}`)).searchParams.get('code') ?? '';
      const basic = Buffer.from(`${WEB.id}:${WEB.secret}`).toString('base64');
      const head = [
        'POST /services/oauth2/token',
        'Accept: application/json, application/x-www-form-urlencoded',
        FORM,
        `Authorization: Basic ${basic}`,
      ];
      const body = form({
        code,
        grant_type: 'authorization_code',
        code_verifier: VERIFIER,
        redirect_uri: N8N,
      });
      const { access_token, instance_url = '' } = json(
        await replay(sf, 'https://login.salesforce.com', head, body),
      );
      const test = ['GET /services/oauth2/userinfo', `Authorization: Bearer ${access_token}`];
      expect(json(await replay(sf, instance_url, test))).toMatchObject({ preferred_username: ada.username });
    },
  );
});

describe('NetCoreForce', () => {
  it(
    'refreshes and introspects with everything in the query and nothing in the body',
    replays('NetCoreForce', '64', 'refresh'),
    async () => {
      const { access_token = '', refresh_token = '' } = await sf.token({
        app: 'Web_Server',
        user: ada.username,
      });
      const client = { client_id: WEB.id, client_secret: WEB.secret };
      const refresh = form({ grant_type: 'refresh_token', refresh_token, ...client, format: 'json' });
      expect(
        json(await replay(sf, 'http://localhost', [`POST /services/oauth2/token?${refresh}`])).access_token,
      ).toMatch(/^00D/);
      const introspect = form({ token: access_token, token_type_hint: 'access_token', ...client });
      expect(
        json(await replay(sf, 'http://localhost', [`POST /services/oauth2/introspect?${introspect}`])),
      ).toMatchObject({ active: true });
    },
  );
});

describe('terraform-provider-salesforce', () => {
  it(
    'logs in by JWT bearer and reads the version it was told, with its objects',
    replays('terraform-provider-salesforce', '2026-11', 'JWT bearer'),
    async () => {
      const exp = Math.floor(sf.clock.now() / 1000) + 180;
      const aud = `http://localhost:${new URL(sf.url).port}`;
      const assertion = makeJwt({ claims: { iss: '3MVG9Demo.JWT_Bearer', aud, sub: ada.username, exp } });
      const body = form({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
      const head = ['POST /services/oauth2/token', FORM, 'Accept: application/json'];
      const { access_token } = json(await replay(sf, 'http://localhost', head, body));
      const bearer = [`Authorization: Bearer ${access_token}`, 'Accept: application/json'];
      const { sobjects = '' } = json(
        await replay(sf, 'http://localhost', ['GET /services/data/v60.0', ...bearer]),
      );
      expect(json(await replay(sf, 'http://localhost', [`GET ${sobjects}`, ...bearer]))).toMatchObject({
        maxBatchSize: 200,
        sobjects: expect.any(Array),
      });
    },
  );
});

describe('Forrest', () => {
  it(
    'gets a token by client credentials and follows the map of the newest version',
    replays('omniphx/forrest', '2026-11', 'client credentials'),
    async () => {
      const client = {
        client_id: '3MVG9Demo.Client_Credentials',
        client_secret: 'DEMO0CLIENT0CREDENTIALS000000000',
      };
      const head = ['POST /services/oauth2/token', FORM, 'User-Agent: GuzzleHttp/7'];
      const { access_token, token_type } = json(
        await replay(sf, 'http://localhost', head, form({ grant_type: 'client_credentials', ...client })),
      );
      const bearer = [`Authorization: ${token_type} ${access_token}`, 'Accept: application/json'];
      const versions = JSON.parse(
        (await replay(sf, 'http://localhost', ['GET /services/data', ...bearer])).body,
      );
      const { query } = json(await replay(sf, 'http://localhost', [`GET ${versions.at(-1).url}`, ...bearer]));
      const asked = `GET ${query}?q=${encodeURIComponent('SELECT Id FROM Organization')}`;
      expect(json(await replay(sf, 'http://localhost', [asked, ...bearer]))).toMatchObject({ totalSize: 1 });
    },
  );
});
