/** samlify, unmodified, as service provider. */
import { readFileSync } from 'node:fs';
import * as samlify from 'samlify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { ACS, ENTITY, logInTo, providerId, startIdp, xmlOf } from './helpers.ts';

const KEY = readFileSync('seed/demo.key', 'utf8');
const PEM = readFileSync('seed/demo.crt', 'utf8');
const OUT = 'https://sp.acme.example/out';

let sf: Fauxforce;
let idp: ReturnType<typeof samlify.IdentityProvider>;
let sp: ReturnType<typeof samlify.ServiceProvider>;

beforeAll(async () => {
  // samlify wants to be told how XML is validated against the schema; its signatures it verifies itself.
  samlify.setSchemaValidator({ validate: async () => 'skipped' });
  sf = await startIdp({ sloUrl: OUT });
  const metadata = await (await fetch(`${sf.url}/.well-known/samlidp/Service_Provider.xml`)).text();
  idp = samlify.IdentityProvider({ metadata, wantLogoutRequestSigned: true });
  sp = samlify.ServiceProvider({
    entityID: ENTITY,
    // It would want the metadata to say WantAuthnRequestsSigned, which Salesforce's does not.
    authnRequestsSigned: false,
    wantAssertionsSigned: true,
    wantMessageSigned: true,
    wantLogoutResponseSigned: true,
    privateKey: KEY,
    signingCert: PEM,
    nameIDFormat: ['urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified'],
    assertionConsumerService: [{ Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST', Location: ACS }],
    singleLogoutService: [{ Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', Location: OUT }],
  });
});
afterAll(async () => sf[Symbol.asyncDispose]());

test('started by the app: a redirect, and the response is taken', async () => {
  const { context } = sp.createLoginRequest(idp, 'redirect');
  const { fields } = await logInTo(sf, context);
  const { extract } = await sp.parseLoginResponse(idp, 'post', { body: { ...fields } });
  expect(extract).toMatchObject({
    nameID: 'ada@acme.example',
    issuer: sf.url,
    audience: ENTITY,
    attributes: { username: 'ada@acme.example', is_portal_user: 'false' },
  });
});

test('started by the org', async () => {
  const { fields } = await logInTo(sf, `/idp/login?app=${await providerId(sf)}`);
  const { extract } = await sp.parseLoginResponse(idp, 'post', { body: { ...fields } });
  expect(extract.nameID).toBe('ada@acme.example');
});

test('a tampered response is refused', async () => {
  const posted = await logInTo(sf, `/idp/login?app=${await providerId(sf)}`);
  const changed = xmlOf(posted).replace('>ada@acme.example</saml:NameID>', '>eve@acme.example</saml:NameID>');
  const SAMLResponse = Buffer.from(changed).toString('base64');
  await expect(sp.parseLoginResponse(idp, 'post', { body: { SAMLResponse } })).rejects.toThrow();
});

test('log-out, asked for by a signed redirect', async () => {
  const { Browser } = await import('../../src/testing/browser.ts');
  const browser = new Browser();
  const { fields } = await logInTo(sf, `/idp/login?app=${await providerId(sf)}`, browser);
  const { extract } = await sp.parseLoginResponse(idp, 'post', { body: { ...fields } });
  const user = {
    logoutNameID: extract.nameID ?? '',
    sessionIndex: String(extract.sessionIndex?.sessionIndex),
  };
  const { context } = sp.createLogoutRequest(idp, 'redirect', user);
  const walk = await browser.open(context);
  const location = new URL(walk.callback === undefined ? '' : walk.location);
  expect(location.href.startsWith(OUT)).toBe(true);
  const octetString = location.search.slice(1).replace(/&Signature=.*$/, '');
  const query = Object.fromEntries(location.searchParams);
  const heard = await sp.parseLogoutResponse(idp, 'redirect', { query, octetString });
  expect(heard.extract.response?.destination).toBe(OUT);
});
