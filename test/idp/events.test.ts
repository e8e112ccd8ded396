/** The Identity Provider Event Log: every code of setup-pages.md A.4 that can occur here, from requests that cause it. */

import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { follow } from '../../src/recipes/run-recipe.ts';
import { catalogue, factsOf, type RefusalName } from '../../src/refusals/catalogue.ts';
import { IDP_EVENTS } from '../../src/refusals/idp-events.ts';
import { Browser } from '../../src/testing/browser.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { authnRequest } from '../../src/testing/saml.ts';
import { app, postToken } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';
import { ADA, ENTITY, logInTo, providerId, startIdp } from './helpers.ts';

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

const OF_SAML = (Object.keys(catalogue) as RefusalName[]).filter(
  (name) => name.startsWith('idp.') && name !== 'idp.passive',
);

describe('SAML', () => {
  test.each(OF_SAML)('%s', async (name) => {
    const { error } = factsOf(name);
    const isOfUser = factsOf(name).at.places.length === 1 && factsOf(name).at.places[0] === 'idp';
    expect(await eventOf(name)).toMatchObject({
      errorCode: error,
      text: IDP_EVENTS[error as keyof typeof IDP_EVENTS],
      username: isOfUser ? 'ada@acme.example' : null,
      ssoType: 'SAML',
    });
  });

  test('a log-in that the org started', async () => {
    await using sf = await startIdp({ sloUrl: 'https://sp.acme.example/out', subjectType: 'UserId' });
    await logInTo(sf, `/idp/login?app=${await providerId(sf)}`);
    expect(await events(sf)).toEqual([
      {
        org: sf.orgs[0]?.id,
        id: expect.any(String),
        at: expect.any(String),
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
    ]);
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
    expect((await events(sf))[0]).toMatchObject({ username: ADA.username, initiatedBy: 'SP' });
    await logInTo(sf, url('ForceAuthn="1"'), browser);
    expect((await events(sf)).slice(0, 1)).toMatchObject([{ errorCode: 'Success', initiatedBy: 'SP' }]);
  });

  test('a fault of the server is an internal error', async () => {
    await using sf = await startIdp();
    const path = `/idp/login?app=${await providerId(sf)}`;
    sf.arm('server.unavailable', { where: { endpoint: 'idp' } });
    expect((await fetch(sf.url + path)).status).toBe(503);
    expect(await events(sf)).toEqual([]);
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
    expect(await events(sf, `?client_id=${app(sf, 'Web_Server').consumerKey}`)).toMatchObject([
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
    expect(await eventOf(name as RefusalName)).toMatchObject({ errorCode, ssoType: 'OpenID Connect' });
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
