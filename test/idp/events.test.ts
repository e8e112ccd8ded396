/** The Identity Provider Event Log: every code of setup-pages.md A.4 that can occur here, from requests that cause it. */

import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { follow } from '../../src/recipes/run-recipe.ts';
import { catalogue, factsOf, type RefusalName } from '../../src/refusals/catalogue.ts';
import { IDP_EVENTS } from '../../src/refusals/idp-events.ts';
import { StoreUnavailable } from '../../src/store/port.ts';
import { Browser } from '../../src/testing/browser.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { authnRequest } from '../../src/testing/saml.ts';
import { app, postToken } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';
import { expectRow } from '../rows/expect-row.ts';
import type { RowId } from '../rows/row.ts';
import { ADA, ENTITY, formOf, logInTo, providerId, startIdp, xmlOf } from './helpers.ts';

interface Event {
  readonly org: string;
  readonly username: string | null;
  readonly identityUsed: string | null;
  readonly app: string | null;
  readonly samlEntityUrl: string | null;
  readonly initiatedBy: string;
  readonly errorCode: string;
  readonly text: string;
  readonly ssoType: string;
  readonly hasLogoutUrl: boolean;
  readonly refusal: string | null;
}

async function events(sf: Fauxforce, query = ''): Promise<Event[]> {
  const answer = await fetch(`${sf.url}/_fauxforce/idp-events${query}`);
  return ((await answer.json()) as { events: Event[] }).events;
}

/** The event of a refusal, whose recipe is followed. */
async function eventOf(name: RefusalName): Promise<Event | undefined> {
  const { recipe } = factsOf(name);
  await using sf = await startFauxforce({
    allowClientIpHeader: true,
    ...(recipe.given ? { demo: recipe.given } : {}),
  });
  await follow(sf, recipe.steps);
  return (await events(sf)).find(({ refusal }) => refusal === name);
}

/** The app hears of the first; of the second the org is no identity provider. */
const NO_EVENTS: readonly string[] = ['idp.passive', 'idp.untrusted'];

const OF_SAML = (Object.keys(catalogue) as RefusalName[]).filter(
  (name) => name.startsWith('idp.') && !NO_EVENTS.includes(name),
);

/** By hand from setup-pages.md A.4. */
const TEXTS: Readonly<Record<string, string>> = {
  Success: 'Success',
  UnableToResolve: 'Error: Unable to resolve request into a Service Provider',
  NoAccess: 'Error: User does not have access to this service provider',
  InvalidSp: 'Error: Misconfigured or invalid service provider',
  InvalidAuthnRequest: 'Error: Unable to parse AuthnRequest from service provider',
  InvalidSignature: 'Error: Invalid Signature',
  InvalidIssuer: 'Error: Invalid Issuer',
  InvalidIdpEndpoint: 'Error: Invalid Identity Provider Endpoint URL',
  InvalidSettings: 'Error: IdP certificate is invalid or does not exist',
  NoUserFedId: 'Error: User does not have a Federation Identifier selected',
  NoCustomAttrValue: 'Error: User does not have a value for the subject custom attribute',
  NoCustomField: 'Error: Custom field not found',
  InvalidSessionLevel: 'Error: Invalid session level',
  ForceAuthNLogout: 'User logged out due to forced authentication request',
  AppAccessDenied: 'Error: App access denied',
  AppBlocked: 'Error: App blocked',
  ClientUnapproved: 'Error: Invalid grant',
  InvalidScope: 'Error: Invalid scope(s)',
  InvalidCode: 'Error: Invalid authorization code',
  CodeExpired: 'Error: Expired authorization code',
  InvalidClientCredentials: 'Error: Invalid client credentials',
  InvalidUserCredentials: 'Error: Invalid user credentials',
  InvalidDeviceId: 'Error: Invalid device ID',
  OauthError: 'OAuth Error',
  InternalError: 'Error: Internal Error',
};

/** With the members of its objects in the order of the alphabet. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}

/** What the log shows of an event. */
function line(event: Event | undefined) {
  return { status: 200, headers: {}, body: `${event?.errorCode}: ${event?.text}` };
}

describe('SAML', () => {
  test.each(OF_SAML)('%s', async (name) => {
    const { error } = factsOf(name);
    const isOfUser = factsOf(name).at.places.length === 1 && factsOf(name).at.places[0] === 'idp';
    const event = await eventOf(name);
    const row = `setup-pages A.4/${error}` as RowId;
    expectRow(row, line(event), 200, `${error}: ${TEXTS[error]}`);
    expect(event).toMatchObject({
      errorCode: error,
      text: IDP_EVENTS[error as keyof typeof IDP_EVENTS],
      username: isOfUser ? 'ada@acme.example' : null,
      ssoType: 'SAML',
    });
  });

  test('a log-in that the org started', async () => {
    await using sf = await startIdp({ sloUrl: 'https://sp.acme.example/out', subjectType: 'UserId' });
    await logInTo(sf, `/idp/login?app=${await providerId(sf)}`);
    const answer = await fetch(`${sf.url}/_fauxforce/idp-events`);
    const { id, at } = (await events(sf))[0] as Event & { id: string; at: string };
    const expected = [
      {
        org: sf.orgs[0]?.id,
        id,
        at,
        username: 'ada@acme.example',
        identityUsed: sf.users.ada?.id.slice(0, 15),
        app: 'Service Provider',
        samlEntityUrl: ENTITY,
        initiatedBy: 'IdP',
        errorCode: 'Success',
        text: 'Success',
        ssoType: 'SAML',
        hasLogoutUrl: true,
        refusal: null,
      },
    ];
    const body = JSON.stringify(sorted((await answer.json()) as object));
    expectRow(
      ['setup-pages A.4/columns', 'setup-pages A.4/Success'],
      { status: answer.status, headers: {}, body },
      200,
      JSON.stringify(sorted({ events: expected })),
    );
    expect(await events(sf, '?username=grace@acme.example')).toEqual([]);
  });

  test('ForceAuthn ends the session, and the log-in that follows counts', async () => {
    await using sf = await startIdp();
    const browser = new Browser();
    await logInTo(sf, `/idp/login?app=${await providerId(sf)}`, browser);
    sf.clock.advance('1m');
    const url = (extra: string) => {
      const xml = authnRequest({
        id: '_forced',
        issuer: ENTITY,
        destination: `${sf.url}/idp/endpoint/HttpRedirect`,
        issuedAt: sf.clock.now(),
      }).replace(' Version=', ` ${extra} Version=`);
      const query = new URLSearchParams({ SAMLRequest: deflateRawSync(xml).toString('base64') });
      return `/idp/endpoint/HttpRedirect?${query}`;
    };
    const page = await browser.open(sf.url + url('ForceAuthn="true"'));
    expect(page).toMatchObject({ page: 'Login | Salesforce' });
    expect((await events(sf)).map(({ errorCode }) => errorCode)).toEqual(['ForceAuthNLogout', 'Success']);
    const [forced] = await events(sf);
    expectRow(
      'setup-pages A.4/ForceAuthNLogout',
      line(forced),
      200,
      `ForceAuthNLogout: ${TEXTS.ForceAuthNLogout}`,
    );
    expect(forced).toMatchObject({ username: ADA.username, initiatedBy: 'SP' });
    await logInTo(sf, url('ForceAuthn="1"'), browser);
    expect((await events(sf)).slice(0, 1)).toMatchObject([{ errorCode: 'Success', initiatedBy: 'SP' }]);
  });

  test('ForceAuthn by POST, which brings no cookie, ends the session while the clock stands still', async () => {
    await using sf = await startIdp();
    sf.clock.freeze();
    const browser = new Browser();
    await logInTo(sf, `/idp/login?app=${await providerId(sf)}`, browser);
    const endpoint = `${sf.url}/idp/endpoint/HttpPost`;
    const xml = authnRequest({
      id: '_forced',
      issuer: ENTITY,
      destination: endpoint,
      issuedAt: sf.clock.now(),
    }).replace(' Version=', ' ForceAuthn="true" Version=');
    const body = new URLSearchParams({ SAMLRequest: Buffer.from(xml).toString('base64') });
    const { headers } = await fetch(endpoint, { method: 'POST', redirect: 'manual', body });
    const page = await browser.open(headers.get('location') ?? '');
    expect(page).toMatchObject({ page: 'Login | Salesforce' });
    if (page.callback !== undefined) throw new Error(page.location);
    const posted = formOf(await browser.submit(page, 'Login', ADA));
    expect(xmlOf(posted)).toContain('InResponseTo="_forced"');
    expect((await events(sf)).map(({ errorCode }) => errorCode)).toEqual([
      'Success',
      'ForceAuthNLogout',
      'Success',
    ]);
  });

  test('a fault of the server is an internal error', async () => {
    await using sf = await startIdp();
    const { usedAssertions } = sf.world.store;
    usedAssertions.use = () => Promise.reject(new StoreUnavailable('The disk is full.'));
    const xml = authnRequest({
      id: '_1',
      issuer: ENTITY,
      destination: `${sf.url}/idp/endpoint/HttpRedirect`,
      issuedAt: sf.clock.now(),
    });
    const query = new URLSearchParams({ SAMLRequest: deflateRawSync(xml).toString('base64') });
    const walk = await new Browser().visit(`${sf.url}/idp/endpoint/HttpRedirect?${query}`, ADA);
    expect(walk).toMatchObject({ status: 503 });
    const [event] = await events(sf);
    expectRow('setup-pages A.4/errors', line(event), 200, `InternalError: ${TEXTS.InternalError}`);
  });
});

describe('OAuth log-ins', () => {
  test('authorize and token endpoint', async () => {
    await using sf = await startFauxforce();
    const { consumerKey: client_id, consumerSecret: client_secret } = app(sf, 'Web_Server');
    const redirect_uri = 'http://localhost:3000/callback';
    const asked = { response_type: 'code', client_id, redirect_uri };
    const { callback } = await new Browser().authorize(sf.url, asked, ADA);
    const code = callback?.code ?? '';
    const form = { grant_type: 'authorization_code', code, client_id, client_secret, redirect_uri };
    await postToken(sf, form);
    await postToken(sf, form);
    const found = await events(sf, `?client_id=${app(sf, 'Web_Server').consumerKey}`);
    const body = found.map(({ initiatedBy, errorCode }) => `${initiatedBy} ${errorCode}`).join('\n');
    expectRow(
      ['setup-pages A.4/oauth', 'setup-pages A.4/initiated-by'],
      { status: 200, headers: {}, body },
      200,
      'OauthTokenExchange CodeExpired\nOauthTokenExchange Success\nOauthAuthorize Success',
    );
    expect(found).toMatchObject([
      {
        initiatedBy: 'OauthTokenExchange',
        errorCode: 'CodeExpired',
        text: 'Error: Expired authorization code',
      },
      {
        initiatedBy: 'OauthTokenExchange',
        errorCode: 'Success',
        username: 'ada@acme.example',
        app: 'Web Server',
      },
      { initiatedBy: 'OauthAuthorize', errorCode: 'Success', samlEntityUrl: null, ssoType: 'OpenID Connect' },
    ]);
  });

  test.each([
    ['app.blocked', 'AppBlocked'],
    ['authorize.app-disabled', 'AppAccessDenied'],
    ['user.session-level', 'InvalidSessionLevel'],
    ['code.expired', 'CodeExpired'],
    ['code.other-client', 'InvalidCode'],
    ['client.secret-wrong', 'InvalidClientCredentials'],
    ['password.wrong', 'InvalidUserCredentials'],
    ['device.unknown', 'InvalidDeviceId'],
    ['refresh.revoked', 'ClientUnapproved'],
    ['authorize.scope', 'InvalidScope'],
    ['authorize.denied', 'OauthError'],
  ] as const)('%s: %s', async (name, errorCode) => {
    const event = await eventOf(name as RefusalName);
    const row =
      errorCode === 'OauthError' ? 'setup-pages A.4/errors' : (`setup-pages A.4/${errorCode}` as const);
    expectRow(row, line(event), 200, `${errorCode}: ${TEXTS[errorCode]}`);
    expect(event?.ssoType).toBe('OpenID Connect');
  });
});

test('IdpEventLog by SOQL: of everybody for who manages users, else of oneself', async () => {
  await using sf = await startIdp();
  await logInTo(sf, `/idp/login?app=${await providerId(sf)}`);
  const query = async (user: 'ada' | 'grace') => {
    const q =
      'SELECT ErrorCode, IdentityUsed, InitiatedBy, SamlEntityUrl, SsoType, OptionsHasLogoutUrl, UserId FROM IdpEventLog';
    const token = await accessTokenFor(sf, {
      app: app(sf, 'Web_Server'),
      user: sf.users[user]!,
      scopes: 'api',
    });
    const answer = await fetch(`${sf.url}/services/data/v60.0/query?q=${encodeURIComponent(q)}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return (await answer.json()) as { records: object[] };
  };
  expect((await query('ada')).records).toEqual([
    {
      attributes: expect.objectContaining({ type: 'IdpEventLog' }),
      ErrorCode: 'Success',
      IdentityUsed: 'ada@acme.example',
      InitiatedBy: 'IdP',
      SamlEntityUrl: ENTITY,
      SsoType: '0',
      OptionsHasLogoutUrl: false,
      UserId: sf.users.ada?.id,
    },
  ]);
  expect((await query('grace')).records).toEqual([]);
});
