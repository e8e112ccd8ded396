/** Token exchange: a foreign token, a handler of the org, an ordinary answer (token.md 12b). */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Fauxforce, type StartOptions, startFauxforce } from '../../src/testing/index.ts';
import { makeJwt, otherKey } from '../helpers/jwt.ts';
import { type Answer, app, credentials, members, postToken, send } from '../helpers/token.ts';

const GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
const TYPE = 'urn:ietf:params:oauth:token-type';
const ADA = '0055g000001Ada0AAC';

/** 2026-01-01T00:00:00Z */
const NOW = 1_767_225_600_000;

const HANDLER_FAILED = '{"error":"invalid_grant","error_description":"token handler validation failed"}';
const NO_HANDLER = '{"error":"invalid_request","error_description":"token handler not found"}';

let sf: Fauxforce;

async function start(options: StartOptions): Promise<Fauxforce> {
  const started = await startFauxforce(options);
  started.clock.freeze();
  started.clock.set(NOW);
  onTestFinished(() => started[Symbol.asyncDispose]());
  return started;
}

const adaHasAnId = { users: { ada: { id: ADA } } };

beforeEach(async () => {
  sf = await start({ demo: adaHasAnId });
});

const ada = makeJwt({ claims: { email: 'ada@acme.example' } });

function exchange(changes: Record<string, string> = {}, on = sf, name = 'Token_Exchange'): Promise<Answer> {
  return postToken(on, {
    grant_type: GRANT,
    ...credentials(on, name),
    subject_token: ada,
    subject_token_type: `${TYPE}:jwt`,
    ...changes,
  });
}

/** What the journal says of the newest refusal; the wire says nothing of it. */
function why(of = sf): string | undefined {
  return of.journal.entries({ outcome: 'refused' })[0]?.refusal?.why;
}

describe('an exchange', () => {
  it('answers as the web server flow does, byte for byte', async () => {
    const { status, body, headers } = await exchange();
    expect([status, headers['content-type']]).toEqual([200, 'application/json;charset=UTF-8']);
    const { access_token, refresh_token, signature, id_token } = members(body);
    expect(access_token).toMatch(/^00D5g000004Acme!A[QR].AQ[A-Za-z0-9._]{91}$/);
    expect(refresh_token).toMatch(/^5Aep861[A-Za-z0-9._]{80}$/);
    expect(body).toBe(
      `{"access_token":"${access_token}","refresh_token":"${refresh_token}","signature":"${signature}","scope":"refresh_token openid api id","id_token":"${id_token}","instance_url":"${sf.url}","id":"${sf.url}/id/00D5g000004AcmeEAC/${ADA}","token_type":"Bearer","issued_at":"1767225600000"}`,
    );
  });

  it('brings tokens that work and can be refreshed', async () => {
    const { access_token = '', refresh_token = '' } = members((await exchange()).body);
    const refreshed = await postToken(sf, {
      grant_type: 'refresh_token',
      ...credentials(sf, 'Token_Exchange'),
      refresh_token,
    });
    for (const token of [access_token, members(refreshed.body).access_token]) {
      const headers = { authorization: `Bearer ${token}` };
      expect((await send(sf, '/services/oauth2/userinfo', { headers })).status).toBe(200);
    }
  });

  it('selects among the scopes: without refresh_token and openid their tokens stay away', async () => {
    const { body } = await exchange({ scope: 'api id' });
    expect(members(body)).toMatchObject({ scope: 'api id' });
    expect(Object.keys(members(body))).not.toContain('refresh_token');
    expect(Object.keys(members(body))).not.toContain('id_token');
  });

  it.each(['jwt', 'JWT', 'id_token'])('takes a token of type %s', async (type) => {
    expect((await exchange({ subject_token_type: `${TYPE}:${type}` })).status).toBe(200);
  });

  it('asks the handler that token_handler names', async () => {
    expect((await exchange({ token_handler: 'Partner_Tokens' })).status).toBe(200);
  });

  it('brings session ids for web views under its hybrid name', async () => {
    const scopes = ['api', 'web', 'refresh_token'];
    const own = await start({ demo: { apps: { Token_Exchange: { scopes } } } });
    const grant_type = 'urn:ietf:params:oauth:grant-type:hybrid-token-exchange';
    const { status, body } = await exchange({ grant_type }, own);
    expect(status).toBe(200);
    expect(members(body)).toMatchObject({ sidCookieName: 'sid', scope: 'refresh_token web api' });
  });

  it('needs no secret where the app says so, but checks one that is sent', async () => {
    const own = await start({
      demo: { apps: { Token_Exchange: { isSecretRequiredForTokenExchange: false } } },
    });
    expect((await exchange({ client_secret: '' }, own)).status).toBe(200);
    expect((await exchange({ client_secret: 'wrong' }, own)).body).toBe(
      '{"error":"invalid_client","error_description":"invalid client credentials"}',
    );
  });

  it('takes the longest token that Salesforce takes', async () => {
    const token = (length: number) =>
      makeJwt({ claims: { email: 'ada@acme.example', padding: 'x'.repeat(length) } });
    const padding = Math.floor(((10_000 - token(0).length) * 3) / 4) - 1;
    expect(token(padding).length).toBeGreaterThan(9_990);
    expect((await exchange({ subject_token: token(padding) })).status).toBe(200);
  });
});

describe('refusals', () => {
  it.each([
    ['no secret', { client_secret: '' }, 'invalid_client', 'invalid client credentials'],
    ['an unknown app', { client_id: '3MVG9nobody' }, 'invalid_client_id', 'client identifier invalid'],
    ['no token', { subject_token: '' }, 'invalid_request', 'missing required parameter: subject_token'],
    [
      'too long a token',
      { subject_token: 'x'.repeat(10_001) },
      'invalid_request',
      'subject_token is too long',
    ],
    ['no type', { subject_token_type: '' }, 'invalid_request', 'unsupported subject_token_type'],
    ['a bare type', { subject_token_type: 'jwt' }, 'invalid_request', 'unsupported subject_token_type'],
    ['an unknown handler', { token_handler: 'Nobody' }, 'invalid_request', 'token handler not found'],
    [
      'a type the handler lacks',
      { subject_token_type: `${TYPE}:saml2` },
      'invalid_request',
      'token handler not found',
    ],
    [
      'a scope that the app lacks',
      { scope: 'api web' },
      'invalid_scope',
      'the requested scope is not allowed',
    ],
    ['a scope that nobody has', { scope: 'nonsense' }, 'invalid_scope', 'the requested scope is not allowed'],
  ])('%s', async (_what, changes: Record<string, string>, error, description) => {
    expect(await exchange(changes)).toMatchObject({
      status: 400,
      body: `{"error":"${error}","error_description":"${description}"}`,
    });
  });

  it('an app without the flow', async () => {
    expect((await exchange({}, sf, 'Web_Server')).body).toBe(
      '{"error":"invalid_grant","error_description":"token exchange flow not enabled"}',
    );
  });

  it.each([
    ['is disabled', { isEnabled: false }],
    ['is not for this app', { apps: ['Web_Server'] }],
    ['is not the default', { isDefault: false }],
  ])('a handler that %s', async (_what, change) => {
    const own = await start({ demo: { tokenExchangeHandlers: { Partner_Tokens: change } } });
    expect(await exchange({}, own)).toMatchObject({ status: 400, body: NO_HANDLER });
  });

  it.each([
    [
      'no JWT',
      'opaque-token',
      'subject_token is not a JWT, which is all that a handler without a module reads',
    ],
    ['no such claim', makeJwt({ claims: { sub: 'ada' } }), 'the token has no claim email of text'],
    [
      'a claim that is no text',
      makeJwt({ claims: { email: { a: 1 } } }),
      'the token has no claim email of text',
    ],
    [
      'an expired token',
      makeJwt({ claims: { email: 'ada@acme.example', exp: 1_767_225_600 } }),
      'exp was 1767225600, now is 1767225600',
    ],
    [
      'exp that is no number',
      makeJwt({ claims: { email: 'ada@acme.example', exp: 'soon' } }),
      'exp was "soon", now is 1767225600',
    ],
    [
      'exp that is a list',
      makeJwt({ claims: { email: 'ada@acme.example', exp: [4_102_444_800] } }),
      'exp was [4102444800], now is 1767225600',
    ],
    [
      'a token of tomorrow',
      makeJwt({ claims: { email: 'ada@acme.example', nbf: 1_767_225_601 } }),
      'nbf was 1767225601, now is 1767225600',
    ],
    [
      'the signature of another',
      makeJwt({ claims: { email: 'ada@acme.example' }, key: otherKey }),
      "none of the handler's 1 keys verifies the signature (1 fit its kid)",
    ],
    [
      'no signature',
      makeJwt({ header: { alg: 'none' }, claims: { email: 'ada@acme.example' }, unsigned: true }),
      "none of the handler's 1 keys verifies the signature (1 fit its kid)",
    ],
    [
      'a critical extension',
      makeJwt({ header: { alg: 'RS256', crit: ['x'] }, claims: { email: 'ada@acme.example' } }),
      "none of the handler's 1 keys verifies the signature (1 fit its kid)",
    ],
    [
      '__proto__ for a claim',
      makeJwt({ claims: JSON.parse('{"__proto__":{"email":"ada@acme.example"}}') }),
      'the token has no claim email of text',
    ],
  ])('%s, and the reason stays in the journal', async (_what, subject_token, reason) => {
    expect(await exchange({ subject_token })).toMatchObject({ status: 400, body: HANDLER_FAILED });
    expect(why()).toBe(`handler Partner_Tokens was asked whose the token is: ${reason}`);
    expect(JSON.stringify(sf.journal.entries())).not.toContain(subject_token);
  });

  it.each(['nobody@acme.example', '', 'lin@globex.example'])('a handler that names "%s"', async (email) => {
    const own = await start({ demo: { secondOrg: true } });
    const subject_token = makeJwt({ claims: { email } });
    expect(await exchange({ subject_token }, own)).toMatchObject({ status: 400, body: HANDLER_FAILED });
  });

  it('a user who is not pre-authorized', async () => {
    const subject_token = makeJwt({ claims: { email: 'grace@acme.example' } });
    expect((await exchange({ subject_token })).body).toBe(
      '{"error":"invalid_app_access","error_description":"user is not admin approved to access this app"}',
    );
  });

  it('a user who must approve the app and has not, until they have', async () => {
    const own = await start({ demo: { apps: { Token_Exchange: { isAdminApproved: false } } } });
    expect((await exchange({}, own)).body).toBe(
      `{"error":"invalid_grant","error_description":"user hasn't approved this consumer"}`,
    );
    await own.login({ app: 'Token_Exchange', user: 'ada', scope: 'api' });
    expect((await exchange({}, own)).status).toBe(400);
    await own.login({ app: 'Token_Exchange', user: 'ada', scope: 'api refresh_token' });
    expect(members((await exchange({}, own)).body)).toMatchObject({ scope: 'refresh_token api' });
  });

  it('an inactive user', async () => {
    const own = await start({ demo: { users: { ada: { isActive: false } } } });
    expect((await exchange({}, own)).body).toBe(
      '{"error":"invalid_grant","error_description":"inactive user"}',
    );
  });
});

/** A seed file beside other files, with one app and one handler. */
function seedWith(handler: object, files: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'fauxforce-exchange-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const seed = {
    users: [{ username: 'ada@acme.example', profile: 'System Administrator' }],
    apps: [
      {
        name: 'Token_Exchange',
        scopes: ['api'],
        isTokenExchangeEnabled: true,
        isAdminApproved: true,
        profiles: ['System Administrator'],
      },
    ],
    tokenExchangeHandlers: [{ name: 'Own', isDefault: true, apps: ['Token_Exchange'], ...handler }],
  };
  writeFileSync(join(folder, 'seed.json'), JSON.stringify(seed));
  return join(folder, 'seed.json');
}

describe('a handler of claims', () => {
  it('makes a username of several, and verifies nothing unless told how', async () => {
    const own = await start({ seed: seedWith({ username: '{name}@{domain}' }) });
    const subject_token = makeJwt({ claims: { name: 'ada', domain: 'acme.example' }, unsigned: true });
    expect((await exchange({ subject_token }, own)).status).toBe(200);
  });

  it('verifies with a JWK Set, RSA and elliptic curves, by kid', async () => {
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwks = {
      keys: [
        { ...otherKeyPublic(), kid: 'rsa' },
        { ...ec.publicKey.export({ format: 'jwk' }), kid: 'ec' },
        { kty: 'oct', k: 'c2VjcmV0', kid: 'oct' },
      ],
    };
    const own = await start({
      seed: seedWith({ username: 'email', jwks: 'keys.json' }, { 'keys.json': JSON.stringify(jwks) }),
    });
    const claims = { email: 'ada@acme.example' };
    const signed = (header: Record<string, unknown>, key = otherKey) => makeJwt({ header, claims, key });
    const statusOf = async (subject_token: string) => (await exchange({ subject_token }, own)).status;
    const { sign } = await import('node:crypto');
    const text = signed({ alg: 'ES256', kid: 'ec' }).split('.').slice(0, 2).join('.');
    const ecSignature = sign('sha256', Buffer.from(text), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' });

    expect(await statusOf(signed({ alg: 'RS256', kid: 'rsa' }))).toBe(200);
    expect(await statusOf(signed({ alg: 'RS256' }))).toBe(200);
    expect(await statusOf(`${text}.${ecSignature.toString('base64url')}`)).toBe(200);
    expect(await statusOf(signed({ alg: 'RS256', kid: 'ec' }))).toBe(400);
    expect(await statusOf(signed({ alg: 'RS256', kid: 'other' }))).toBe(400);
    expect(await statusOf(makeJwt({ header: { alg: 'HS256', kid: 'oct' }, claims, hmacKey: 'secret' }))).toBe(
      400,
    );
  });
});

function otherKeyPublic() {
  const { kty, n, e } = otherKey.export({ format: 'jwk' });
  return { kty, n, e };
}

describe('a handler that is a module', () => {
  it.each(['handler.ts', 'handler.mjs'])('%s is told everything and says the username', async (name) => {
    const source = `export default async ({ token, tokenType, claims, appName }) =>
      token === 'opaque' && tokenType === 'access_token' && claims === undefined && appName === 'Token_Exchange'
        ? 'ada@acme.example' : null;`;
    const own = await start({ seed: seedWith({ module: `./${name}` }, { [name]: source }) });
    const changes = { subject_token: 'opaque', subject_token_type: `${TYPE}:access_token` };
    expect((await exchange(changes, own)).status).toBe(200);
    expect((await exchange({ ...changes, subject_token: 'other' }, own)).body).toBe(HANDLER_FAILED);
    expect(why(own)).toMatch(/handler\.(ts|mjs) returned object, not a username$/);
  });

  it.each([
    [
      'throws',
      'export default ({ token }) => { throw new Error("bad " + token); };',
      'threw: bad <subject_token>',
    ],
    ['rejects', 'export default async () => { throw "no"; };', 'threw: no'],
    ['returns nothing', 'export default () => "";', 'returned an empty text, not a username'],
    ['has no default export', 'export const handler = 1;', 'has no function as its default export'],
    ['cannot be loaded', 'this is no JavaScript', /threw: /],
  ])('that %s is explained in the journal, not on the wire', async (_what, source, reason) => {
    const own = await start({ seed: seedWith({ module: './handler.mjs' }, { 'handler.mjs': source }) });
    expect(await exchange({}, own)).toMatchObject({ status: 400, body: HANDLER_FAILED });
    expect(why(own)).toMatch(reason);
    expect(JSON.stringify(own.journal.entries())).not.toContain(ada);
  });
});

it('is named among the apps of the demo', () => {
  expect(app(sf, 'Token_Exchange').isTokenExchangeEnabled).toBe(true);
});
