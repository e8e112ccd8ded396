/** For which host an assertion is meant, and where its user is then looked for: token.md 7, corrected 2026-11-29. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { makeJwt } from '../helpers/jwt.ts';
import { app, send } from '../helpers/token.ts';
import { assertionXml, BEARER, sign } from '../saml/make.ts';

const LOGIN = 'https://login.salesforce.com';
const TEST = 'https://test.salesforce.com';
const PROD_DOMAIN = 'https://big.my.salesforce.com';
const SANDBOX_DOMAIN = 'https://big--dev.sandbox.my.salesforce.com';
const SITE = 'https://big.my.site.com/partners';

const refused = (error: string, text: string) => `400 {"error":"${error}","error_description":"${text}"}`;
const AUDIENCE = refused('invalid_grant', 'audience is invalid');
const NOT_APPROVED = refused('invalid_grant', "user hasn't approved this consumer");
const NOT_FOUND = refused('app_not_found', 'External client app is not installed in this org');
const UNKNOWN = refused('invalid_client_id', 'client identifier invalid');

/** A production org and a sandbox, each with a Connected App (C) and an External Client App (E). */
const PROD = { C: '3MVG9ProdConnected', E: '3MVG9ProdExternal', user: 'pia@big.example' };
const SANDBOX = { C: '3MVG9SandboxConnected', E: '3MVG9SandboxExternal', user: 'sam@big.example.dev' };
/** Lives on the production org's site. */
const VERA = 'vera@customer.example';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
  const { certificate } = app(sf, 'JWT_Bearer');
  const shared = { certificate, callbackUrls: ['http://localhost'], isAdminApproved: true };
  const open = {
    ...shared,
    scopes: ['api', 'refresh_token'],
    profiles: ['System Administrator', 'Customers'],
  };
  const document = ({ C, E, user }: typeof PROD) => ({
    profiles: [{ name: 'Customers' }],
    users: [{ username: user, lastName: 'User', profile: 'System Administrator' }],
    apps: [
      { ...open, name: 'C', consumerKey: C },
      { ...open, name: 'E', consumerKey: E, kind: 'externalClientApp' as const },
    ],
  });
  const prod = document(PROD);
  await sf.org({
    ...prod,
    org: { name: 'Big', myDomain: 'big', type: 'production' },
    users: [
      ...prod.users,
      { username: VERA, lastName: 'Vera', profile: 'Customers', userType: 'CUSTOMER_SUCCESS' },
    ],
    sites: [{ name: 'Partners', urlPathPrefix: 'partners', profiles: ['Customers'] }],
  });
  await sf.org({ ...document(SANDBOX), org: { name: 'Big Dev', myDomain: 'big--dev', type: 'sandbox' } });
});
afterAll(() => sf[Symbol.asyncDispose]());

/** Posts to the token endpoint of a host, or of the server's own. @returns `200`, or status and body */
async function post(url: string, form: Record<string, string>): Promise<string> {
  const { host, pathname } = new URL(url === '' ? sf.url : url);
  const { status, body } = await send(sf, `${pathname.replace(/\/$/, '')}/services/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', host },
    body: new URLSearchParams(form).toString(),
  });
  return status === 200 ? '200' : `${status} ${body}`;
}

function postJwt(host: string, claims: Record<string, unknown>): Promise<string> {
  const exp = Math.floor(sf.clock.now() / 1000) + 180;
  const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
  return post(host, { grant_type, assertion: makeJwt({ claims: { exp, ...claims } }) });
}

const lastWhy = () => sf.journal.entries({ limit: 1 })[0]?.refusal;

describe('JWT bearer', () => {
  it.each<[host: string, aud: unknown, iss: string, sub: string, answer: string]>([
    // Each log-in host wants itself, whoever the user is.
    [LOGIN, LOGIN, PROD.C, PROD.user, '200'],
    [LOGIN, `${LOGIN}/`, PROD.C, PROD.user, '200'],
    [LOGIN, 'login.salesforce.com', PROD.C, PROD.user, '200'],
    [LOGIN, TEST, PROD.C, PROD.user, AUDIENCE],
    [LOGIN, TEST, SANDBOX.C, SANDBOX.user, AUDIENCE],
    [LOGIN, PROD_DOMAIN, PROD.C, PROD.user, AUDIENCE],
    [LOGIN, SITE, PROD.C, VERA, AUDIENCE],
    [TEST, TEST, SANDBOX.C, SANDBOX.user, '200'],
    [TEST, LOGIN, SANDBOX.C, SANDBOX.user, AUDIENCE],
    [TEST, LOGIN, PROD.C, PROD.user, AUDIENCE],
    [TEST, SANDBOX_DOMAIN, SANDBOX.C, SANDBOX.user, AUDIENCE],
    // Only then the user is looked for there.
    [LOGIN, LOGIN, SANDBOX.C, SANDBOX.user, NOT_APPROVED],
    [LOGIN, LOGIN, SANDBOX.E, SANDBOX.user, NOT_FOUND],
    [LOGIN, LOGIN, PROD.C, VERA, NOT_APPROVED],
    [TEST, TEST, PROD.C, PROD.user, NOT_APPROVED],
    [TEST, TEST, PROD.E, PROD.user, NOT_FOUND],
    // On My Domain the app comes before the audience.
    [PROD_DOMAIN, LOGIN, PROD.C, PROD.user, '200'],
    [PROD_DOMAIN, PROD_DOMAIN, PROD.E, PROD.user, '200'],
    [PROD_DOMAIN, TEST, PROD.C, PROD.user, AUDIENCE],
    [PROD_DOMAIN, TEST, SANDBOX.C, SANDBOX.user, UNKNOWN],
    [PROD_DOMAIN, TEST, SANDBOX.E, SANDBOX.user, NOT_FOUND],
    [SANDBOX_DOMAIN, TEST, SANDBOX.C, SANDBOX.user, '200'],
    [SANDBOX_DOMAIN, SANDBOX_DOMAIN, SANDBOX.C, SANDBOX.user, '200'],
    [SANDBOX_DOMAIN, LOGIN, SANDBOX.C, SANDBOX.user, AUDIENCE],
    // The org called decides, not the user's.
    [SANDBOX_DOMAIN, PROD_DOMAIN, SANDBOX.C, PROD.user, AUDIENCE],
    [SANDBOX_DOMAIN, TEST, SANDBOX.C, PROD.user, NOT_APPROVED],
    // A site wants itself or its org's hosts.
    [SITE, SITE, PROD.C, VERA, '200'],
    [SITE, TEST, PROD.C, VERA, AUDIENCE],
    // An array is no audience, even of one right value.
    [LOGIN, [LOGIN], PROD.C, PROD.user, AUDIENCE],
    [LOGIN, [LOGIN, TEST], PROD.C, PROD.user, AUDIENCE],
    ['', [LOGIN], PROD.C, PROD.user, AUDIENCE],
    [LOGIN, { toString: LOGIN }, PROD.C, PROD.user, AUDIENCE],
    // Localhost is every host: the user's org decides.
    ['', LOGIN, PROD.C, PROD.user, '200'],
    ['', TEST, SANDBOX.C, SANDBOX.user, '200'],
    ['', TEST, PROD.C, PROD.user, AUDIENCE],
  ])('posted to %s for %s by %s for %s', async (host, aud, iss, sub, answer) => {
    expect(await postJwt(host, { aud, iss, sub })).toBe(answer);
  });

  it('says where the user logs in, not that the audience or the approval is wrong', async () => {
    await postJwt(LOGIN, { aud: LOGIN, iss: SANDBOX.C, sub: SANDBOX.user });
    expect(lastWhy()).toMatchObject({
      name: 'user.other-log-in-host',
      why: `user ${SANDBOX.user} (STANDARD) of org Big Dev, a sandbox org, logs in on ${TEST} or ${SANDBOX_DOMAIN}; the assertion was posted to ${LOGIN}`,
    });
    await postJwt(LOGIN, { aud: LOGIN, iss: PROD.C, sub: VERA });
    expect(lastWhy()?.why).toContain(`logs in on ${SITE};`);
  });

  it('says of an audience what the host posted to would take', async () => {
    await postJwt(TEST, { aud: [TEST], iss: SANDBOX.C, sub: SANDBOX.user });
    expect(lastWhy()).toMatchObject({
      name: 'jwt.audience',
      why: `aud was ["${TEST}"]; posted to ${TEST} it must be one text, of: ${TEST}`,
    });
  });
});

describe('SAML bearer', () => {
  it.each([
    [LOGIN, LOGIN, PROD, '200'],
    [LOGIN, TEST, PROD, AUDIENCE],
    [LOGIN, PROD_DOMAIN, PROD, AUDIENCE],
    [LOGIN, LOGIN, SANDBOX, NOT_APPROVED],
    [TEST, TEST, SANDBOX, '200'],
    [TEST, LOGIN, SANDBOX, AUDIENCE],
    [TEST, TEST, PROD, NOT_APPROVED],
    [SANDBOX_DOMAIN, SANDBOX_DOMAIN, SANDBOX, '200'],
    [SANDBOX_DOMAIN, LOGIN, SANDBOX, AUDIENCE],
    ['', TEST, SANDBOX, '200'],
  ])('posted to %s for %s by the app of %s', async (host, audience, { C, user }, answer) => {
    const recipient = `${host === '' ? sf.url : host}/services/oauth2/token`;
    const xml = assertionXml(sf, { issuer: C, nameId: user, audiences: [audience], recipient });
    const assertion = Buffer.from(sign(xml)).toString('base64url');
    expect(await post(host, { grant_type: BEARER, assertion })).toBe(answer);
  });
});

describe('client assertions', () => {
  const WRONG = refused('invalid_client', 'invalid client credentials');
  const RIGHT = refused('invalid_grant', 'expired access/refresh token');

  it.each([
    [LOGIN, LOGIN, PROD, RIGHT],
    [LOGIN, `${LOGIN}/services/oauth2/token`, PROD, RIGHT],
    [LOGIN, `${TEST}/services/oauth2/token`, PROD, WRONG],
    [LOGIN, `${TEST}/services/oauth2/token`, SANDBOX, WRONG],
    [TEST, `${TEST}/services/oauth2/token`, SANDBOX, RIGHT],
    [SANDBOX_DOMAIN, `${SANDBOX_DOMAIN}/services/oauth2/token`, SANDBOX, RIGHT],
    [SANDBOX_DOMAIN, `${TEST}/services/oauth2/token`, SANDBOX, RIGHT],
    [SANDBOX_DOMAIN, `${LOGIN}/services/oauth2/token`, SANDBOX, WRONG],
  ])('posted to %s for %s by the app of %s', async (host, aud, { C }, answer) => {
    const exp = Math.floor(sf.clock.now() / 1000) + 180;
    const form = {
      grant_type: 'refresh_token',
      refresh_token: 'x',
      client_id: C,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: makeJwt({ claims: { iss: C, sub: C, aud, exp } }),
    };
    expect(await post(host, form)).toBe(answer);
  });
});
