/** @node-saml/node-saml, unmodified, as service provider. */

import { readFileSync } from 'node:fs';
import { SAML, ValidateInResponseTo } from '@node-saml/node-saml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { expectRow } from '../rows/expect-row.ts';
import { ACS, ENTITY, logInTo, providerId, startIdp, xmlOf } from './helpers.ts';

const KEY = readFileSync('seed/demo.key', 'utf8');
const PEM = readFileSync('seed/demo.crt', 'utf8');

let sf: Fauxforce;
let certificate: string;

beforeAll(async () => {
  sf = await startIdp({ certificate: PEM });
  const metadata = await (await fetch(`${sf.url}/.well-known/samlidp/Service_Provider.xml`)).text();
  certificate = /<ds:X509Certificate>([^<]*)</.exec(metadata)?.[1] ?? '';
});
afterAll(async () => sf[Symbol.asyncDispose]());

function provider(more: object = {}) {
  return new SAML({
    issuer: ENTITY,
    callbackUrl: ACS,
    entryPoint: `${sf.url}/idp/endpoint/HttpRedirect`,
    idpCert: certificate,
    idpIssuer: sf.url,
    audience: ENTITY,
    privateKey: KEY,
    signatureAlgorithm: 'sha256',
    digestAlgorithm: 'sha256',
    wantAuthnResponseSigned: true,
    wantAssertionsSigned: true,
    validateInResponseTo: ValidateInResponseTo.ifPresent,
    identifierFormat: null,
    ...more,
  });
}

/** Where an answer leads, without what is sealed. */
async function arrived(answer: Response) {
  const location = answer.headers.get('location')?.replace(/source=[\w-]+$/, 'source=…');
  return { status: answer.status, headers: { location }, body: await answer.text() };
}

test('started by the app: by redirect, with a signed query', async () => {
  const sp = provider();
  const url = await sp.getAuthorizeUrlAsync('/deep?x=1&y=<b>', undefined, {});
  const arrival = await fetch(url, { redirect: 'manual' });
  expectRow('setup-pages A.1/verify-redirect', await arrived(arrival), 302, '', {
    location: `${sf.url}/idp/login?source=…`,
  });
  const { action, fields } = await logInTo(sf, url);
  expect(action).toBe(ACS);
  expect(fields.RelayState).toBe('/deep?x=1&y=<b>');
  const { profile } = await sp.validatePostResponseAsync({ ...fields });
  expect(profile).toMatchObject({
    nameID: 'ada@acme.example',
    issuer: sf.url,
    userId: sf.users.ada?.id.slice(0, 15),
    username: 'ada@acme.example',
    is_portal_user: 'false',
  });
});

test('started by the org', async () => {
  const { fields } = await logInTo(sf, `/idp/login?app=${await providerId(sf)}`);
  const { profile } = await provider().validatePostResponseAsync({ ...fields });
  expect(profile?.nameID).toBe('ada@acme.example');
});

test('by POST, with a signed document', async () => {
  const sp = provider({
    authnRequestBinding: 'HTTP-POST',
    entryPoint: `${sf.url}/idp/endpoint/HttpPost`,
    skipRequestCompression: true,
  });
  const form = await sp.getAuthorizeMessageAsync('state');
  const answer = await fetch(`${sf.url}/idp/endpoint/HttpPost`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(form as Record<string, string>),
  });
  expectRow('setup-pages A.1/verify-post', await arrived(answer), 302, '', {
    location: `${sf.url}/idp/login?source=…`,
  });
  const { fields } = await logInTo(sf, answer.headers.get('location') ?? '');
  expect(fields.RelayState).toBe('state');
  expect((await sp.validatePostResponseAsync({ ...fields })).profile?.nameID).toBe('ada@acme.example');
});

describe('a tampered response is refused', () => {
  const CHANGES: Record<string, (xml: string) => string> = {
    'another subject': (xml) =>
      xml.replace('>ada@acme.example</saml:NameID>', '>eve@acme.example</saml:NameID>'),
    'another attribute': (xml) => xml.replace('>false</saml:AttributeValue>', '>true</saml:AttributeValue>'),
    'a later end': (xml) => xml.replaceAll(/NotOnOrAfter="\d{4}/g, 'NotOnOrAfter="2099'),
  };
  test.each(Object.entries(CHANGES))('%s', async (_what, change) => {
    const sp = provider();
    const url = await sp.getAuthorizeUrlAsync('', undefined, {});
    const posted = await logInTo(sf, url);
    const SAMLResponse = Buffer.from(change(xmlOf(posted))).toString('base64');
    await expect(sp.validatePostResponseAsync({ SAMLResponse })).rejects.toThrow(/[Ss]ignature/);
  });
});

test('an encrypted assertion is decrypted and taken', async () => {
  await using own = await startIdp({
    encryptionCertificate: PEM,
    encryptionType: 'AES_256',
    signingAlgoType: 'SHA1',
  });
  const metadata = await (await fetch(`${own.url}/.well-known/samlidp.xml`)).text();
  const sp = provider({
    entryPoint: `${own.url}/idp/endpoint/HttpRedirect`,
    idpCert: /<ds:X509Certificate>([^<]*)</.exec(metadata)?.[1] ?? '',
    idpIssuer: own.url,
    decryptionPvk: KEY,
  });
  const { fields } = await logInTo(own, await sp.getAuthorizeUrlAsync('', undefined, {}));
  expect((await sp.validatePostResponseAsync({ ...fields })).profile?.nameID).toBe('ada@acme.example');
});
