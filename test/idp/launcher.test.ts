/** The app launcher: tiles on the home page, and AppMenuItem (setup-pages.md A.6). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Browser, type Walk } from '../../src/testing/browser.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import { app } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';
import { expectRow } from '../rows/expect-row.ts';
import type { RowId } from '../rows/row.ts';
import { ADA, ENTITY, formOf, providerId, startIdp } from './helpers.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startIdp();
  await fetch(`${sf.url}/_fauxforce/apps/${app(sf, 'Admin_Approved').consumerKey}`, {
    method: 'PATCH',
    body: JSON.stringify({
      startUrl: 'https://app.acme.example/start',
      mobileStartUrl: 'https://m.acme.example',
      description: 'for admins',
      iconUrl: 'https://i.example/i.png',
      logoUrl: 'https://i.example/l.png',
      infoUrl: 'https://i.example',
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
  expectRow(
    'setup-pages A.1/start-url',
    { status: 200, headers: {}, body: tiles.map((tile) => tile.join(' ')).join('\n') },
    200,
    `Admin Approved https://app.acme.example/start\nService Provider ${saml}`,
  );
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
  const [callback = '', query = ''] = (walk.callback === undefined ? '' : walk.location).split('?');
  expectRow(
    ['setup-pages A.6/oidc', 'setup-pages A.6/no-third-party'],
    { status: 302, headers: { callback }, body: query },
    302,
    /^code=aPrx(?:\w|\.)+(?:%3D){2}$/,
    { callback: 'http://localhost:3000/callback' },
  );
  expect(browser.journalIds.length - before).toBe(2);
});

test('AppMenuItem: what a tile shows, and whether this user may use it', async () => {
  const get = async (user: 'ada' | 'grace', fields: string) => {
    const q = `SELECT ${fields} FROM AppMenuItem WHERE Name IN ('Admin_Approved', 'Service_Provider', 'Web_Server') ORDER BY SortOrder`;
    const token = await accessTokenFor(sf, {
      app: app(sf, 'Web_Server'),
      user: sf.users[user]!,
      scopes: 'api',
    });
    const answer = await fetch(`${sf.url}/services/data/v60.0/query?q=${encodeURIComponent(q)}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { records } = (await answer.json()) as { records: Record<string, unknown>[] };
    const rows = records.map(({ attributes: _, ...record }) => Object.values(record).join(' '));
    return { status: answer.status, headers: {}, body: rows.join('\n') };
  };
  const saml = `${sf.url}/idp/login?app=${(await providerId(sf)).slice(0, 15)}`;
  const id = (name: string) => app(sf, name).id;
  const position = (name: string) => sf.orgs[0]!.apps.findIndex((one) => one.name === name) + 1;
  const shows = async (
    row: RowId | readonly RowId[],
    fields: string,
    body: readonly string[],
    user: 'ada' | 'grace' = 'ada',
  ) => expectRow(row, await get(user, fields), 200, body.join('\n'));
  await shows('setup-pages A.6/type', 'Type, ApplicationId, Name, Label', [
    `ConnectedApplication ${id('Web_Server')} Web_Server Web Server`,
    `ConnectedApplication ${id('Admin_Approved')} Admin_Approved Admin Approved`,
    `ConnectedApplication ${id('Service_Provider')} Service_Provider Service Provider`,
  ]);
  await shows('setup-pages A.6/texts', 'Name, Description, IconUrl, LogoUrl, InfoUrl', [
    'Web_Server    ',
    'Admin_Approved for admins https://i.example/i.png https://i.example/l.png https://i.example',
    'Service_Provider    ',
  ]);
  await shows(
    ['setup-pages A.6/start-url', 'setup-pages A.6/saml-start-url'],
    'Name, StartUrl, MobileStartUrl',
    [
      'Web_Server  ',
      'Admin_Approved https://app.acme.example/start https://m.acme.example',
      `Service_Provider ${saml} `,
    ],
  );
  const accessible = (word: boolean) => [
    `Web_Server true`,
    `Admin_Approved ${word}`,
    `Service_Provider ${word}`,
  ];
  await shows('setup-pages A.6/accessible', 'Name, IsAccessible', accessible(true));
  await shows('setup-pages A.6/accessible', 'Name, IsAccessible', accessible(false), 'grace');
  await shows('setup-pages A.6/admin', 'Name, IsUsingAdminAuthorization', [
    'Web_Server false',
    'Admin_Approved true',
    'Service_Provider false',
  ]);
  const names = ['Web_Server', 'Admin_Approved', 'Service_Provider'];
  await shows(
    'setup-pages A.6/visible',
    'Name, IsVisible, IsRegisteredDeviceOnly',
    names.map((name) => `${name} true false`),
  );
  await shows(
    'setup-pages A.6/order',
    'Name, SortOrder, UserSortOrder',
    names.map((name) => `${name} ${position(name)} `),
  );
  await shows(
    'setup-pages A.6/canvas',
    'Name, CanvasEnabled, CanvasAccessMethod, CanvasUrl, MobilePlatform',
    names.map((name) => `${name} false   `),
  );
});
