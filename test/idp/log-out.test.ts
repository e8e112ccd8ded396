/** Single logout by SAML, started by either side, by either binding, and beside OpenID Connect (setup-pages.md A.5, identity-and-resources.md 6). */

import { readFileSync } from 'node:fs';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Profile, SAML, ValidateInResponseTo } from '@node-saml/node-saml';
import { describe, expect, test } from 'vitest';
import { Browser } from '../../src/testing/browser.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import { expectRow } from '../rows/expect-row.ts';
import { shape } from './expected.ts';
import { ACS, ADA, ENTITY, formOf, locationOf, logInTo, pageOf, startIdp } from './helpers.ts';

const KEY = readFileSync('seed/demo.key', 'utf8');
const PEM = readFileSync('seed/demo.crt', 'utf8');
const OUT = 'https://sp.acme.example/out';

async function certificateOf(sf: Fauxforce): Promise<{ certificate: string; metadata: string }> {
  const metadata = await (await fetch(`${sf.url}/.well-known/samlidp/Service_Provider.xml`)).text();
  return { metadata, certificate: /<ds:X509Certificate>([^<]*)</.exec(metadata)?.[1] ?? '' };
}

async function provider(sf: Fauxforce): Promise<SAML> {
  const { certificate } = await certificateOf(sf);
  return new SAML({
    issuer: ENTITY,
    callbackUrl: ACS,
    entryPoint: `${sf.url}/idp/endpoint/HttpRedirect`,
    logoutUrl: `${sf.url}/services/auth/idp/saml2/logout`,
    logoutCallbackUrl: OUT,
    idpCert: certificate,
    idpIssuer: sf.url,
    audience: ENTITY,
    privateKey: KEY,
    signatureAlgorithm: 'sha256',
    wantAuthnResponseSigned: true,
    validateInResponseTo: ValidateInResponseTo.ifPresent,
    identifierFormat: null,
  });
}

async function loggedIn(sf: Fauxforce, sp: SAML, browser: Browser): Promise<Profile> {
  const { fields } = await logInTo(sf, await sp.getAuthorizeUrlAsync('', undefined, {}), browser);
  const { profile } = await sp.validatePostResponseAsync({ ...fields });
  if (!profile) throw new Error('nobody');
  return profile;
}

const isLoggedIn = async (sf: Fauxforce, browser: Browser) =>
  ((await browser.open(`${sf.url}/`)) as { page?: string }).page !== 'Login | Salesforce';

/** A message without what is drawn and timed. */
const plain = (xml: string) =>
  shape(xml)
    .replaceAll(/(IssueInstant|NotOnOrAfter)="[^"]*"/g, '$1="…"')
    .replace(/<samlp:SessionIndex>[\w-]{43}</, '<samlp:SessionIndex>…<');

const logoutRequest = (issuer: string) =>
  `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" Destination="${OUT}" ID="_id" NotOnOrAfter="…" IssueInstant="…" Version="2.0">` +
  `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">${issuer}</saml:Issuer>` +
  '<saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" Format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified">ada@acme.example</saml:NameID>' +
  '<samlp:SessionIndex>…</samlp:SessionIndex></samlp:LogoutRequest>';

describe('started by the app', () => {
  test('by redirect: the session ends, and the app hears it', async () => {
    await using sf = await startIdp({ certificate: PEM, sloUrl: OUT });
    expect((await certificateOf(sf)).metadata).toContain(
      `<md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${sf.url}/services/auth/idp/saml2/logout"/>`,
    );
    const sp = await provider(sf);
    const browser = new Browser();
    const profile = await loggedIn(sf, sp, browser);
    expect(profile.sessionIndex).toMatch(/^[\w-]{43}$/);
    const location = locationOf(await browser.open(await sp.getLogoutUrlAsync(profile, 'bye', {})));
    const { search, searchParams } = new URL(location);
    const response = inflateRawSync(Buffer.from(searchParams.get('SAMLResponse') ?? '', 'base64')).toString();
    const inResponseTo = /InResponseTo="([^"]*)"/.exec(response)?.[1] ?? '';
    expectRow(
      ['setup-pages A.1/logout-redirect', 'setup-pages A.5/answer'],
      {
        status: 302,
        headers: { names: [...searchParams.keys()].join(' ') },
        body: shape(response).replace(/IssueInstant="[^"]*"/, 'IssueInstant="…"'),
      },
      302,
      `<samlp:LogoutResponse xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" Destination="${OUT}" ID="_id" InResponseTo="${inResponseTo}" IssueInstant="…" Version="2.0">` +
        `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">${sf.url}</saml:Issuer>` +
        '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"></samlp:StatusCode></samlp:Status></samlp:LogoutResponse>',
      { names: 'SAMLResponse RelayState SigAlg Signature' },
    );
    expect(searchParams.get('RelayState')).toBe('bye');
    const heard = await sp.validateRedirectAsync(Object.fromEntries(searchParams), search.slice(1));
    expect(heard.loggedOut).toBe(true);
    expect(await isLoggedIn(sf, browser)).toBe(false);
  });

  test('by POST, answered by POST', async () => {
    await using sf = await startIdp({ sloUrl: OUT, sloBinding: 'PostBinding' });
    const sp = await provider(sf);
    const browser = new Browser();
    const profile = await loggedIn(sf, sp, browser);
    const xml = await sp._generateLogoutRequest(profile);
    const answer = await fetch(`${sf.url}/services/auth/idp/saml2/logout`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ SAMLRequest: Buffer.from(xml).toString('base64'), RelayState: 'x' }),
    });
    expect(answer.status).toBe(302);
    const { action, fields } = formOf(await browser.open(answer.headers.get('location') ?? ''));
    expect([action, fields.RelayState]).toEqual([OUT, 'x']);
    expect((await sp.validatePostResponseAsync({ ...fields })).loggedOut).toBe(true);
    expect(await isLoggedIn(sf, browser)).toBe(false);
  });

  test('of somebody else, or of another session: nobody is logged out', async () => {
    await using sf = await startIdp({ sloUrl: OUT });
    const sp = await provider(sf);
    const browser = new Browser();
    const profile = await loggedIn(sf, sp, browser);
    for (const other of [{ nameID: 'eve@acme.example' }, { sessionIndex: 'other' }]) {
      const url = await sp.getLogoutUrlAsync({ ...profile, ...other }, '', {});
      const location = locationOf(await browser.open(url));
      const { search, searchParams } = new URL(location);
      await expect(
        sp.validateRedirectAsync(Object.fromEntries(searchParams), search.slice(1)),
      ).rejects.toThrow('status:Requester');
      expect(await isLoggedIn(sf, browser)).toBe(true);
    }
  });

  test('where the session of the browser does not count: whose it is stays logged in', async () => {
    await using sf = await startIdp({ sloUrl: OUT });
    const sp = await provider(sf);
    const browser = new Browser();
    const profile = await loggedIn(sf, sp, browser);
    sp.options.logoutUrl = `${sf.url}/customers/services/auth/idp/saml2/logout`;
    const vera = { ...profile, nameID: 'vera@acme.example' };
    expect(locationOf(await browser.open(await sp.getLogoutUrlAsync(vera, '', {})))).toContain(OUT);
    expect(await isLoggedIn(sf, browser)).toBe(true);
  });

  test('a name with blanks at its ends is the one that its reader has without', async () => {
    const subject = { subjectType: 'CustomAttribute', subjectCustomAttr: 'who' };
    await using sf = await startIdp(
      { sloUrl: OUT, ...subject },
      { attributes: { who: "$User.FirstName & ' '" } },
    );
    const sp = await provider(sf);
    const browser = new Browser();
    const profile = await loggedIn(sf, sp, browser);
    expect(profile.nameID).toBe('Ada ');
    await browser.open(await sp.getLogoutUrlAsync(profile, '', {}));
    expect(await isLoggedIn(sf, browser)).toBe(false);
  });

  test('of several sessions: the one of the browser is enough', async () => {
    await using sf = await startIdp({ sloUrl: OUT });
    const sp = await provider(sf);
    const browser = new Browser();
    const xml = await sp._generateLogoutRequest(await loggedIn(sf, sp, browser));
    const other =
      '$&<samlp:SessionIndex xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">other</samlp:SessionIndex>';
    const both = xml.replace(/<\/saml:NameID>/, other);
    expect(both.match(/SessionIndex>/g)).toHaveLength(2);
    const query = new URLSearchParams({ SAMLRequest: deflateRawSync(both).toString('base64') });
    await browser.open(`${sf.url}/services/auth/idp/saml2/logout?${query}`);
    expect(await isLoggedIn(sf, browser)).toBe(false);
  });

  test('a request ends one session, and is good for an hour', async () => {
    await using sf = await startIdp({ certificate: PEM, sloUrl: OUT });
    const sp = await provider(sf);
    const browser = new Browser();
    const { sessionIndex: _any, ...profile } = await loggedIn(sf, sp, browser);
    const url = await sp.getLogoutUrlAsync(profile as Profile, '', {});
    await browser.open(url);
    expect(await isLoggedIn(sf, browser)).toBe(false);
    await loggedIn(sf, sp, browser);
    expect(await browser.open(url)).toMatchObject({ status: 403 });
    expect(sf.journal.last()?.refusal?.name).toBe('idp.replayed');
    const other = await fetch(await sp.getLogoutUrlAsync(profile as Profile, '', {}), { redirect: 'manual' });
    sf.clock.advance('61m');
    expect(await browser.open(other.headers.get('location') ?? '')).toMatchObject({ status: 403 });
    expect(sf.journal.last()?.refusal?.name).toBe('idp.expired');
    expect(await isLoggedIn(sf, browser)).toBe(true);
  });

  test.each(['nameID', 'sessionIndex'])('%s of a thousand characters and more: refused', async (member) => {
    await using sf = await startIdp({ sloUrl: OUT });
    const sp = await provider(sf);
    const profile = { ...(await loggedIn(sf, sp, new Browser())), [member]: 'a'.repeat(1_025) };
    const xml = await sp._generateLogoutRequest(profile);
    const answer = await fetch(`${sf.url}/services/auth/idp/saml2/logout`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ SAMLRequest: Buffer.from(xml).toString('base64') }),
    });
    expect([answer.status, sf.journal.last()?.refusal?.name]).toEqual([403, 'idp.malformed']);
  });

  test('nobody is logged in: that is success', async () => {
    await using sf = await startIdp({ sloUrl: OUT });
    const sp = await provider(sf);
    const profile = await loggedIn(sf, sp, new Browser());
    const location = locationOf(await new Browser().open(await sp.getLogoutUrlAsync(profile, '', {})));
    const { search, searchParams } = new URL(location);
    const heard = await sp.validateRedirectAsync(Object.fromEntries(searchParams), search.slice(1));
    expect(heard.loggedOut).toBe(true);
  });

  test('not signed though it must be, unknown, or nonsense: refused, and the session lives', async () => {
    await using sf = await startIdp({ certificate: PEM, sloUrl: OUT });
    const sp = await provider(sf);
    const browser = new Browser();
    const profile = await loggedIn(sf, sp, browser);
    const signed = await sp.getLogoutUrlAsync(profile, '', {});
    for (const [url, name] of [
      [signed.replace(/&SigAlg=.*/, ''), 'idp.signature'],
      [signed.replace(/Signature=.{8}/, 'Signature=AAAAAAAA'), 'idp.signature'],
      [`${sf.url}/services/auth/idp/saml2/logout`, 'idp.malformed'],
      [`${sf.url}/services/auth/idp/saml2/logout?source=nonsense`, 'idp.malformed'],
    ] as const) {
      expect((await browser.open(url)) as object).toMatchObject({ status: 403 });
      expect(sf.journal.last()?.refusal?.name).toBe(name);
      expect(await isLoggedIn(sf, browser)).toBe(true);
    }
  });
});

describe('started by the org', () => {
  const OIDC = 'https://oidc.acme.example/out';

  async function loggedInTwice(saml: object, sf?: Fauxforce) {
    const own = sf ?? (await startIdp({ sloUrl: OUT, ...saml }, {}, {}));
    const sp = await provider(own);
    const browser = new Browser();
    await fetch(`${own.url}/_fauxforce/apps/${own.apps.Web_Server?.consumerKey}`, {
      method: 'PATCH',
      body: JSON.stringify({ singleLogoutUrl: OIDC }),
    });
    await loggedIn(own, sp, browser);
    const asked = {
      response_type: 'code',
      client_id: own.apps.Web_Server?.consumerKey ?? '',
      redirect_uri: 'http://localhost:3000/callback',
    };
    await browser.authorize(own.url, asked, ADA);
    return { own, sp, browser };
  }

  test.each(['/secur/logout.jsp', '/services/auth/idp/oidc/logout'])(
    '%s: both kinds of app are told, in frames',
    async (path) => {
      const { own, sp, browser } = await loggedInTwice({});
      await using sf = own;
      const page = pageOf(await browser.open(sf.url + path));
      const frames = Array.from(page.text.matchAll(/<iframe src="([^"]*)"/g), ([, src = '']) =>
        src.replaceAll('&amp;', '&'),
      );
      expect(frames).toContain(OIDC);
      const url = new URL(frames.find((src) => src.startsWith(OUT)) ?? '');
      const request = inflateRawSync(
        Buffer.from(url.searchParams.get('SAMLRequest') ?? '', 'base64'),
      ).toString();
      expectRow(
        ['setup-pages A.5/redirect', 'setup-pages A.5/front-channel'],
        {
          status: page.status,
          headers: { names: [...url.searchParams.keys()].join(' ') },
          body: plain(request),
        },
        200,
        logoutRequest(sf.url),
        { names: 'SAMLRequest SigAlg Signature' },
      );
      const { profile, loggedOut } = await sp.validateRedirectAsync(
        Object.fromEntries(url.searchParams),
        url.search.slice(1),
      );
      expect([profile?.nameID, loggedOut]).toEqual(['ada@acme.example', true]);
      expect(page.headers.get('content-security-policy')).toContain('frame-src ');
      expect(await isLoggedIn(sf, browser)).toBe(false);
      const answer = await sp.getLogoutResponseUrlAsync(profile as Profile, '', {}, true);
      const heard = await fetch(answer, { redirect: 'manual' });
      expect([heard.status, heard.headers.get('location')]).toEqual([302, `${sf.url}/`]);
    },
  );

  test('an app by POST is told by a form that goes into a frame', async () => {
    const { own, sp, browser } = await loggedInTwice({ sloBinding: 'PostBinding' });
    await using sf = own;
    const page = pageOf(await browser.open(`${sf.url}/secur/logout.jsp`));
    const form =
      /<form method="post" action="([^"]*)" target="(app\d)">\s*<input type="hidden" name="SAMLRequest" value="([^"]*)">/.exec(
        page.text,
      );
    const xml = Buffer.from(form?.[3] ?? '', 'base64').toString();
    expectRow(
      ['setup-pages A.5/post', 'setup-pages A.1/logout-post'],
      {
        status: page.status,
        headers: { action: form?.[1] },
        body: plain(xml).replace(/<ds:Signature .*<\/ds:Signature>/s, ''),
      },
      200,
      logoutRequest(sf.url),
      { action: OUT },
    );
    expect(page.text).toContain(`<iframe name="${form?.[2]}"`);
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'sha256-[^']+'/);
    expect(page.headers.get('content-security-policy')).not.toContain('form-action');
    const { profile } = await sp.validatePostRequestAsync({ SAMLRequest: form?.[3] ?? '' });
    expect(profile.nameID).toBe('ada@acme.example');
  });

  test('one app logs out: the other hears it before that one has its answer', async () => {
    const { own, sp, browser } = await loggedInTwice({});
    await using sf = own;
    const profile = await loggedIn(sf, sp, browser);
    const page = pageOf(await browser.open(await sp.getLogoutUrlAsync(profile, 'state', {})));
    expect(page.text).toContain(`<iframe src="${OIDC}"`);
    expect(page.text).not.toContain(`<iframe src="${OUT}`);
    const [, next = ''] = /^10;url=(.*)$/.exec(page.headers.get('refresh') ?? '') ?? [];
    const location = locationOf(await browser.open(next));
    const { search, searchParams } = new URL(location);
    expect(
      (await sp.validateRedirectAsync(Object.fromEntries(searchParams), search.slice(1))).loggedOut,
    ).toBe(true);
    expect(searchParams.get('RelayState')).toBe('state');
  });
});
