/** The redirect matcher and the JWT doctor, as pages and as calls of the lab. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callbackDifferences } from '../../src/org/callback-differences.ts';
import { RecipeRunner } from '../../src/recipes/run-recipe.ts';
import { catalogue, type RefusalName } from '../../src/refusals/catalogue.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { submit, visit } from './helpers.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(async () => sf[Symbol.asyncDispose]());
beforeEach(async () => sf.reset());

const KEY = '3MVG9Demo.Web_Server';
const REGISTERED = 'https://App.example:8443/Call%20back?a=1#f';

describe('the differences of a callback', () => {
  it.each([
    ['nothing', REGISTERED, []],
    ['the case of scheme and host', 'HTTPS://aPP.example:8443/Call%20back?a=1#f', []],
    ['the scheme', 'http://App.example:8443/Call%20back?a=1#f', ['scheme']],
    ['the host', 'https://Ape.example:8443/Call%20back?a=1#f', ['host']],
    ['the port', 'https://App.example:8444/Call%20back?a=1#f', ['port']],
    ['a missing port', 'https://App.example/Call%20back?a=1#f', ['port']],
    ['the case of the path', 'https://App.example:8443/call%20Back?a=1#f', ['case']],
    ['a trailing slash', 'https://App.example:8443/Call%20back/?a=1#f', ['trailing slash']],
    [
      'a trailing slash and the case',
      'https://App.example:8443/call%20back/?a=1#f',
      ['trailing slash', 'case'],
    ],
    ['the encoding', 'https://App.example:8443/Call back?a=1#f', ['encoding']],
    ['the whole encoded twice', encodeURIComponent(REGISTERED), ['encoding']],
    ['the path', 'https://App.example:8443/back?a=1#f', ['path']],
    ['the query', 'https://App.example:8443/Call%20back?a=2#f', ['query']],
    ['a missing query', 'https://App.example:8443/Call%20back#f', ['query']],
    ['the fragment', 'https://App.example:8443/Call%20back?a=1', ['fragment']],
    ['all of it', 'myapp://x', ['scheme', 'host', 'port', 'path', 'query', 'fragment']],
    ['no URL', 'oob', ['text']],
  ])('name %s', (_what, sent, causes) => {
    expect(callbackDifferences(sent, REGISTERED).map(({ cause }) => cause)).toEqual(causes);
  });

  it.each(['127.0.0.1', '[::1]'])('tell localhost from %s', (host) => {
    expect(callbackDifferences(`http://${host}:3000/cb`, 'http://localhost:3000/cb')).toEqual([
      {
        cause: 'localhost',
        sent: host,
        registered: 'localhost',
        meaning:
          'localhost, 127.0.0.1 and [::1] are three names: Salesforce compares the text, not the machine.',
      },
    ]);
  });
});

describe('the redirect matcher', () => {
  const uri = 'http://127.0.0.1:3000/callback/';
  const query = new URLSearchParams({ app: KEY, uri });

  it('shows every callback, the nearest first, and how each differs', async () => {
    const { status, text } = await visit(sf, `/redirects?${query}`);
    expect(status).toBe(200);
    expect(text).toContain('It is not registered redirect uri and callback first differ at character 8');
    expect(text).toContain('localhost 127.0.0.1 and localhost');
    expect(text).toContain('trailing slash /callback/ and /callback One of them ends in a slash.');
    expect(text.indexOf('character 8')).toBeLessThan(text.indexOf('character 5'));
  });

  it('adds the callback with a click, and the app may be called back there', async () => {
    const refused = `${sf.url}/services/oauth2/authorize?response_type=code&client_id=${KEY}&redirect_uri=${encodeURIComponent(uri)}`;
    expect((await fetch(refused, { redirect: 'manual' })).status).toBe(400);
    const { location } = await submit(sf, '/redirects', { do: 'add', app: KEY, uri });
    expect(location).toBe(`/_fauxforce/console/redirects?${query}&done=added`);
    expect((await fetch(refused, { redirect: 'manual' })).status).toBe(302);
    expect((await visit(sf, `/redirects?${query}`)).text).toContain(`It is registered`);
  });

  it('takes no callback that Setup would not take, and says why', async () => {
    const bad = 'http://evil.example/x';
    const { status, text } = await submit(sf, '/redirects', { do: 'add', app: KEY, uri: bad });
    expect(status).toBe(400);
    expect(text).toContain('Setup takes it for http://localhost only');
    expect(sf.world.orgs.app(KEY)?.callbackUrls).not.toContain(bad);
  });

  it('of an app that there is not, or without a URL, is a sentence', async () => {
    expect((await visit(sf, '/redirects?app=nobody&uri=x')).text).toContain("client_id 'nobody' is no app's");
    expect((await visit(sf, '/redirects')).status).toBe(200);
    expect((await visit(sf, `/redirects?app=${KEY}&uri=${'a'.repeat(3_000)}`)).status).toBe(400);
    expect((await submit(sf, '/redirects', { do: 'add', app: 'nobody', uri })).status).toBe(400);
  });
});

interface Checked {
  readonly refusal: { readonly name: string } | null;
  readonly checks: readonly { readonly name: string; readonly ok: boolean }[];
  readonly claims: object | null;
}

async function check(
  server: Fauxforce,
  body: object,
): Promise<{ status: number; answer: Checked & { error: string } }> {
  const answer = await fetch(`${server.url}/_fauxforce/assertion-check`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return { status: answer.status, answer: (await answer.json()) as Checked & { error: string } };
}

const JWT_REFUSALS = Object.keys(catalogue).filter((name) => name.startsWith('jwt.')) as RefusalName[];

describe('the JWT doctor', () => {
  it.each(JWT_REFUSALS)('finds the check of %s', async (name) => {
    const { recipe } = catalogue[name];
    await using server = recipe.given ? await startFauxforce({ demo: recipe.given }) : await startFauxforce();
    const runner = new RecipeRunner(server);
    for (const step of recipe.steps.slice(0, -1)) await runner.do(step);
    const assertion = runner.saved.get('assertion') ?? 'not.a.jwt';
    const { answer } = await check(server, { assertion });
    expect(answer.refusal?.name).toBe(name);
    expect(answer.checks.at(-1)).toMatchObject({ name, ok: false });
    const page = await submit(server, '/jwt', { assertion });
    expect(page.text).toContain(`Refused ${name}: `);
    expect(server.journal.entries({ outcome: 'refused' })).toEqual([]);
    expect((await fetch(`${server.url}/_fauxforce/journal`)).status).toBe(200);
  });

  async function goodAssertion(server: Fauxforce): Promise<string> {
    const runner = new RecipeRunner(server);
    const [step] = catalogue['jwt.audience'].recipe.steps;
    if (!('jwt' in step)) throw new Error('the recipe begins otherwise');
    await runner.do({ ...step, jwt: { ...step.jwt, aud: 'https://login.salesforce.com' } });
    return runner.saved.get('assertion') ?? '';
  }

  it('accepts what the grant accepts, and issues nothing', async () => {
    const assertion = await goodAssertion(sf);
    const { answer } = await check(sf, { assertion });
    expect(answer.refusal).toBeNull();
    expect(answer.claims).toMatchObject({ aud: 'https://login.salesforce.com' });
    const { text } = await submit(sf, '/jwt', { assertion });
    expect(text).toContain('It would be accepted by');
    expect(await (await fetch(`${sf.url}/_fauxforce/tokens`)).json()).toEqual({ tokens: [] });
    expect(sf.journal.entries()).toEqual([]);
  });

  it('takes the assertion of an entry, and checks it as posted to another host', async () => {
    const assertion = await goodAssertion(sf);
    const body = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion,
    });
    const answer = await fetch(`${sf.url}/services/oauth2/token`, { method: 'POST', body });
    const entry = answer.headers.get('x-fauxforce-journal') ?? '';
    expect((await check(sf, { entry })).answer.refusal).toBeNull();
    expect((await check(sf, { entry, host: 'test.salesforce.com' })).answer.refusal?.name).toBe(
      'jwt.audience',
    );
    expect((await visit(sf, `/journal/${entry}`)).html).toContain(
      `href="/_fauxforce/console/jwt?entry=${entry}"`,
    );
    await fetch(`${sf.url}/services/oauth2/success`);
    expect((await check(sf, { entry: sf.journal.last()?.id })).answer.error).toBe(
      'the entry sent no assertion',
    );
  });

  it('neither shows the assertion again nor takes a private key', async () => {
    const assertion = await goodAssertion(sf);
    const { html } = await submit(sf, '/jwt', { assertion });
    expect(html).not.toContain(assertion.split('.')[2]);
    const key = '-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----';
    const refused = await submit(sf, '/jwt', { assertion: key });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('that is a private key, which nobody needs to see');
    expect(refused.html).not.toContain('MIIEvQ');
  });

  it.each([
    ['nothing', {}],
    ['a number', { assertion: 1 }],
    ['too much', { assertion: 'a'.repeat(33_000) }],
    ['an entry that there is not', { entry: 'nope' }],
    ['no host', { assertion: 'a.b.c', host: 'not a host/' }],
    ['another member', { assertion: 'a.b.c', privateKey: 'x' }],
  ])('%s is refused with a sentence', async (_what, body) => {
    const { status, answer } = await check(sf, body);
    expect([400, 404]).toContain(status);
    expect(answer.error).toMatch(/^\S.{10,}/);
  });

  it('claims nested deeper than any stack are no mistake of ours', async () => {
    const deep = Buffer.from(`{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`).toString('base64url');
    const header = Buffer.from('{"alg":"RS256"}').toString('base64url');
    const { status, answer } = await check(sf, { assertion: `${header}.${deep}.x` });
    expect(status).toBe(200);
    expect(answer.claims).toBeNull();
  });
});

describe('the glass for tokens', () => {
  it('says whose an opaque token is and until when, and why it is dead', async () => {
    const { access_token, refresh_token } = await sf.token({ app: 'Web_Server', user: 'ada' });
    const alive = await submit(sf, '/jwt', { do: 'token', token: access_token });
    expect(alive.text).toContain('It is alive Kind access App Web_Server User ada@acme.example');
    expect(alive.html).not.toContain(access_token);
    const refresh = await submit(sf, '/jwt', { do: 'token', token: String(refresh_token) });
    expect(refresh.text).toContain('Ends when it is revoked');
    await fetch(`${sf.url}/_fauxforce/tokens`, { method: 'DELETE' });
    const dead = await submit(sf, '/jwt', { do: 'token', token: access_token });
    expect(dead.text).toContain('It is no live token revoked');
    expect((await submit(sf, '/jwt', { do: 'token', token: 'no token' })).text).toContain(
      'It is no live token',
    );
    expect((await submit(sf, '/jwt', { do: 'token', token: '' })).status).toBe(400);
  });

  it('decodes an ID token', async () => {
    const { id_token } = await sf.token({ app: 'Web_Server', user: 'ada' });
    const { text } = await submit(sf, '/jwt', { do: 'token', token: String(id_token) });
    expect(text).toContain('"aud": "3MVG9Demo.Web_Server"');
  });
});
