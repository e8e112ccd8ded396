/** Salesforce as SAML service provider: the link on the log-in page, the request, the response, and the page of an error (setup-pages.md A.7). */
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { brokenQueryRule, signatureOf } from '../../src/saml/query-signature.ts';
import { Browser } from '../../src/testing/browser.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { expectRow } from '../rows/expect-row.ts';
import { IDP, instant, responseXml, sign, ssoAssertionXml } from '../saml/make.ts';
import { formOf, locationOf, pageOf } from './helpers.ts';

const PEM = readFileSync('seed/demo.crt', 'utf8');
const LOGIN = 'https://idp.acme.example/login?tenant=1';
const SSO = { issuer: IDP, certificate: PEM, name: 'Acme_Identity', loginUrl: LOGIN };
const ERROR =
  "We can't log you in. Check for an invalid assertion in the SAML Assertion Validator (available in Single Sign-On Settings) or check the login history for failed logins.";

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce({ demo: { settings: { samlSso: SSO } } });
});
afterAll(async () => sf[Symbol.asyncDispose]());

const acs = () => `${sf.url}/?so=${sf.orgs[0]?.id.slice(0, 15)}`;

function response(facts: object = {}, change: (xml: string) => string = (xml) => xml): string {
  const assertion = sign(ssoAssertionXml(sf, { recipient: acs(), audiences: [sf.url], ...facts }));
  return Buffer.from(change(responseXml(assertion))).toString('base64');
}

async function post(form: Record<string, string>, url = acs()) {
  const answer = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: 'https://idp.acme.example', 'sec-fetch-site': 'cross-site' },
    body: new URLSearchParams(form),
  });
  return {
    status: answer.status,
    location: answer.headers.get('location'),
    cookie: answer.headers.get('set-cookie'),
  };
}

describe('the log-in page', () => {
  test('has a link by the name of the provider, which keeps where it was to lead', async () => {
    const path = '/?startURL=%2Fsetup%2Fconnect';
    const { text } = pageOf(await new Browser().open(sf.url + path));
    const link = /<a class="button wide" href="([^"]*)">Acme_Identity<\/a>/
      .exec(text)?.[1]
      ?.replaceAll('&amp;', '&');
    expect(link).toMatch(
      /^\/saml\/authn-request\.jsp\?samlSsoConfig=0LE[A-Za-z0-9]{15}&RelayState=%2Fsetup%2Fconnect$/,
    );
  });

  test('has none where nothing says where the provider is', async () => {
    await using plain = await startFauxforce();
    expect(pageOf(await new Browser().open(`${plain.url}/`)).text).not.toContain('Or log in using');
    expect((await fetch(`${plain.url}/saml/authn-request.jsp?samlSsoConfig=0LE`)).status).toBe(404);
  });
});

describe('the request', () => {
  const linkOf = async (own: Fauxforce) => {
    const { text } = pageOf(await new Browser().open(`${own.url}/`));
    return own.url + (/href="([^"]*samlSsoConfig[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '');
  };

  test('by redirect: deflated, and signed with the certificate of the org', async () => {
    const answer = await fetch(`${await linkOf(sf)}&RelayState=%2Fsetup%2Fconnect`, { redirect: 'manual' });
    expect(answer.status).toBe(302);
    const location = answer.headers.get('location') ?? '';
    expect(location.startsWith(`${LOGIN}&SAMLRequest=`)).toBe(true);
    const query = new URL(location).searchParams;
    expect(query.get('RelayState')).toBe('/setup/connect');
    const xml = inflateRawSync(Buffer.from(query.get('SAMLRequest') ?? '', 'base64')).toString();
    expect(xml).toContain(`AssertionConsumerServiceURL="${sf.url}?so=${sf.orgs[0]?.id.slice(0, 15)}"`);
    expect(xml).toContain(`>${sf.url}</saml:Issuer>`);
    const metadata = await (await fetch(`${sf.url}/.well-known/samlidp.xml`)).text();
    const der = /<ds:X509Certificate>([^<]*)</.exec(metadata)?.[1] ?? '';
    const certificate = `-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----\n`;
    const signed = signatureOf(location.slice(location.indexOf('SAMLRequest')), 'SAMLRequest');
    expect(brokenQueryRule(signed, certificate)).toBeUndefined();
  });

  test('by POST, in a form', async () => {
    await using own = await startFauxforce({
      demo: { settings: { samlSso: { ...SSO, requestBinding: 'PostBinding' } } },
    });
    const { action, fields } = formOf(await new Browser().open(await linkOf(own)));
    expect(action).toBe(LOGIN);
    expect(Buffer.from(fields.SAMLRequest ?? '', 'base64').toString()).toContain('<ds:SignatureValue>');
  });

  test('sso_provider of an authorize request jumps past the log-in page, and the app gets its code', async () => {
    const client_id = sf.apps.Web_Server?.consumerKey ?? '';
    const asked = { response_type: 'code', client_id, redirect_uri: 'http://localhost:3000/callback' };
    const browser = new Browser();
    const walk = await browser.open(
      `${sf.url}/services/oauth2/authorize?${new URLSearchParams({ ...asked, sso_provider: 'Acme_Identity' })}`,
    );
    const { searchParams } = new URL(locationOf(walk));
    const RelayState = searchParams.get('RelayState') ?? '';
    expect(RelayState).toMatch(/^\/setup\/secur\/RemoteAccessAuthorizationPage\.apexp\?source=/);
    const { status, location } = await post({ SAMLResponse: response(), RelayState });
    expect([status, location]).toEqual([302, sf.url + RelayState]);
    const other = await browser.open(
      `${sf.url}/services/oauth2/authorize?${new URLSearchParams({ ...asked, sso_provider: 'Nobody' })}`,
    );
    expect(pageOf(other).page).toBe('Login | Salesforce');
  });
});

describe('the response', () => {
  test('logs its user in, though the form comes from elsewhere', async () => {
    const { status, location, cookie } = await post({
      SAMLResponse: response(),
      RelayState: '/setup/connect',
    });
    expect([status, location]).toEqual([302, `${sf.url}/setup/connect`]);
    expect(cookie).toMatch(/^sid=\S+;/);
    const { logIn, username } = sf.journal.last() ?? {};
    expect([logIn?.type, username]).toEqual(['SAML Sfdc Initiated SSO', 'ada@acme.example']);
  });

  test.each(['https://evil.example', '//evil.example', '/services/oauth2/token', 'javascript:alert(1)'])(
    'RelayState %s leads home',
    async (RelayState) => {
      const { location } = await post({ SAMLResponse: response(), RelayState });
      expect(location).toBe(`${sf.url}/`);
    },
  );

  test.each<[string, () => string, string]>([
    ['used before', () => '', 'sso.replayed'],
    ['changed', () => response({}, (xml) => xml.replace('ada@acme', 'eve@acme')), 'sso.signature'],
    ['for another endpoint', () => response({ recipient: 'https://other.example' }), 'sso.recipient'],
    ['for another org', () => response({ audiences: ['https://other.example'] }), 'sso.audience'],
    ['old', () => response({ notOnOrAfter: instant(sf, -600_000) }), 'sso.expired'],
    ['of somebody unknown', () => response({ nameId: 'nobody@acme.example' }), 'sso.subject'],
    ['of an unknown provider', () => response({ issuer: 'https://other.example' }), 'sso.issuer'],
    ['not signed', () => Buffer.from(responseXml(ssoAssertionXml(sf))).toString('base64'), 'sso.structure'],
    ['with a DOCTYPE', () => Buffer.from('<!DOCTYPE a><a/>').toString('base64'), 'sso.markup'],
    ['nonsense', () => 'nonsense', 'sso.malformed'],
  ])('%s: the page of an error, and no session', async (what, make, name) => {
    const first = response();
    if (what === 'used before') await post({ SAMLResponse: first });
    const { status, location, cookie } = await post({ SAMLResponse: make() || first });
    expect([status, location, cookie]).toEqual([302, `${sf.url}/_nc_external/identity/saml/SamlError`, null]);
    expect(sf.journal.last()?.refusal?.name).toBe(name);
    const { text } = pageOf(await new Browser().open(location ?? ''));
    const body = /<p>(.*)<\/p>/.exec(text)?.[1]?.replaceAll('&#39;', "'") ?? '';
    expectRow(
      'setup-pages A.7/error',
      { status: 200, headers: { location: location ?? '' }, body },
      200,
      ERROR,
      {
        location: `${sf.url}/_nc_external/identity/saml/SamlError`,
      },
    );
  });

  test('policies of the user are asked as on the log-in page', async () => {
    await using own = await startFauxforce({
      demo: { settings: { samlSso: SSO }, users: { ada: { isFrozen: true } } },
    });
    const assertion = sign(ssoAssertionXml(own, { recipient: own.url, audiences: [own.url] }));
    const SAMLResponse = Buffer.from(responseXml(assertion)).toString('base64');
    const { location, cookie } = await post({ SAMLResponse }, `${own.url}/`);
    expect([location, cookie]).toEqual([`${own.url}/_nc_external/identity/saml/SamlError`, null]);
    expect(own.journal.last()?.refusal?.name).toBe('login.frozen');
    const { logins } = (await (await fetch(`${own.url}/_fauxforce/logins`)).json()) as { logins: object[] };
    const refused = { loginType: 'SAML Sfdc Initiated SSO', loginSubType: null, status: 'User Is Frozen' };
    expect(logins).toMatchObject([refused]);
    await fetch(`${own.url}/_fauxforce/users/ada@acme.example`, {
      method: 'PATCH',
      body: JSON.stringify({ isFrozen: false }),
    });
    const { cookie: session } = await post({ SAMLResponse }, `${own.url}/`);
    expect(session, 'a log-in that was refused has not used the assertion up').toMatch(/^sid=\S+;/);
  });
});

test('one org logs in to another: the first is the identity provider of the second', async () => {
  await using provider = await startFauxforce({
    demo: {
      apps: {
        Service_Provider: {
          saml: { entityUrl: 'https://second.example', acsUrl: 'https://second.example/acs' },
        },
      },
    },
  });
  const metadata = await (await fetch(`${provider.url}/.well-known/samlidp.xml`)).text();
  const certificate = /<ds:X509Certificate>([^<]*)</.exec(metadata)?.[1] ?? '';
  await using second = await startFauxforce({
    demo: {
      settings: {
        samlSso: {
          issuer: provider.url,
          certificate,
          name: 'First',
          loginUrl: `${provider.url}/idp/endpoint/HttpRedirect`,
        },
      },
    },
  });
  await fetch(`${provider.url}/_fauxforce/apps/${provider.apps.Service_Provider?.consumerKey}`, {
    method: 'PATCH',
    body: JSON.stringify({
      saml: { entityUrl: second.url, acsUrl: `${second.url}?so=${second.orgs[0]?.id.slice(0, 15)}` },
    }),
  });
  const page = pageOf(await new Browser().open(`${second.url}/?startURL=%2Fsetup%2Fconnect`));
  const link = /href="([^"]*samlSsoConfig[^"]*)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const request = (await fetch(second.url + link, { redirect: 'manual' })).headers.get('location') ?? '';
  const ada = { username: 'ada@acme.example', password: 'correct-horse' };
  const { action, fields } = formOf(await new Browser().visit(request, ada));
  const answer = await fetch(action, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(fields),
  });
  expect(answer.headers.get('location')).toBe(`${second.url}/setup/connect`);
  expect(second.journal.last()?.username).toBe('ada@acme.example');
});
