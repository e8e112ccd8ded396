/** Names of Salesforce's that are neither log-in host nor today's My Domain: old instances, other clouds, Lightning (token.md 1.1, model.md 5.3). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { codeExchange, members, postToken, send } from '../helpers/token.ts';

const fresh = freshServers();

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(() => sf[Symbol.asyncDispose]());

describe('a token answer names My Domain and login.salesforce.com', () => {
  test.each([
    'na30.salesforce.com',
    'cs12.salesforce.com',
    'gs1.salesforce.com:443',
    'EU9.salesforce.com',
    'acme.my-salesforce.com',
    'acme.my.salesforce.com',
    'acme.develop.my.salesforce.com.',
    'acme.stage.my.salesforce.com',
  ])('on %s', async (host) => {
    const form = await codeExchange(sf, { app: 'Web_Server' });
    const { status, body } = await postToken(sf, form, { host });
    expect(status).toBe(200);
    expect(members(body).instance_url).toBe('https://acme.develop.my.salesforce.com');
    expect(members(body).id).toBe(`https://login.salesforce.com/id/${sf.orgs[0]?.id}/${sf.users.ada?.id}`);
  });
});

test.each([
  ['production', 'na30.salesforce.com', true],
  ['production', 'cs12.salesforce.com', false],
  ['developer', 'cs12.salesforce.com', false],
  ['sandbox', 'cs12.salesforce.com', true],
  ['scratch', 'cs12.salesforce.com', true],
  ['sandbox', 'na30.salesforce.com', false],
] as const)('users of a %s org log in on %s: %s', async (type, host, isHome) => {
  const own = await fresh({ demo: { org: { type } } });
  const answer = await send(own, '/', {
    method: 'POST',
    headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'un=ada%40acme.example&pw=correct-horse',
  });
  expect(answer.headers['set-cookie'] === undefined).toBe(!isHome);
});

test('an old instance host lets users log in, and its discovery names itself, without a log-out', async () => {
  const headers = { host: 'na30.salesforce.com' };
  const { body } = await send(sf, '/.well-known/openid-configuration', { headers });
  expect(body).toMatch(/^\{"issuer":"https:\/\/na30\.salesforce\.com","authorization_endpoint":/);
  expect((await send(sf, '/.well-known/auth-configuration', { headers })).status).toBe(404);
  const answer = await send(sf, '/', {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'un=ada%40acme.example&pw=correct-horse',
  });
  expect(answer.headers.location).toBe('https://na30.salesforce.com/');
});

test.each([
  ['nobody.my.salesforce.mil', 404],
  ['acme.my.salesforce.mil', 404],
  ['acme.sandbox.my.salesforce.com', 404],
  ['acme.develop.my.salesforce.com', 200],
  ['acme.stage.my.salesforce.com', 200],
  ['na30.salesforce.com.evil.example', 200],
])('%s has keys: %i', async (host, status) => {
  expect((await send(sf, '/id/keys', { headers: { host } })).status).toBe(status);
});

describe('a Lightning host', () => {
  test.each([
    ['acme.lightning.force.com', 'acme.my.salesforce.com'],
    ['ACME.develop.lightning.force.com:443', 'acme.develop.my.salesforce.com'],
    ['acme.my-lightning.com', 'acme.my-salesforce.com'],
  ])('%s sends a request for services to %s, where its body is lost', async (host, myDomain) => {
    const path = '/services/oauth2/token?grant_type=password';
    const headers = { host, 'content-type': 'application/x-www-form-urlencoded' };
    const posted = await send(sf, path, { method: 'POST', headers, body: 'client_id=x' });
    expect(posted).toMatchObject({
      status: 302,
      body: '',
      headers: { location: `https://${myDomain}${path}` },
    });
    const got = await send(sf, '/services/data', { headers: { host } });
    expect(got.headers.location).toBe(`https://${myDomain}/services/data`);
  });

  test('of a sandbox sends them to its own My Domain', async () => {
    const own = await fresh({ demo: { org: { type: 'sandbox', myDomain: 'acme--qa' } } });
    const headers = { host: 'acme--qa.sandbox.lightning.force.com' };
    const { status, headers: told } = await send(own, '/services/data', { headers });
    expect([status, told.location]).toEqual([
      302,
      'https://acme--qa.sandbox.my.salesforce.com/services/data',
    ]);
  });

  test('of no org is unknown', async () => {
    const headers = { host: 'globex.lightning.force.com' };
    expect((await send(sf, '/services/data', { headers })).status).toBe(404);
    expect(sf.journal.last()?.refusal?.name).toBe('host.unknown');
  });

  test('has nothing else', async () => {
    for (const path of ['/', '/id/keys', '/.well-known/openid-configuration', '/setup/connect']) {
      expect((await send(sf, path, { headers: { host: 'acme.lightning.force.com' } })).status).toBe(404);
    }
  });
});
