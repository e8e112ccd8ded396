/** The app launcher: tiles on the home page, and AppMenuItem (setup-pages.md A.6). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Browser, type Walk } from '../../src/testing/browser.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import { app } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';
import { ADA, ENTITY, formOf, providerId, startIdp } from './helpers.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startIdp();
  await fetch(`${sf.url}/_fauxforce/apps/${app(sf, 'Admin_Approved').consumerKey}`, {
    method: 'PATCH',
    body: JSON.stringify({
      startUrl: 'https://app.acme.example/start',
      mobileStartUrl: 'https://m.acme.example',
    }),
  });
});
afterAll(async () => sf[Symbol.asyncDispose]());

async function home(username: string): Promise<{ browser: Browser; tiles: string[][] }> {
  const browser = new Browser();
  await browser.visit(`${sf.url}/`, { ...ADA, username });
  const walk: Walk = await browser.open(`${sf.url}/`);
  if (walk.callback !== undefined) throw new Error(walk.location);
  const links = walk.text.matchAll(/<li><a href="([^"]*)">([^<]*)<\/a><\/li>/g);
  return { browser, tiles: Array.from(links, ([, url = '', label = '']) => [label, url]) };
}

test('tiles start SAML apps and those that have a start URL, for who may use them', async () => {
  const { browser, tiles } = await home('ada@acme.example');
  const saml = `${sf.url}/idp/login?app=${(await providerId(sf)).slice(0, 15)}`;
  expect(tiles).toEqual([
    ['Admin Approved', 'https://app.acme.example/start'],
    ['Service Provider', saml],
  ]);
  expect(formOf(await browser.open(saml)).action).toBe(`${ENTITY}/acs`);
  expect((await home('grace@acme.example')).tiles).toEqual([]);
});

test('OpenID Connect is silent: a live session and admin approval leave nothing to ask', async () => {
  const { browser } = await home('ada@acme.example');
  const { consumerKey: client_id } = app(sf, 'Admin_Approved');
  const asked = {
    response_type: 'code',
    client_id,
    redirect_uri: 'http://localhost:3000/callback',
    scope: 'openid',
  };
  const before = browser.journalIds.length;
  const walk = await browser.open(`${sf.url}/services/oauth2/authorize?${new URLSearchParams(asked)}`);
  expect(walk.callback?.code).toMatch(/^aPrx/);
  expect(browser.journalIds.length - before).toBe(2);
});

test('AppMenuItem: what a tile shows, and whether this user may use it', async () => {
  const query = async (user: 'ada' | 'grace') => {
    const q =
      "SELECT Label, Name, Type, ApplicationId, StartUrl, MobileStartUrl, IsAccessible, IsUsingAdminAuthorization, IsVisible FROM AppMenuItem WHERE Name IN ('Admin_Approved', 'Service_Provider', 'Web_Server')";
    const token = await accessTokenFor(sf, {
      app: app(sf, 'Web_Server'),
      user: sf.users[user]!,
      scopes: 'api',
    });
    const answer = await fetch(`${sf.url}/services/data/v60.0/query?q=${encodeURIComponent(q)}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return ((await answer.json()) as { records: Record<string, unknown>[] }).records;
  };
  const found = await query('ada');
  expect(found.map(({ attributes: _, ...record }) => record)).toEqual([
    {
      Label: 'Web Server',
      Name: 'Web_Server',
      Type: 'ConnectedApplication',
      ApplicationId: app(sf, 'Web_Server').id,
      StartUrl: null,
      MobileStartUrl: null,
      IsAccessible: true,
      IsUsingAdminAuthorization: false,
      IsVisible: true,
    },
    {
      Label: 'Admin Approved',
      Name: 'Admin_Approved',
      Type: 'ConnectedApplication',
      ApplicationId: app(sf, 'Admin_Approved').id,
      StartUrl: 'https://app.acme.example/start',
      MobileStartUrl: 'https://m.acme.example',
      IsAccessible: true,
      IsUsingAdminAuthorization: true,
      IsVisible: true,
    },
    {
      Label: 'Service Provider',
      Name: 'Service_Provider',
      Type: 'ConnectedApplication',
      ApplicationId: app(sf, 'Service_Provider').id,
      StartUrl: `${sf.url}/idp/login?app=${(await providerId(sf)).slice(0, 15)}`,
      MobileStartUrl: null,
      IsAccessible: true,
      IsUsingAdminAuthorization: false,
      IsVisible: true,
    },
  ]);
  expect((await query('grace')).map(({ IsAccessible }) => IsAccessible)).toEqual([true, false, false]);
});
