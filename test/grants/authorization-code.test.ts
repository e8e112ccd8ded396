import { describe, expect, it } from 'vitest';
import { freshServers } from '../helpers/fresh.ts';
import { app, codeExchange, codeFor, credentials, members, postToken, send, user } from '../helpers/token.ts';

const fresh = freshServers();

/** RFC 7636 appendix B. */
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

const refused = (error: string, error_description: string) => ({
  status: 400,
  body: `{"error":"${error}","error_description":"${error_description}"}`,
});

describe('authorization code (token.md 3)', () => {
  it('answers the members of the real server in its order, and nothing else', async () => {
    const sf = await fresh();
    const scopes = 'api refresh_token openid';
    const { status, body } = await postToken(sf, await codeExchange(sf, { app: 'Web_Server', scopes }));
    expect(status).toBe(200);
    const { access_token, refresh_token, signature, id_token, issued_at } = members(body);
    const id = `${sf.url}/id/${sf.orgs[0]?.id}/${user(sf, 'ada').id}`;
    expect(body).toBe(
      `{"access_token":"${access_token}","refresh_token":"${refresh_token}","signature":"${signature}","scope":"refresh_token openid api","id_token":"${id_token}","instance_url":"${sf.url}","id":"${id}","token_type":"Bearer","issued_at":"${issued_at}"}`,
    );
    expect(refresh_token).toMatch(/^5Aep861[A-Za-z0-9._]{80}$/);
    expect(issued_at).toMatch(/^\d{13}$/);
  });

  it('gives no refresh token and no ID token without their scopes', async () => {
    const sf = await fresh();
    const { body } = await postToken(sf, await codeExchange(sf, { app: 'Web_Server', scopes: 'api web' }));
    expect(Object.keys(members(body))).toEqual([
      'access_token',
      'signature',
      'scope',
      'instance_url',
      'id',
      'token_type',
      'issued_at',
    ]);
  });

  it.each([
    ['spent', { wait: 0 }],
    ['expired after 15 minutes', { wait: 15 * 60_000 + 1 }],
  ])('refuses a code that is %s with the text of an expired one', async (_what, { wait }) => {
    const sf = await fresh();
    sf.clock.freeze();
    const exchange = await codeExchange(sf, { app: 'Web_Server' });
    if (wait === 0) expect((await postToken(sf, exchange)).status).toBe(200);
    sf.clock.advance(wait);
    expect(await postToken(sf, exchange)).toMatchObject(
      refused('invalid_grant', 'expired authorization code'),
    );
  });

  it('accepts a code up to its last millisecond', async () => {
    const sf = await fresh();
    sf.clock.freeze();
    const exchange = await codeExchange(sf, { app: 'Web_Server' });
    sf.clock.advance(15 * 60_000);
    expect((await postToken(sf, exchange)).status).toBe(200);
  });

  it.each([
    ['garbage', { code: 'aPrxgarbage' }, refused('invalid_grant', 'invalid authorization code')],
    [
      'still percent-encoded',
      { code: 'aPrxabc%3D%3D' },
      refused('invalid_grant', 'invalid authorization code'),
    ],
    ['missing', { code: '' }, refused('invalid_request', 'missing required code')],
    [
      'sent without redirect_uri',
      { redirect_uri: '' },
      refused('redirect_uri_mismatch', 'redirect_uri must match configuration'),
    ],
    [
      'sent with another redirect_uri',
      { redirect_uri: 'http://localhost:3000/callback/' },
      refused('redirect_uri_mismatch', 'redirect_uri must match configuration'),
    ],
    [
      'sent with a verifier nobody asked for',
      { code_verifier: VERIFIER },
      refused('invalid_grant', 'unexpected code verifier'),
    ],
  ])('refuses a code that is %s', async (_what, parameters, answer) => {
    const sf = await fresh();
    const exchange = await codeExchange(sf, { app: 'Web_Server' });
    expect(await postToken(sf, { ...exchange, ...parameters })).toMatchObject(answer);
  });

  it("refuses another client's code", async () => {
    const sf = await fresh();
    const exchange = await codeExchange(sf, { app: 'Web_Server' });
    expect(await postToken(sf, { ...exchange, ...credentials(sf, 'Rotating') })).toMatchObject(
      refused('invalid_grant', 'invalid authorization code'),
    );
  });

  it('does not spend a code on a refused request', async () => {
    const sf = await fresh();
    const exchange = await codeExchange(sf, { app: 'Web_Server' });
    await postToken(sf, { ...exchange, client_secret: 'wrong' });
    await postToken(sf, { ...exchange, redirect_uri: 'x' });
    expect((await postToken(sf, exchange)).status).toBe(200);
  });

  it.each([
    ['wrong', { code_verifier: 'some-verifier-of-another-request-altogether-xx' }],
    ['missing', {}],
    ['one with a ~', { code_verifier: `${VERIFIER.slice(0, 42)}~` }],
    ['too short', { code_verifier: 'short' }],
  ])('refuses a verifier that is %s', async (_what, parameters) => {
    const sf = await fresh();
    const exchange = await codeExchange(sf, { app: 'Web_Server', codeChallenge: CHALLENGE });
    expect(await postToken(sf, { ...exchange, ...parameters })).toMatchObject(
      refused('invalid_grant', 'invalid code verifier'),
    );
    expect((await postToken(sf, { ...exchange, code_verifier: VERIFIER })).status).toBe(200);
  });

  it('needs no secret where the app does without, and checks one that is sent', async () => {
    const sf = await fresh();
    const { client_secret, ...exchange } = await codeExchange(sf, {
      app: 'Web_Server_PKCE',
      codeChallenge: CHALLENGE,
    });
    const withVerifier = { ...exchange, code_verifier: VERIFIER };
    expect(await postToken(sf, { ...withVerifier, client_secret: `${client_secret}x` })).toMatchObject(
      refused('invalid_client', 'invalid client credentials'),
    );
    expect((await postToken(sf, withVerifier)).status).toBe(200);
  });

  it.each([
    ['who was deactivated', { users: { ada: { isActive: false } } }, 'invalid_grant', 'inactive user'],
    ['who was frozen', { users: { ada: { isFrozen: true } } }, 'invalid_grant', 'inactive user'],
    [
      'who may not use the API',
      { profiles: { 'System Administrator': { apiEnabled: false } } },
      'invalid_grant',
      'authentication failure',
    ],
    [
      'outside the login IP ranges of the profile',
      { profiles: { 'System Administrator': { loginIpRanges: [{ start: '10.0.0.0', end: '10.0.0.9' }] } } },
      'invalid_grant',
      'ip restricted',
    ],
    [
      'whose app API Access Control does not allow',
      { settings: { apiAccessControl: true } },
      'invalid_app_access',
      'user is not admin approved to access this app',
    ],
    [
      'whom the admin has not approved',
      { apps: { Web_Server: { isAdminApproved: true } } },
      'invalid_app_access',
      'user is not admin approved to access this app',
    ],
  ])('refuses a user %s', async (_what, demo, error, description) => {
    const sf = await fresh({ demo });
    expect(await postToken(sf, await codeExchange(sf, { app: 'Web_Server' }))).toMatchObject(
      refused(error, description),
    );
  });

  it("answers an authentication failure on a domain the user's org does not have", async () => {
    const sf = await fresh();
    const exchange = await codeExchange(sf, { app: 'Web_Server' });
    expect(await postToken(sf, exchange, { host: 'test.salesforce.com' })).toMatchObject(
      refused('invalid_grant', 'authentication failure'),
    );
  });

  it('redeems one code once, however many ask at the same time', async () => {
    const sf = await fresh();
    const exchange = await codeExchange(sf, { app: 'Web_Server' });
    const answers = await Promise.all(Array.from({ length: 200 }, () => postToken(sf, exchange)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const others = answers.filter(({ status }) => status !== 200).map(({ body }) => body);
    expect(new Set(others)).toEqual(
      new Set(['{"error":"invalid_grant","error_description":"expired authorization code"}']),
    );
  });

  it('keeps five approvals of user and app: the sixth log-in ends the first', async () => {
    const sf = await fresh();
    const tokens: string[] = [];
    for (let login = 0; login < 6; login++) {
      sf.clock.advance(1_000);
      const { body } = await postToken(sf, await codeExchange(sf, { app: 'Web_Server' }));
      tokens.push(members(body).refresh_token ?? '');
    }
    const refresh = (refresh_token = '') =>
      postToken(sf, { grant_type: 'refresh_token', ...credentials(sf, 'Web_Server'), refresh_token });
    expect(await refresh(tokens[0])).toMatchObject(refused('invalid_grant', 'expired access/refresh token'));
    expect((await refresh(tokens[1])).status).toBe(200);
    expect((await refresh(tokens[5])).status).toBe(200);
  });

  it('explains a mismatch in the journal with what was compared', async () => {
    const sf = await fresh();
    const exchange = await codeExchange(sf, { app: 'Web_Server' });
    const { headers } = await postToken(sf, { ...exchange, redirect_uri: 'https://elsewhere.example/cb' });
    const entry = sf.journal.entry(String(headers['x-fauxforce-journal']));
    expect(entry).toMatchObject({
      outcome: 'refused',
      grantType: 'authorization_code',
      clientId: app(sf, 'Web_Server').consumerKey,
      refusal: {
        name: 'code.callback-mismatch',
        why: 'redirect_uri was "https://elsewhere.example/cb"; the authorize request had "http://localhost:3000/callback"',
      },
    });
    expect(entry?.checks.map(({ name, ok }) => [name, ok])).toContainEqual(['code.expired', true]);
    const secret = await codeFor(sf, { app: 'Web_Server' });
    expect(JSON.stringify(entry)).not.toContain(exchange.code);
    expect(JSON.stringify(entry)).not.toContain(exchange.client_secret);
    expect(secret).not.toBe(exchange.code);
  });

  it('takes the parameters from the query of a POST with an empty body', async () => {
    const sf = await fresh();
    const query = new URLSearchParams(await codeExchange(sf, { app: 'Web_Server' }));
    const { status } = await send(sf, `/services/oauth2/token?${query}`, { method: 'POST' });
    expect(status).toBe(200);
  });
});
