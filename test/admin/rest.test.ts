/** What admins see over REST: sObjects, and the Connect twin of Connected Apps OAuth Usage (identity-and-resources.md 11). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { app, send, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';
import { ADA, GRACE, startAcme } from '../identity/acme.ts';
import { canRefresh, logInTo } from './helpers.ts';

const V = '/services/data/v64.0';
const MORNING = Date.parse('2027-03-01T08:00:00Z');

let sf: Fauxforce;
let tokens: Record<string, string>;

beforeAll(async () => {
  sf = await startAcme({ apps: { Web_Server: { description: 'Orders' } } });
  sf.clock.freeze();
  sf.clock.set(MORNING);
  const { refresh_token } = await logInTo(sf, 'Web_Server');
  sf.clock.advance(60_000);
  await logInTo(sf, 'Web_Server', 'grace');
  await canRefresh(sf, 'Web_Server', refresh_token);
  await fetch(`${sf.url}/`, {
    method: 'POST',
    body: new URLSearchParams({ un: 'grace@acme.example', pw: 'wrong' }),
  });
  const tokenOf = (name: string) =>
    accessTokenFor(sf, { app: app(sf, 'PlatformCLI'), user: user(sf, name), scopes: 'api' });
  tokens = { ada: await tokenOf('ada'), grace: await tokenOf('grace') };
});
afterAll(() => sf[Symbol.asyncDispose]());

async function get<Body>(path: string, as = 'ada'): Promise<{ status: number; body: Body; text: string }> {
  const { status, body } = await send(sf, path, { headers: { authorization: `Bearer ${tokens[as]}` } });
  return { status, body: JSON.parse(body) as Body, text: body };
}

type Records = readonly Readonly<Record<string, unknown>>[];

async function query(soql: string, as?: string): Promise<Records> {
  const { status, body, text } = await get<{ records: Records }>(
    `${V}/query?q=${encodeURIComponent(soql)}`,
    as,
  );
  expect(status, text).toBe(200);
  return body.records;
}

describe('OauthToken', () => {
  const SOQL =
    'select Id, AppName, CreatedDate, LastUsedDate, UseCount, UserId, AppMenuItemId from OauthToken order by CreatedDate';

  test('shows an administrator the approvals of everybody', async () => {
    const attributes = { type: 'OauthToken', url: `${V}/sobjects/OauthToken/000000000000000AAA` };
    const AppMenuItemId = expect.stringMatching(/^0DSFF0\w{12}$/);
    expect(await query(SOQL)).toEqual([
      {
        attributes,
        Id: null,
        AppName: 'Web Server',
        CreatedDate: '2027-03-01T08:00:00.000+0000',
        LastUsedDate: '2027-03-01T08:01:00.000+0000',
        UseCount: 2,
        UserId: ADA,
        AppMenuItemId,
      },
      {
        attributes,
        Id: null,
        AppName: 'Web Server',
        CreatedDate: '2027-03-01T08:01:00.000+0000',
        LastUsedDate: '2027-03-01T08:01:00.000+0000',
        UseCount: 1,
        UserId: GRACE,
        AppMenuItemId,
      },
    ]);
  });

  test('shows anybody else their own', async () => {
    expect((await query(SOQL, 'grace')).map(({ UserId }) => UserId)).toEqual([GRACE]);
    expect(await query(`select UserId from OauthToken where UserId = '${ADA}'`, 'grace')).toEqual([]);
  });

  test('is no record that can be fetched by an id, written or deleted', async () => {
    expect((await get(`${V}/sobjects/OauthToken/000000000000000AAA`)).status).toBe(404);
    const refused = await send(sf, `${V}/sobjects/OauthToken/000000000000000AAA`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${tokens.ada}` },
    });
    expect(refused.status).toBe(405);
  });
});

describe('LoginHistory', () => {
  test('shows log-ins with their status', async () => {
    const records = await query(
      "select Application, LoginType, LoginSubType, Status, SourceIp, OptionsIsPost, UserId, LoginTime from LoginHistory where Status != 'Success'",
    );
    expect(records).toEqual([
      {
        attributes: expect.objectContaining({ type: 'LoginHistory' }),
        Application: 'Browser',
        LoginType: 'Application',
        LoginSubType: 'UsernamePasswordUiLogin',
        Status: 'Invalid Password',
        SourceIp: '127.0.0.1',
        OptionsIsPost: true,
        UserId: GRACE,
        LoginTime: '2027-03-01T08:01:00.000+0000',
      },
    ]);
  });

  test('shows anybody but an administrator their own', async () => {
    const ofUsers = (records: Records) => new Set(records.map(({ UserId }) => UserId));
    const soql = 'select UserId from LoginHistory';
    expect(ofUsers(await query(soql))).toEqual(new Set([ADA, GRACE]));
    expect(ofUsers(await query(soql, 'grace'))).toEqual(new Set([GRACE]));
  });

  test('has records: /sobjects/LoginHistory/', async () => {
    const [row] = await query('select Id from LoginHistory');
    expect(row?.Id).toMatch(/^0YaFF0\w{12}$/);
    const { body } = await get(`${V}/sobjects/LoginHistory/${row?.Id}`);
    expect(body).toMatchObject({ Id: row?.Id, LoginType: 'Application', CipherSuite: null });
    expect((await get(`${V}/sobjects/LoginHistory/${row?.Id}`, 'grace')).status).toBe(200);
    const [hers] = await query(`select Id from LoginHistory where UserId = '${ADA}'`);
    expect((await get(`${V}/sobjects/LoginHistory/${hers?.Id}`, 'grace')).status).toBe(404);
  });
});

test('ConnectedApplication has the policies of Connected Apps, and no consumer key', async () => {
  const records = await query(
    'select Name, OptionsAllowAdminApprovedUsersOnly, RefreshTokenValidityPeriod from ConnectedApplication order by Name',
  );
  expect(records).toContainEqual({
    attributes: expect.objectContaining({ type: 'ConnectedApplication' }),
    Name: 'Admin Approved',
    OptionsAllowAdminApprovedUsersOnly: true,
    RefreshTokenValidityPeriod: null,
  });
  // An External Client App is none.
  expect(records.map(({ Name }) => Name)).not.toContain('Web Server PKCE');
  const all = await get(`${V}/sobjects/ConnectedApplication/${app(sf, 'Web_Server').id}`);
  expect(all.text).not.toContain(app(sf, 'Web_Server').consumerKey);
});

describe('/apps/oauth/usage', () => {
  const URL = `${V}/apps/oauth/usage`;

  test('lists apps, page by page', async () => {
    const { id } = app(sf, 'Web_Server');
    const { text } = await get(`${URL}?page=0&pageSize=1`);
    expect(text).toMatch(/^\{"apps":\[\{"accessTokenFormat":"opaque","availableActions":"disable, enable",/);
    const all = (await get<{ apps: Records; nextPageUrl: unknown; currentPageUrl: string }>(URL)).body;
    expect(all).toMatchObject({ currentPageUrl: `${URL}?page=0&pageSize=100`, nextPageUrl: null });
    expect(all.apps).toContainEqual({
      accessTokenFormat: 'opaque',
      availableActions: 'disable, enable',
      description: 'Orders',
      developerName: 'Web_Server',
      identifier: id,
      isFromPackage: false,
      usageDetailsUrl: `${URL}/${id}/users`,
    });
    const first = (await get<{ apps: Records; nextPageUrl: string }>(`${URL}?pageSize=1`)).body;
    expect(first.nextPageUrl).toBe(`${URL}?page=1&pageSize=1`);
    const second = (await get<{ apps: Records; nextPageUrl: unknown }>(first.nextPageUrl)).body;
    expect([...first.apps, ...second.apps]).toEqual(all.apps);
    expect(second.nextPageUrl).toBeNull();
  });

  test('then the users of an app, then the approvals of a user', async () => {
    const { id } = app(sf, 'Web_Server');
    const users = (await get<{ users: Records }>(`${URL}/${id}/users`)).body.users;
    expect(users).toContainEqual({
      accessTokenFormat: 'opaque',
      appDeveloperName: 'Web_Server',
      appIdentifier: id,
      initialConnectionAt: '2027-03-01T08:00:00.000Z',
      lastUsedAt: '2027-03-01T08:01:00.000Z',
      revocationUrl: `${URL}/${id}/${ADA}/tokens`,
      useCount: 2,
      userIdentifier: ADA,
      username: 'ada@acme.example',
    });
    const { body } = await get<{ tokens: Records }>(`${URL}/${id.slice(0, 15)}/${GRACE}/tokens`);
    expect(body).toEqual({
      currentPageUrl: `${URL}/${id}/${GRACE}/tokens`,
      tokens: [
        expect.objectContaining({
          revocationUrl: expect.stringMatching(/\/usage\/tokens\/0CQFF0\w{12}$/),
          useCount: 1,
          username: 'grace@acme.example',
        }),
      ],
    });
  });

  test('shows anybody but an administrator their own, and 404 for the rest', async () => {
    const { id } = app(sf, 'Web_Server');
    const { users } = (await get<{ users: Records }>(`${URL}/${id}/users`, 'grace')).body;
    expect(users.map(({ username }) => username)).toEqual(['grace@acme.example']);
    expect((await get(`${URL}/${id}/${ADA}/tokens`, 'grace')).text).toBe(
      '[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]',
    );
    expect((await get(`${URL}/0H4000000000001AAA/users`)).status).toBe(404);
  });
});
