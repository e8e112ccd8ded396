/** Orgs of the government's, the military's and China's cloud: their own log-in hosts, My Domains, Lightning hosts and sites (model.md 5.3). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Org } from '../../src/org/model.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { makeJwt } from '../helpers/jwt.ts';
import {
  app,
  codeExchange,
  members,
  postToken,
  refreshTokenFor,
  refreshWith,
  send,
} from '../helpers/token.ts';

const startIn = (cloud: Org['cloud'], org: Record<string, unknown> = {}) =>
  startFauxforce({ demo: { org: { cloud, ...org } } });

const logIn = (sf: Fauxforce, host: string) =>
  send(sf, '/', {
    method: 'POST',
    headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'un=ada%40acme.example&pw=correct-horse',
  });

/** @returns `200`, or the text of the refusal */
async function assertFor(sf: Fauxforce, host: string, aud: string): Promise<string> {
  const exp = Math.floor(sf.clock.now() / 1000) + 180;
  const claims = { iss: app(sf, 'JWT_Bearer').consumerKey, sub: 'ada@acme.example', aud, exp };
  const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
  const { status, body } = await postToken(sf, { grant_type, assertion: makeJwt({ claims }) }, { host });
  return status === 200 ? '200' : (members(body).error_description ?? body);
}

describe.each([
  ['mil', 'developer', 'login.salesforce.mil', 'acme.develop.my.salesforce.mil', 'login.salesforce.com'],
  ['mil', 'sandbox', 'test.salesforce.mil', 'acme.sandbox.my.salesforce.mil', 'login.salesforce.mil'],
  ['china', 'production', 'login.sfcrmproducts.cn', 'acme.my.sfcrmproducts.cn', 'login.salesforce.com'],
  ['china', 'scratch', 'test.sfcrmproducts.cn', 'acme.scratch.my.sfcrmproducts.cn', 'test.salesforce.com'],
  ['gov', 'production', 'login.salesforce.com', 'acme.my.salesforce.com', 'login.salesforce.mil'],
] as const)('%s, a %s org', (cloud, type, logInHost, myDomain, elsewhere) => {
  let sf: Fauxforce;
  beforeAll(async () => {
    sf = await startIn(cloud, { type });
  });
  afterAll(() => sf[Symbol.asyncDispose]());
  const orgId = () => sf.orgs[0]?.id;

  test.each([logInHost, myDomain])(`an answer of %s names ${myDomain} and ${logInHost}`, async (host) => {
    const { status, body } = await postToken(sf, await codeExchange(sf, { app: 'Web_Server' }), { host });
    expect(status).toBe(200);
    const { instance_url, id } = members(body);
    expect(instance_url).toBe(`https://${myDomain}`);
    expect(id).toBe(`https://${logInHost}/id/${orgId()}/${sf.users.ada?.id}`);
  });

  test('people log in on its own hosts, and elsewhere do not', async () => {
    expect((await logIn(sf, logInHost)).headers.location).toBe(`https://${logInHost}/`);
    expect((await logIn(sf, myDomain)).headers.location).toBe(`https://${myDomain}/`);
    const { status, headers } = await logIn(sf, elsewhere);
    expect([status, headers['set-cookie']]).toEqual([200, undefined]);
    expect(sf.journal.last()?.refusal?.name).toBe('login.host');
  });

  test('an assertion is for its own hosts', async () => {
    expect(await assertFor(sf, logInHost, `https://${logInHost}`)).toBe('200');
    expect(await assertFor(sf, myDomain, `https://${logInHost}`)).toBe('200');
    expect(await assertFor(sf, myDomain, `https://${myDomain}`)).toBe('200');
    expect(await assertFor(sf, myDomain, `https://${elsewhere}`)).toBe('audience is invalid');
    expect(await assertFor(sf, elsewhere, `https://${elsewhere}`)).toBe("user hasn't approved this consumer");
  });

  test('a refresh token works on its own hosts alone', async () => {
    const token = await refreshTokenFor(sf, 'Web_Server');
    const refresh = { grant_type: 'refresh_token', refresh_token: token };
    const { client_id = '', client_secret = '' } = await codeExchange(sf, { app: 'Web_Server' });
    const at = (host: string) => postToken(sf, { ...refresh, client_id, client_secret }, { host });
    expect((await at(logInHost)).status).toBe(200);
    expect((await at(elsewhere)).body).toBe(
      '{"error":"invalid_grant","error_description":"expired access/refresh token"}',
    );
  });

  test('discovery names the host that was asked', async () => {
    for (const host of [logInHost, myDomain]) {
      const { body } = await send(sf, '/.well-known/openid-configuration', { headers: { host } });
      expect(body).toContain(`"issuer":"https://${host}"`);
      expect(body.includes('"end_session_endpoint"')).toBe(host === myDomain);
    }
  });
});

test.each([
  ['mil', 'acme.develop.lightning.crmforce.mil', 'acme.develop.my.salesforce.mil'],
  ['china', 'acme.develop.lightning.sfcrmapps.cn', 'acme.develop.my.sfcrmproducts.cn'],
  ['gov', 'acme.develop.lightning.force.com', 'acme.develop.my.salesforce.com'],
] as const)('in %s, %s leads to %s', async (cloud, host, myDomain) => {
  await using sf = await startIn(cloud);
  const { status, headers } = await send(sf, '/services/data', { headers: { host } });
  expect([status, headers.location]).toEqual([302, `https://${myDomain}/services/data`]);
});

test.each([
  ['mil', 'acme.develop.my.salesforce.com'],
  ['mil', 'acme.develop.lightning.force.com'],
  ['china', 'acme.develop.my.salesforce.mil'],
  ['gov', 'acme.develop.my.salesforce.mil'],
] as const)('an org in %s is not at %s', async (cloud, host) => {
  await using sf = await startIn(cloud);
  expect((await send(sf, '/services/data', { headers: { host } })).status).toBe(404);
  expect(sf.journal.last()?.refusal?.name).toBe('host.unknown');
});

test.each([
  ['mil', 'acme.develop.experience.crmforce.mil'],
  ['china', 'acme.develop.my.sfcrmapps.cn'],
] as const)('in %s, sites are at %s, and their log-ins say so', async (cloud, host) => {
  await using sf = await startIn(cloud);
  const path = '/customers/.well-known/openid-configuration';
  const { body } = await send(sf, path, { headers: { host } });
  expect(body).toContain(`"issuer":"https://${host}/customers"`);
});

describe("the government's audience", () => {
  test.each([
    ['gs1.salesforce.com', 'https://gs1.salesforce.com', '200'],
    ['acme.develop.my.salesforce.com', 'https://gs1.salesforce.com', '200'],
    ['localhost', 'https://gs1.salesforce.com', '200'],
    ['login.salesforce.com', 'https://gs1.salesforce.com', 'audience is invalid'],
    ['gs1.salesforce.com', 'https://gs2.salesforce.com', 'audience is invalid'],
  ])('posted to %s: %s is %s', async (host, aud, answer) => {
    await using sf = await startIn('gov');
    expect(await assertFor(sf, host, aud)).toBe(answer);
  });

  test('is of no other cloud', async () => {
    await using sf = await startIn('commercial');
    expect(await assertFor(sf, 'gs1.salesforce.com', 'https://gs1.salesforce.com')).toBe(
      'audience is invalid',
    );
  });
});

test('a JWT access token is issued by its My Domain, and for it', async () => {
  await using sf = await startFauxforce({
    demo: { org: { cloud: 'china' }, apps: { Web_Server: { isNamedUserJwtEnabled: true } } },
  });
  const host = 'login.sfcrmproducts.cn';
  const { body } = await postToken(sf, await codeExchange(sf, { app: 'Web_Server' }), { host });
  const [, payload = ''] = (members(body).access_token ?? '').split('.');
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
    iss: 'https://acme.develop.my.sfcrmproducts.cn',
    aud: ['https://acme.develop.my.sfcrmproducts.cn'],
  });
});

test('the hosts of a hybrid answer are its own', async () => {
  await using sf = await startIn('mil');
  const form = await codeExchange(sf, { app: 'Web_Server', scopes: 'api web lightning visualforce content' });
  const host = 'login.salesforce.mil';
  const { body } = await postToken(sf, { ...form, grant_type: 'hybrid_auth_code' }, { host });
  expect(members(body)).toMatchObject({
    lightning_domain: 'acme.develop.lightning.crmforce.mil',
    visualforce_domain: 'acme--c.develop.vf.crmforce.mil',
    content_domain: 'acme.develop.file.crmforce.mil',
  });
});

test('on localhost the cloud makes no difference', async () => {
  await using sf = await startIn('china');
  const token = await refreshTokenFor(sf, 'Web_Server');
  const { instance_url, id } = members((await refreshWith(sf, 'Web_Server', token)).body);
  expect(instance_url).toBe(sf.url);
  expect(id).toBe(`${sf.url}/id/${sf.orgs[0]?.id}/${sf.users.ada?.id}`);
});

test('PATCH moves an org, and its hosts with it', async () => {
  await using sf = await startIn('commercial');
  const orgId = sf.orgs[0]?.id ?? '';
  const keys = async (host: string) => (await send(sf, '/id/keys', { headers: { host } })).status;
  expect(await keys('acme.develop.my.sfcrmproducts.cn')).toBe(404);
  const patched = await fetch(`${sf.url}/_fauxforce/orgs/${orgId}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: '{"cloud":"china"}',
  });
  expect(patched.status).toBe(200);
  expect(await patched.json()).toMatchObject({ org: { cloud: 'china' } });
  expect(await keys('acme.develop.my.sfcrmproducts.cn')).toBe(200);
  expect(await keys('acme.develop.my.salesforce.com')).toBe(404);
});
