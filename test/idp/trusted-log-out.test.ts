/** The identity provider that an org trusts logs its user out, by either binding (identity-and-resources.md 6). */
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { logOutRequestXml } from '../../src/saml/log-out.ts';
import { NAME_ID_FORMATS } from '../../src/saml/names.ts';
import { brokenQueryRule, signatureOf, signedQuery } from '../../src/saml/query-signature.ts';
import { signDocument } from '../../src/saml/sign.ts';
import { Browser } from '../../src/testing/browser.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { IDP, responseXml, sign, ssoAssertionXml } from '../saml/make.ts';
import { shape } from './expected.ts';
import { formOf, locationOf, logInTo, pageOf, providerId } from './helpers.ts';

const [KEY, PEM] = [readFileSync('seed/demo.key', 'utf8'), readFileSync('seed/demo.crt', 'utf8')];
const SIGNING = { privateKey: KEY, certificate: PEM, algorithm: 'SHA256' } as const;
const OUT = 'https://idp.acme.example/out';
const PATH = '/services/auth/sp/saml2/logout';

function startTrusting(more: object = {}, demo: object = {}): Promise<Fauxforce> {
  const samlSso = { issuer: IDP, certificate: PEM, sloUrl: OUT, ...more };
  return startFauxforce({ demo: { settings: { samlSso }, ...demo } });
}

let made = 0;

function requestXml(sf: Fauxforce, facts: object = {}): string {
  made += 1;
  return logOutRequestXml({
    id: `_out${made}`,
    issuedAt: sf.clock.now(),
    issuer: IDP,
    destination: sf.url + PATH,
    nameId: 'ada@acme.example',
    nameIdFormat: NAME_ID_FORMATS.Unspecified,
    sessionIndex: '_session1',
    ...facts,
  });
}

const byRedirect = (sf: Fauxforce, xml: string, state?: string) =>
  `${sf.url}${PATH}?${signedQuery('SAMLRequest', xml, state, SIGNING)}`;

function byPost(sf: Fauxforce, xml: string, more: object = {}): Promise<Response> {
  const SAMLRequest = Buffer.from(xml).toString('base64');
  const body = new URLSearchParams({ SAMLRequest, ...more });
  return fetch(sf.url + PATH, { method: 'POST', redirect: 'manual', body });
}

/** A browser that ada is logged in with, by an assertion of the provider. */
async function loggedIn(sf: Fauxforce, nameId = 'ada@acme.example'): Promise<Browser> {
  const browser = new Browser();
  const facts = { recipient: sf.url, audiences: [sf.url], nameId };
  const response = responseXml(sign(ssoAssertionXml(sf, facts)));
  const value = Buffer.from(response).toString('base64');
  const text = `<form action="/"><input type="hidden" name="SAMLResponse" value="${value}"></form>`;
  await browser.submit({ url: `${sf.url}/`, status: 200, headers: new Headers(), text }, '');
  expect(await isLoggedIn(sf, browser)).toBe(true);
  return browser;
}

const isLoggedIn = async (sf: Fauxforce, browser: Browser) =>
  pageOf(await browser.open(`${sf.url}/`)).page !== 'Login | Salesforce';

/** The statuses in an answer by redirect, of which the org's certificate must verify the query. */
async function statusesIn(sf: Fauxforce, location: string): Promise<string[]> {
  const { search, searchParams } = new URL(location);
  const metadata = await (await fetch(`${sf.url}/.well-known/samlidp.xml`)).text();
  const der = /<ds:X509Certificate>([^<]*)</.exec(metadata)?.[1];
  const certificate = `-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----\n`;
  expect(brokenQueryRule(signatureOf(search, 'SAMLResponse'), certificate)).toBeUndefined();
  const xml = inflateRawSync(Buffer.from(searchParams.get('SAMLResponse') ?? '', 'base64')).toString();
  return Array.from(xml.matchAll(/:status:(\w+)"/g), ([, name = '']) => name);
}

describe('the session ends, and the provider hears it', () => {
  test('by redirect', async () => {
    await using sf = await startTrusting();
    const browser = await loggedIn(sf);
    const location = locationOf(await browser.open(byRedirect(sf, requestXml(sf), 'a state')));
    expect(location.startsWith(`${OUT}?SAMLResponse=`)).toBe(true);
    expect(new URL(location).searchParams.get('RelayState')).toBe('a state');
    expect(await statusesIn(sf, location)).toEqual(['Success']);
    expect(await isLoggedIn(sf, browser)).toBe(false);
  });

  test('by POST, answered by POST', async () => {
    await using sf = await startTrusting({ sloBinding: 'PostBinding' });
    const browser = await loggedIn(sf);
    const xml = requestXml(sf);
    const signed = await signDocument(xml, SIGNING, ['saml', 'samlp']);
    const answer = await byPost(sf, signed, { RelayState: 'x' });
    const { action, fields } = formOf(await browser.open(answer.headers.get('location') ?? ''));
    expect([action, fields.RelayState]).toEqual([OUT, 'x']);
    const response = Buffer.from(fields.SAMLResponse ?? '', 'base64').toString();
    const asked = /ID="(_out\d+)"/.exec(xml)?.[1];
    expect(
      shape(response)
        .replace(/IssueInstant="[^"]*"/, 'IssueInstant="…"')
        .replace(/<ds:Signature .*<\/ds:Signature>/s, ''),
    ).toBe(
      `<samlp:LogoutResponse xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" Destination="${OUT}" ID="_id" InResponseTo="${asked}" IssueInstant="…" Version="2.0">` +
        `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">${sf.url}</saml:Issuer>` +
        '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status></samlp:LogoutResponse>',
    );
    expect(await isLoggedIn(sf, browser)).toBe(false);
  });

  test('by the Federation ID, where that is what the org goes by', async () => {
    const users = { ada: { federationId: 'F-1' } };
    await using sf = await startTrusting({ identityMapping: 'FederationId' }, { users });
    const browser = await loggedIn(sf, 'F-1');
    const unknown = locationOf(await browser.open(byRedirect(sf, requestXml(sf))));
    expect(await statusesIn(sf, unknown)).toEqual(['Requester', 'UnknownPrincipal']);
    const known = locationOf(await browser.open(byRedirect(sf, requestXml(sf, { nameId: 'F-1' }))));
    expect(await statusesIn(sf, known)).toEqual(['Success']);
    expect(await isLoggedIn(sf, browser)).toBe(false);
  });

  test('apps of the session hear it before', async () => {
    const saml = { entityUrl: 'https://sp.acme.example', acsUrl: 'https://sp.acme.example/acs' };
    const sloUrl = 'https://sp.acme.example/out';
    await using sf = await startTrusting({}, { apps: { Service_Provider: { saml: { ...saml, sloUrl } } } });
    const browser = await loggedIn(sf);
    await logInTo(sf, `/idp/login?app=${await providerId(sf)}`, browser);
    const page = pageOf(await browser.open(byRedirect(sf, requestXml(sf))));
    expect(page.text).toContain(`<iframe src="${sloUrl}?SAMLRequest=`);
    const [, next = ''] = /^10;url=(.*)$/.exec(page.headers.get('refresh') ?? '') ?? [];
    expect(await statusesIn(sf, locationOf(await browser.open(next)))).toEqual(['Success']);
  });

  test('nobody is logged in: that is success', async () => {
    await using sf = await startTrusting();
    const location = locationOf(await new Browser().open(byRedirect(sf, requestXml(sf))));
    expect(await statusesIn(sf, location)).toEqual(['Success']);
  });

  test('it has no Single Logout URL: the log-in page comes', async () => {
    await using sf = await startTrusting({ sloUrl: undefined });
    const browser = await loggedIn(sf);
    expect(pageOf(await browser.open(byRedirect(sf, requestXml(sf)))).page).toBe('Login | Salesforce');
    expect(await isLoggedIn(sf, browser)).toBe(false);
  });
});

test('of somebody else: nobody is logged out', async () => {
  await using sf = await startTrusting();
  const browser = await loggedIn(sf);
  for (const nameId of ['eve@acme.example', '']) {
    const location = locationOf(await browser.open(byRedirect(sf, requestXml(sf, { nameId }))));
    expect(await statusesIn(sf, location)).toEqual(['Requester', 'UnknownPrincipal']);
    expect(await isLoggedIn(sf, browser)).toBe(true);
  }
});

test('where the session of the browser does not count: whose it is stays logged in', async () => {
  await using sf = await startTrusting();
  const browser = await loggedIn(sf);
  const site = `${sf.url}/customers${PATH}`;
  const xml = requestXml(sf, { destination: site, nameId: 'vera@acme.example' });
  const location = locationOf(
    await browser.open(`${site}?${signedQuery('SAMLRequest', xml, undefined, SIGNING)}`),
  );
  expect(location).toContain(OUT);
  expect(await isLoggedIn(sf, browser)).toBe(true);
});

test('a request ends one session, is good for an hour, and only as long as the org trusts whose it is', async () => {
  await using sf = await startTrusting();
  const browser = await loggedIn(sf);
  const url = byRedirect(sf, requestXml(sf));
  await browser.open(url);
  const again = await loggedIn(sf);
  expect(pageOf(await again.open(url)).status).toBe(403);
  expect(sf.journal.last()?.refusal?.name).toBe('idp.replayed');
  const late = await fetch(byRedirect(sf, requestXml(sf)), { redirect: 'manual' });
  sf.clock.advance('61m');
  expect(pageOf(await again.open(late.headers.get('location') ?? '')).status).toBe(403);
  expect(sf.journal.last()?.refusal?.name).toBe('idp.expired');
  const held = await fetch(byRedirect(sf, requestXml(sf)), { redirect: 'manual' });
  await fetch(`${sf.url}/_fauxforce/orgs/${sf.orgs[0]?.id}`, {
    method: 'PATCH',
    body: JSON.stringify({ settings: { samlSso: { issuer: 'https://other.example' } } }),
  });
  expect(pageOf(await again.open(held.headers.get('location') ?? '')).status).toBe(403);
  expect(sf.journal.last()?.refusal?.name).toBe('idp.untrusted');
  expect(await isLoggedIn(sf, again)).toBe(true);
});

test.each<[string, (sf: Fauxforce) => Promise<Response>, string]>([
  ['not signed', (sf) => byPost(sf, requestXml(sf)), 'idp.signature'],
  [
    'with a query that is not signed',
    (sf) => fetch(byRedirect(sf, requestXml(sf)).replace(/&SigAlg=.*/, '')),
    'idp.signature',
  ],
  [
    'changed',
    async (sf) => {
      const signed = await signDocument(requestXml(sf), SIGNING, ['saml', 'samlp']);
      return byPost(sf, signed.replace('>ada@', '>eve@'));
    },
    'idp.signature',
  ],
  [
    'of an unknown provider',
    (sf) => fetch(byRedirect(sf, requestXml(sf, { issuer: 'https://other.example' }))),
    'idp.untrusted',
  ],
  [
    'for another endpoint',
    (sf) => fetch(byRedirect(sf, requestXml(sf, { destination: `${sf.url}/elsewhere` }))),
    'idp.destination',
  ],
  [
    'old',
    (sf) => fetch(byRedirect(sf, requestXml(sf, { issuedAt: sf.clock.now() - 7_200_000 }))),
    'idp.expired',
  ],
  [
    'with a name of two thousand characters',
    (sf) => fetch(byRedirect(sf, requestXml(sf, { nameId: 'a'.repeat(2_000) }))),
    'idp.malformed',
  ],
  [
    'with a RelayState of 80 kB',
    (sf) => byPost(sf, requestXml(sf), { RelayState: 'a'.repeat(80_000) }),
    'idp.relay-state',
  ],
  ['with a DOCTYPE', (sf) => byPost(sf, '<!DOCTYPE a><a/>'), 'idp.malformed'],
  ['that is nothing', (sf) => fetch(sf.url + PATH), 'idp.malformed'],
  [
    'sealed for the apps of the org',
    async (sf) => {
      const sealed = await fetch(byRedirect(sf, requestXml(sf)), { redirect: 'manual' });
      const { search } = new URL(sealed.headers.get('location') ?? '');
      return fetch(`${sf.url}/services/auth/idp/saml2/logout${search}`);
    },
    'idp.malformed',
  ],
])('a request %s is refused', async (_what, send, name) => {
  await using sf = await startTrusting();
  const { status } = await send(sf);
  expect([status, sf.journal.last()?.refusal?.name]).toEqual([403, name]);
});

test('its answer to a log-out leads home', async () => {
  await using sf = await startTrusting();
  const xml = requestXml(sf).replaceAll('LogoutRequest', 'LogoutResponse');
  const query = signedQuery('SAMLResponse', xml, undefined, SIGNING);
  const answer = await fetch(`${sf.url}${PATH}?${query}`, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([302, `${sf.url}/`]);
});
