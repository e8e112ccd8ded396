/** Hybrid flows: what they add to the plain ones, byte for byte (authorize.md 6, token.md 11). */
import { describe, expect, it, test } from 'vitest';
import { startFauxforce } from '../../src/testing/index.ts';
import { ADA, locationOf, walk } from '../authorize/helpers.ts';
import { app, codeExchange, credentials, members, postToken, user } from '../helpers/token.ts';
import { fragmentOf, userAgent } from '../user-agent/helpers.ts';
import { ALL_SCOPES, hybridExchange, startHybrid } from './helpers.ts';

const SESSION_ID = /^00D5g000004Acme![A-Za-z0-9._]{96}$/;

describe('hybrid_auth_code', () => {
  it('answers eighteen members in the order of a HashMap of 32 buckets', async () => {
    await using sf = await startHybrid();
    const { status, body } = await hybridExchange(sf);
    expect(status).toBe(200);
    const m = members(body);
    const host = new URL(sf.url).host;
    const id = `${sf.url}/id/00D5g000004AcmeEAC/${user(sf, 'ada').id}`;
    const client = `${user(sf, 'ada').id.slice(3, 15)}5g000004Acme`;
    expect(body).toBe(
      `{"signature":"${m.signature}","lightning_sid":"${m.lightning_sid}","visualforce_domain":"${host}","csrf_token":"${m.csrf_token}","instance_url":"${sf.url}","cookie-clientSrc":"127.0.0.1","token_type":"Bearer","sidCookieName":"sid","issued_at":"${m.issued_at}","access_token":"${m.access_token}","refresh_token":"${m.refresh_token}","content_domain":"${host}","scope":"lightning refresh_token visualforce web api content","visualforce_sid":"${m.visualforce_sid}","id":"${id}","content_sid":"${m.content_sid}","lightning_domain":"${host}","cookie-sid_Client":"${client}"}`,
    );
    const ids = [m.access_token, m.lightning_sid, m.visualforce_sid, m.content_sid];
    for (const sid of ids) expect(sid).toMatch(SESSION_ID);
    expect(new Set(ids).size).toBe(4);
    expect(m.csrf_token).toMatch(/^[A-Za-z0-9+/]{80}$/);
  });

  test.each([
    ['api', []],
    ['api lightning visualforce content', []],
    ['api web', ['sidCookieName', 'cookie-sid_Client', 'cookie-clientSrc']],
    [
      'api web lightning',
      [
        'sidCookieName',
        'cookie-sid_Client',
        'cookie-clientSrc',
        'lightning_domain',
        'lightning_sid',
        'csrf_token',
      ],
    ],
    [
      'api web visualforce',
      ['sidCookieName', 'cookie-sid_Client', 'cookie-clientSrc', 'visualforce_domain', 'visualforce_sid'],
    ],
    [
      'api web content',
      ['sidCookieName', 'cookie-sid_Client', 'cookie-clientSrc', 'content_domain', 'content_sid'],
    ],
  ])('%s brings %j', async (scopes, extra) => {
    await using sf = await startHybrid();
    const plain = ['access_token', 'signature', 'scope', 'instance_url', 'id', 'token_type', 'issued_at'];
    const { body } = await hybridExchange(sf, scopes);
    expect(Object.keys(members(body)).toSorted()).toEqual([...plain, ...extra].toSorted());
  });

  it('full brings all of them', async () => {
    await using sf = await startHybrid({ scopes: ['full'] });
    const names = Object.keys(members((await hybridExchange(sf, 'full')).body));
    expect(names).toEqual(expect.arrayContaining(['lightning_sid', 'visualforce_sid', 'content_sid']));
  });

  it('names the hosts of the org on a Salesforce host', async () => {
    await using sf = await startHybrid();
    const exchange = await codeExchange(sf, { app: 'Web_Server', scopes: ALL_SCOPES });
    const { body } = await postToken(
      sf,
      { ...exchange, grant_type: 'hybrid_auth_code' },
      { host: 'acme.develop.my.salesforce.com' },
    );
    expect(members(body)).toMatchObject({
      lightning_domain: 'acme.develop.lightning.force.com',
      visualforce_domain: 'acme--c.develop.vf.force.com',
      content_domain: 'acme.develop.file.force.com',
    });
  });

  it('a JWT access token has an opaque session id at its side', async () => {
    await using sf = await startHybrid({ isNamedUserJwtEnabled: true });
    const { access_token, token_format, parent_sid } = members((await hybridExchange(sf)).body);
    expect(token_format).toBe('jwt');
    expect(access_token).toMatch(/^eyJ/);
    expect(parent_sid).toMatch(SESSION_ID);
  });

  it('the plain grant has none of it, whatever the scopes', async () => {
    await using sf = await startHybrid();
    const { body } = await postToken(sf, await codeExchange(sf, { app: 'Web_Server', scopes: ALL_SCOPES }));
    expect(Object.keys(members(body))).toEqual([
      'access_token',
      'refresh_token',
      'signature',
      'scope',
      'instance_url',
      'id',
      'token_type',
      'issued_at',
    ]);
  });
});

describe('hybrid_refresh', () => {
  it('brings new session ids, and no refresh token without rotation', async () => {
    await using sf = await startHybrid();
    const first = members((await hybridExchange(sf)).body);
    const { status, body } = await postToken(sf, {
      grant_type: 'hybrid_refresh',
      ...credentials(sf, 'Web_Server'),
      refresh_token: first.refresh_token ?? '',
    });
    expect(status).toBe(200);
    const second = members(body);
    expect(second.refresh_token).toBeUndefined();
    expect(second.lightning_sid).toMatch(SESSION_ID);
    expect(second.lightning_sid).not.toBe(first.lightning_sid);
    expect(second.csrf_token).not.toBe(first.csrf_token);
  });

  it('rotates like the plain grant', async () => {
    await using sf = await startHybrid({ isRefreshTokenRotationEnabled: true });
    const first = members((await hybridExchange(sf)).body);
    const refresh = (refresh_token = '') =>
      postToken(sf, { grant_type: 'hybrid_refresh', ...credentials(sf, 'Web_Server'), refresh_token });
    const second = members((await refresh(first.refresh_token)).body);
    expect(second.refresh_token).toMatch(/^5Aep861/);
    const reused = await refresh(first.refresh_token);
    expect(reused.body).toBe('{"error":"invalid_grant","error_description":"expired access/refresh token"}');
    expect((await refresh(second.refresh_token)).status).toBe(400);
  });
});

describe('response_type=hybrid_token', () => {
  it('puts the session ids into the fragment', async () => {
    await using sf = await startHybrid();
    const location = locationOf(
      await walk(sf, userAgent({ response_type: 'hybrid_token', state: 's' }), ADA),
    );
    expect(location.startsWith('sfdc://success#access_token=00D5g000004Acme%21')).toBe(true);
    expect(fragmentOf(location).map(([name]) => name)).toEqual([
      'access_token',
      'refresh_token',
      'instance_url',
      'id',
      'issued_at',
      'signature',
      'lightning_domain',
      'lightning_sid',
      'visualforce_domain',
      'visualforce_sid',
      'content_domain',
      'content_sid',
      'csrf_token',
      'cookie-clientSrc',
      'cookie-sid_Client',
      'sidCookieName',
      'state',
      'scope',
      'token_type',
    ]);
    const values = Object.fromEntries(fragmentOf(location));
    expect(values.lightning_domain).toBe(`127.0.0.1%3A${new URL(sf.url).port}`);
    expect(decodeURIComponent(values.lightning_sid ?? '')).toMatch(SESSION_ID);
  });

  it('is a user-agent flow: the switch of the org turns it off', async () => {
    await using sf = await startHybrid({}, { settings: { allowUserAgentFlow: false } });
    expect(locationOf(await walk(sf, userAgent({ response_type: 'hybrid_token' }), ADA))).toBe(
      'sfdc://success?error=oauth_flow_disabled&error_description=user-agent+flow+is+disabled',
    );
  });
});

describe('refusals', () => {
  const ROTATING_JWT = { isNamedUserJwtEnabled: true, isRefreshTokenRotationEnabled: true };
  const JWT_AND_ROTATION =
    '{"error":"invalid_grant","error_description":"refresh token rotation is not supported with JWT-based access tokens"}';

  it('JWT access tokens with rotation, before the code is looked at', async () => {
    await using sf = await startHybrid(ROTATING_JWT);
    const exchange = await codeExchange(sf, { app: 'Web_Server', scopes: 'api' });
    const refused = await postToken(sf, { ...exchange, grant_type: 'hybrid_auth_code' });
    expect(refused).toMatchObject({ status: 400, body: JWT_AND_ROTATION });
    expect((await postToken(sf, exchange)).status).toBe(200);
    const refresh = { grant_type: 'hybrid_refresh', ...credentials(sf, 'Web_Server'), refresh_token: 'x' };
    expect(await postToken(sf, refresh)).toMatchObject({ status: 400, body: JWT_AND_ROTATION });
  });

  it.each([
    [{ code: 'aPrxgarbage' }, 'invalid_grant', 'invalid authorization code'],
    [
      { redirect_uri: 'http://localhost:3000/elsewhere' },
      'redirect_uri_mismatch',
      'redirect_uri must match configuration',
    ],
    [{ code_verifier: 'x'.repeat(43) }, 'invalid_grant', 'unexpected code verifier'],
    [{ client_secret: 'wrong' }, 'invalid_client', 'invalid client credentials'],
    [{ client_id: '3MVG9unknown' }, 'invalid_client_id', 'client identifier invalid'],
  ])('those of the code flow: %j', async (changes, error, description) => {
    await using sf = await startHybrid();
    expect(await hybridExchange(sf, ALL_SCOPES, changes as Record<string, string>)).toMatchObject({
      status: 400,
      body: `{"error":"${error}","error_description":"${description}"}`,
    });
  });

  it('those of the refresh flow', async () => {
    await using sf = await startFauxforce();
    const refresh = { grant_type: 'hybrid_refresh', ...credentials(sf, 'Web_Server') };
    expect(await postToken(sf, { ...refresh, refresh_token: '5Aep861garbage' })).toMatchObject({
      status: 400,
      body: '{"error":"invalid_grant","error_description":"expired access/refresh token"}',
    });
    expect(await postToken(sf, { ...refresh, refresh_token: 'x', scope: 'api' })).toMatchObject({
      status: 400,
      body: '{"error":"invalid_request","error_description":"scope parameter not supported"}',
    });
    expect(app(sf, 'Web_Server').isSecretRequiredForRefreshToken).toBe(true);
  });
});

test('the journal has no session id in it', async () => {
  await using sf = await startHybrid();
  const answered = members((await hybridExchange(sf)).body);
  const journal = JSON.stringify(sf.journal.entries());
  for (const name of ['access_token', 'lightning_sid', 'visualforce_sid', 'content_sid', 'csrf_token']) {
    expect(answered[name]).toBeTruthy();
    expect(journal).not.toContain(answered[name]);
  }
});
