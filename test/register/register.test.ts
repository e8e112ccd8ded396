import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authorize } from '../../src/testing/browser.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { type Answer, members, postToken, send } from '../helpers/token.ts';

const PATH = '/services/oauth2/register';
const INITIAL = 'DEMO0INITIAL0ACCESS0TOKEN';
const NOVEMBER_2023 = 1_700_150_648_000;

/** The recorded request. */
const EXAMPLE = {
  redirect_uris: ['http://localhost'],
  response_types: ['code', 'token', 'id_token'],
  grant_types: ['authorization_code', 'implicit', 'refresh_token'],
  application_type: 'web',
  contacts: ['abc@sf.com', 've7jtb@example.org'],
  client_name: 'Example',
};

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce({ demo: { secondOrg: true } });
});
afterAll(() => sf[Symbol.asyncDispose]());

interface Options {
  readonly token?: string;
  readonly headers?: Record<string, string>;
  readonly on?: Fauxforce;
}

function register(body: unknown, { token = INITIAL, headers = {}, on = sf }: Options = {}): Promise<Answer> {
  return send(on, PATH, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

function read(client: string, token: string | undefined, on = sf): Promise<Answer> {
  return send(on, `${PATH}/${client}`, { headers: token ? { authorization: `Bearer ${token}` } : {} });
}

/** Values that are drawn, blanked out. */
function blanked(body: string): string {
  return body
    .replace(/("client_id":"3MVG9)[A-Za-z0-9._]{80}"/, '$1…"')
    .replace(/("registration_client_uri":"[^"]*\/3MVG9)[A-Za-z0-9._]{80}"/, '$1…"')
    .replace(/"client_secret":"[0-9A-F]{64}"/, '"client_secret":"…"')
    .replace(/"registration_access_token":"[\w-]{64}"/, '"registration_access_token":"…"');
}

const invalid = (error: string, description: string) =>
  JSON.stringify({ error, error_description: description });

describe('a registration', () => {
  test('is answered as recorded: hybrid_auth_code added, the first contact only, scopes as a list', async () => {
    sf.clock.set(NOVEMBER_2023);
    const answer = await register(EXAMPLE, { headers: { host: 'login.salesforce.com' } });
    sf.clock.reset();
    expect(answer.status).toBe(201);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json;charset=UTF-8',
      expires: 'Thu, 01 Jan 1970 00:00:00 GMT',
    });
    expect(blanked(answer.body)).toBe(
      '{"client_id":"3MVG9…","client_secret":"…","registration_access_token":"…","registration_client_uri":"https://login.salesforce.com/services/oauth2/register/3MVG9…","client_id_issued_at":1700150648,"client_secret_expires_at":0,"token_endpoint_auth_method":"client_secret_post","redirect_uris":["http://localhost"],"response_types":["code","token","id_token"],"grant_types":["authorization_code","hybrid_auth_code","implicit","refresh_token"],"contacts":["abc@sf.com"],"client_name":"Example","scopes":["openid","refresh_token","id","api"]}',
    );
  });

  test('with the least that it needs', async () => {
    const { status, body } = await register({ redirect_uris: ['myapp://done'], client_name: '1 App' });
    expect(status).toBe(201);
    expect(JSON.parse(body)).toMatchObject({
      response_types: ['code'],
      grant_types: ['authorization_code', 'hybrid_auth_code'],
      contacts: [],
      scopes: ['openid', 'refresh_token', 'id', 'api'],
    });
  });

  test('may name its scopes and how it authenticates', async () => {
    const { body } = await register({
      ...EXAMPLE,
      scope: 'api  web api',
      token_endpoint_auth_method: 'client_secret_basic',
    });
    expect(JSON.parse(body)).toMatchObject({
      scopes: ['api', 'web'],
      token_endpoint_auth_method: 'client_secret_basic',
    });
  });

  test('is read again with its registration access token, byte for byte', async () => {
    const { body } = await register(EXAMPLE);
    const { client_id = '', registration_access_token } = members(body);
    const again = await read(client_id, registration_access_token);
    expect(again).toMatchObject({ status: 200, body });
  });

  test('leaves no secret in the journal', async () => {
    const { body } = await register(EXAMPLE);
    const { client_secret = 'x', registration_access_token = 'x' } = members(body);
    const entry = JSON.stringify(sf.journal.entries({ limit: 1 }));
    expect(entry).toContain('client_id_issued_at');
    for (const secret of [client_secret, registration_access_token, INITIAL]) {
      expect(entry).not.toContain(secret);
    }
  });
});

describe('the registered app', () => {
  /** Logs grace in to it and exchanges the code. */
  async function logIn(on: Fauxforce, client: Record<string, string>): Promise<Record<string, string>> {
    const { client_id = '', client_secret = '' } = client;
    const redirect_uri = 'http://localhost';
    const walk = await authorize(
      on.url,
      { response_type: 'code', client_id, redirect_uri },
      { username: 'grace@acme.example', password: 'correct-horse' },
    );
    const answer = await postToken(on, {
      grant_type: 'authorization_code',
      code: walk.callback?.code ?? '',
      client_id,
      client_secret,
      redirect_uri,
    });
    return members(answer.body);
  }

  test('logs its users in at once, and its parent may look at its tokens', async () => {
    const child = members((await register(EXAMPLE)).body);
    const tokens = await logIn(sf, child);
    expect(tokens).toMatchObject({ scope: 'refresh_token openid id api' });
    const app = sf.world.orgs.app(child.client_id ?? '');
    expect(app).toMatchObject({
      label: 'Example',
      parentConsumerKey: '3MVG9Demo.Web_Server',
      isClientCredentialEnabled: false,
      certificate: undefined,
      initialAccessToken: undefined,
    });
    const introspect = (name: string) =>
      send(sf, '/services/oauth2/introspect', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          token: tokens.access_token ?? '',
          client_id: sf.apps[name]?.consumerKey ?? '',
          client_secret: sf.apps[name]?.consumerSecret ?? '',
        }).toString(),
      });
    expect((await introspect('Web_Server')).body).toContain('"active":true');
    expect((await introspect('Rotating')).body).toBe('{"active":false}');
  });

  test('outlives a restart; one whose parent left the seed does not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fauxforce-'));
    const store = join(folder, 'state.db');
    try {
      let child: Record<string, string>;
      {
        await using before = await startFauxforce({ store });
        child = members((await register(EXAMPLE, { on: before })).body);
      }
      {
        await using after = await startFauxforce({ store });
        expect(await logIn(after, child)).toHaveProperty('refresh_token');
        const again = await read(child.client_id ?? '', child.registration_access_token, after);
        expect(JSON.parse(again.body)).toEqual(child);
      }
      await using without = await startFauxforce({ store, seed: { apps: [] } });
      expect(without.world.orgs.app(child.client_id ?? '')).toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('cannot register another', async () => {
    const child = members((await register(EXAMPLE)).body);
    expect((await register(EXAMPLE, { token: child.registration_access_token ?? '' })).status).toBe(401);
  });

  test('one of many at once does not undo another', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => register(EXAMPLE)));
    const keys = answers.map(({ body }) => members(body).client_id ?? '');
    expect(new Set(keys).size).toBe(20);
    for (const key of keys) expect(sf.world.orgs.app(key)?.consumerKey).toBe(key);
    const names = keys.map((key) => sf.world.orgs.app(key)?.name);
    expect(new Set(names).size).toBe(20);
  });
});

describe('is refused', () => {
  test.each([
    ['without a token', {}],
    ['with a wrong one', { authorization: 'Bearer wrong' }],
    ['with Basic', { authorization: `Basic ${INITIAL}` }],
    ["on another org's My Domain", { authorization: `Bearer ${INITIAL}`, host: 'globex.my.salesforce.com' }],
  ])('%s', async (_what, headers: Record<string, string>) => {
    const answer = await send(sf, PATH, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(EXAMPLE),
    });
    expect(answer).toMatchObject({
      status: 401,
      body: '{"error":"invalid_token","error_description":"invalid initial access token"}',
    });
  });

  test.each([
    ['no JSON', 'redirect_uris=x', 'the body is not a JSON object'],
    ['nothing', '', 'the body is not a JSON object'],
    ['a list', [], 'the body is not a JSON object'],
    ['null', 'null', 'the body is not a JSON object'],
    ['no name', { ...EXAMPLE, client_name: undefined }, 'client_name'],
    ['an empty name', { ...EXAMPLE, client_name: ' ' }, 'client_name'],
    ['a long name', { ...EXAMPLE, client_name: 'x'.repeat(81) }, 'client_name'],
    ['text for a list', { ...EXAMPLE, redirect_uris: 'http://localhost' }, 'redirect_uris'],
    ['numbers in a list', { ...EXAMPLE, grant_types: [1] }, 'grant_types'],
    ['null for a list', { ...EXAMPLE, contacts: null }, 'contacts'],
    ['an unknown scope', { ...EXAMPLE, scope: 'api admin' }, 'scope'],
    ['a list of scopes', { ...EXAMPLE, scope: ['api'] }, 'scope'],
    ['a public client', { ...EXAMPLE, token_endpoint_auth_method: 'none' }, 'token_endpoint_auth_method'],
  ])('with %s', async (_what, body, problem) => {
    expect(await register(body)).toMatchObject({
      status: 400,
      body: invalid('invalid_client_metadata', `invalid client metadata: ${problem}`),
    });
  });

  test.each([
    ['none', []],
    ['a relative one', ['/callback']],
    ['one with a space', ['http://localhost/a b']],
    ['one without a scheme', ['localhost:3000/callback']],
    ['a script', ['http://localhost', 'javascript:alert(1)']],
    ['a document', ['data:text/html,x']],
    ['a file', ['file:///etc/passwd']],
    ['http elsewhere', ['http://app.example/callback']],
    ['too many characters', [`https://app.example/${'x'.repeat(2000)}`]],
  ])('with redirect_uris: %s', async (_what, redirect_uris) => {
    expect(await register({ ...EXAMPLE, redirect_uris })).toMatchObject({
      status: 400,
      body: '{"error":"invalid_redirect_uri","error_description":"invalid redirect_uri"}',
    });
  });

  test.each([
    ['without a token', undefined],
    ['with a wrong one', 'wrong'],
    ['with the initial access token', INITIAL],
  ])('reading %s', async (_what, token) => {
    const { client_id = '' } = members((await register(EXAMPLE)).body);
    const refused = {
      status: 401,
      body: '{"error":"invalid_token","error_description":"invalid registration access token"}',
    };
    expect(await read(client_id, token)).toMatchObject(refused);
    expect(await read('3MVG9Nobody', token)).toMatchObject(refused);
  });

  test('with another method', async () => {
    expect((await send(sf, PATH)).status).toBe(405);
    expect((await send(sf, `${PATH}/x`, { method: 'DELETE' })).status).toBe(405);
  });
});
