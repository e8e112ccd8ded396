import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { credentials, postToken, send } from '../helpers/token.ts';
import { PATHS } from './paths.ts';

const NAMES = [
  'grant_type',
  'client_id',
  'client_secret',
  'code',
  'code_verifier',
  'code_challenge',
  'code_challenge_method',
  'redirect_uri',
  'response_type',
  'refresh_token',
  'assertion',
  'client_assertion',
  'client_assertion_type',
  'username',
  'password',
  'scope',
  'state',
  'prompt',
  'display',
  'immediate',
  'nonce',
  'token',
  'subject_token',
  'subject_token_type',
  'actor_token',
  'actor_token_type',
  'token_handler',
  'access_token',
  'oauth_token',
  'format',
  'callback',
  'version',
  'q',
  'source',
  'startURL',
  'retURL',
  'otp',
  'sid',
  'lightning_out_app_id',
  'un',
  'otp',
  'newpassword',
  'uvid_hint',
  'pw',
  '__proto__',
  'constructor',
  'a[b]',
  'token[x]',
];

const VALUES = [
  '',
  'authorization_code',
  'refresh_token',
  'client_credentials',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'password',
  'urn:ietf:params:oauth:grant-type:token-exchange',
  'urn:ietf:params:oauth:token-type:jwt',
  'code',
  'code_credentials',
  'hybrid_token',
  'token id_token',
  'hybrid_auth_code',
  'hybrid_refresh',
  '3MVG9Demo.Headless',
  '3MVG9Demo.User_Agent',
  'http://localhost:3000/callback',
  'sfdc://success',
  'vera@acme.example',
  'PlatformCLI',
  'http://localhost:1717/OauthRedirect',
  'S256',
  'SELECT Id FROM User',
  'jsonp',
  'xml',
  '<script>alert(1)</script>',
  '\u0000',
  '../../etc/passwd',
  'CAAAA',
  '{"a":',
  'eyJhbGciOiJub25lIn0.e30.',
];

const name = fc.oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 20 }));
const value = fc.oneof(
  fc.constantFrom(...VALUES),
  fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text.toWellFormed()),
  fc.constant('x'.repeat(2_500)),
);
const parameters = fc.array(fc.tuple(name, value), { maxLength: 8 });
const header = fc.constantFrom(
  {},
  { authorization: 'Basic !!!' },
  { authorization: `Basic ${Buffer.from(':').toString('base64')}` },
  { authorization: 'Bearer x' },
  { authorization: `Bearer 00D5g000004AcmeE!AQEAAQ${'A'.repeat(91)}` },
  { authorization: 'OAuth' },
  { cookie: 'sid=x; sid=y; =; a' },
  { cookie: `sid=${'A'.repeat(4000)}` },
  { 'auth-request-type': 'Named-User' },
  { 'auth-request-type': 'guest', 'uvid-hint': 'JWT eyJhbGciOiJub25lIn0.e30.' },
  { 'auth-request-type': 'passwordless-login', 'auth-verification-type': 'sms' },
  { 'content-type': 'application/json' },
  { accept: 'application/xml;q=0,*/*;;,' },
  { 'x-prettyprint': '1' },
  { host: 'login.salesforce.com' },
  { host: 'acme.develop.my.salesforce.com' },
  { host: '[::1' },
  { origin: 'https://evil.example' },
  { 'x-forwarded-for': '1, 2, 3', 'x-forwarded-host': 'evil' },
);
const body = fc.oneof(
  parameters.map((pairs) => ({
    type: 'application/x-www-form-urlencoded',
    body: new URLSearchParams(pairs).toString(),
  })),
  fc
    .tuple(
      fc.constantFrom(
        'application/json',
        'text/plain',
        'multipart/form-data; boundary=x',
        'multipart/form-data',
        'nonsense',
        '',
      ),
      fc.string({ maxLength: 200 }),
    )
    .map(([type, text]) => ({ type, body: text })),
);

/** Statuses that Salesforce or the lab give on purpose. */
const CALM = (status: number) => status >= 200 && status < 500;

describe('hostile requests', () => {
  let sf: Fauxforce;
  beforeAll(async () => {
    sf = await startFauxforce();
  });
  afterAll(async () => sf[Symbol.asyncDispose]());

  it.each(PATHS)('%s answers anything with a refusal, never a 500 or a stack trace', async (path) => {
    const methods = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH');
    await fc.assert(
      fc.asyncProperty(methods, parameters, header, body, async (method, query, headers, sent) => {
        const withBody = method !== 'GET' && method !== 'HEAD';
        const answer = await send(sf, `${path}?${new URLSearchParams(query)}`, {
          method,
          headers: { ...headers, ...(withBody && sent.type ? { 'content-type': sent.type } : {}) },
          ...(withBody ? { body: sent.body } : {}),
        });
        expect(answer.status, answer.body).toSatisfy(CALM);
        expect(answer.body).not.toMatch(/\bat .*\.[jt]s:\d+/);
        if (String(answer.headers['content-type']).startsWith('text/html')) {
          expect(answer.body).not.toContain('<script>alert(1)');
        }
      }),
      { numRuns: 60 },
    );
  });

  it('puts no secret of a request into the journal', async () => {
    const secrets = {
      client_secret: 'S3cret-client',
      password: 'S3cret-password',
      code: 'S3cret-code',
      code_verifier: 'S3cret-verifier',
      refresh_token: 'S3cret-refresh',
      assertion: 'S3cret-assertion',
      client_assertion: 'S3cret-client-assertion',
      token: 'S3cret-token',
      access_token: 'S3cret-access',
      oauth_token: 'S3cret-oauth',
      pw: 'S3cret-pw',
    };
    for (const grant_type of ['authorization_code', 'refresh_token', 'password', 'client_credentials']) {
      await postToken(sf, {
        ...secrets,
        ...credentials(sf, 'Web_Server'),
        client_secret: 'S3cret-client',
        grant_type,
      });
    }
    for (const path of [
      '/services/oauth2/revoke',
      '/services/oauth2/userinfo',
      '/',
      '/services/oauth2/token',
    ]) {
      await send(sf, `${path}?${new URLSearchParams(secrets)}`, {
        method: 'POST',
        headers: { authorization: 'Bearer S3cret-bearer', cookie: 'sid=S3cret-sid' },
      });
    }
    expect(JSON.stringify(sf.journal.entries())).not.toContain('S3cret');
  });

  it.each([
    'GET',
    'GET / HTTP/9.9\r\n\r\n',
    'GET /% HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET http://evil.example/services/data HTTP/1.1\r\nHost: x\r\n\r\n',
    'POST /services/oauth2/token HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n',
    'POST /services/oauth2/token HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`,
    'GET / HTTP/1.1\r\n\r\n',
    'GET //evil.example/%2e%2e HTTP/1.1\r\nHost: x\r\n\r\n',
  ])('outlives the bytes %j', async (bytes) => {
    const { hostname, port } = new URL(sf.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.end(bytes));
      const chunks: Buffer[] = [];
      socket.on('data', (chunk: Buffer) => chunks.push(chunk));
      socket.on('error', reject);
      socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
    });
    expect(answer).not.toMatch(/^HTTP\/1\.1 5/);
    expect((await send(sf, '/services/data')).status).toBe(200);
  });

  it('answers 413 to a body over 1 MiB on every endpoint that reads one', async () => {
    const big = `x=${'y'.repeat(1024 * 1024)}`;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const path of [
      '/services/oauth2/token',
      '/services/oauth2/revoke',
      '/services/oauth2/userinfo',
      '/',
    ]) {
      expect((await send(sf, path, { method: 'POST', headers, body: big })).status, path).toBe(413);
    }
    const json = { 'content-type': 'application/json' };
    expect(
      (await send(sf, '/_fauxforce/clock', { method: 'POST', headers: json, body: `"${big}"` })).status,
    ).toBe(413);
  });
});
