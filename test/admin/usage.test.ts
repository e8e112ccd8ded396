/** Connected Apps OAuth Usage: which app, who, since when, how often; revoked and blocked (identity-and-resources.md 11, model.md 4.5). */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { App } from '../../src/org/model.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import * as device from '../device/helpers.ts';
import { freshServers } from '../helpers/fresh.ts';
import { makeJwt } from '../helpers/jwt.ts';
import { codeExchange, members, postToken, refreshWith } from '../helpers/token.ts';
import { lab } from '../lab/helpers.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import {
  type Approval,
  approvals,
  canRefresh,
  clientCredentials,
  isAlive,
  keyOf,
  logInTo,
  usage,
} from './helpers.ts';

const fresh = freshServers();

const MORNING = Date.parse('2027-03-01T08:00:00Z');
const HOUR = 3_600_000;
const folder = temporaryFolder();

describe('an uninstalled app', () => {
  const demo = { apps: { Web_Server: { state: 'uninstalled' } } };
  const seen = async (sf: Fauxforce, query = '') =>
    (await usage(sf, query)).map(({ app, state, user_count, use_count, refused_count }) => [
      app,
      state,
      user_count,
      use_count,
      refused_count,
    ]);

  test('is in the list when it was refused, until it is installed', async () => {
    const sf = await fresh({ demo });
    expect(await seen(sf)).toEqual([]);
    for (let i = 0; i < 2; i++) {
      await expect(sf.login({ app: 'Web_Server', user: 'grace' })).rejects.toThrow('app+must+be+installed');
    }
    const refused = ['Web_Server', 'uninstalled', 0, 0, 2];
    expect(await seen(sf)).toEqual([refused]);
    expect(await seen(sf, `?client_id=${keyOf(sf, 'Web_Server')}`)).toEqual([refused]);
    expect(await seen(sf, `?client_id=${keyOf(sf, 'Device')}`)).toEqual([]);
    expect(await seen(sf, '?username=grace@acme.example')).toEqual([]);
    await logInTo(sf, 'Web_Server');
    expect(await seen(sf)).toEqual([['Web_Server', 'uninstalled', 1, 1, 2]]);
    await lab(sf, 'PATCH', `/apps/${keyOf(sf, 'Web_Server')}`, { state: 'installed' });
    expect(await seen(sf)).toEqual([['Web_Server', 'installed', 1, 1, undefined]]);
  });

  const code_challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
  const logInByJwt = (sf: Fauxforce) => {
    const exp = Math.floor(sf.clock.now() / 1000) + 180;
    const claims = { iss: keyOf(sf, 'JWT_Bearer'), sub: 'ada@acme.example', aud: sf.url, exp };
    const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    return postToken(sf, { grant_type, assertion: makeJwt({ claims }) });
  };
  test.each<[refusal: string, name: string, kind: App['kind'], logIn: (sf: Fauxforce) => Promise<unknown>]>([
    [
      'authorize.external-app-not-installed',
      'Web_Server',
      'externalClientApp',
      (sf) => sf.login({ app: 'Web_Server', user: 'ada', code_challenge }).catch(() => undefined),
    ],
    [
      'device.app-not-installed',
      'Device',
      'connectedApp',
      async (sf) => device.connect(sf, await device.start(sf)),
    ],
    ['app.not-installed', 'JWT_Bearer', 'externalClientApp', logInByJwt],
  ])('is in the list after %s', async (refusal, name, kind, logIn) => {
    const sf = await fresh({ demo: { apps: { [name]: { kind, state: 'uninstalled' } } } });
    await logIn(sf);
    expect(sf.journal.last({ outcome: 'refused' })?.refusal?.name).toBe(refusal);
    expect(await seen(sf)).toEqual([[name, 'uninstalled', 0, 0, 1]]);
  });

  test("is in that of the user's org", async () => {
    const sf = await fresh({ demo: { secondOrg: true } });
    await expect(sf.login({ app: 'Web_Server', user: 'lin' })).rejects.toThrow();
    const globex = sf.orgs.find(({ name }) => name === 'Globex');
    const [listed] = await usage(sf);
    expect(listed).toMatchObject({ org: globex?.id, app: 'Web_Server', user_count: 0, refused_count: 1 });
    expect(await usage(sf, `?org=${sf.orgs[0]?.id}`)).toEqual([]);
  });
});

describe('GET /usage', () => {
  test('counts log-ins with and without a refresh token, by app and by user', async () => {
    const sf = await fresh();
    sf.clock.freeze();
    sf.clock.set(MORNING);
    const { refresh_token } = await logInTo(sf, 'Web_Server');
    await clientCredentials(sf);
    sf.clock.advance(HOUR);
    await logInTo(sf, 'Web_Server', 'grace');
    await clientCredentials(sf);
    sf.clock.advance(HOUR);
    await canRefresh(sf, 'Web_Server', refresh_token);

    expect(await usage(sf)).toEqual([
      {
        org: '00D5g000004AcmeEAC',
        client_id: keyOf(sf, 'Web_Server'),
        app: 'Web_Server',
        label: 'Web Server',
        state: 'installed',
        user_count: 2,
        use_count: 3,
      },
      {
        org: '00D5g000004AcmeEAC',
        client_id: keyOf(sf, 'Client_Credentials'),
        app: 'Client_Credentials',
        label: 'Client Credentials',
        state: 'installed',
        user_count: 1,
        use_count: 2,
      },
    ]);
    const [used, ...others] = await usage(sf, `?client_id=${keyOf(sf, 'Web_Server')}`);
    expect(others).toEqual([]);
    expect(used?.users).toEqual([
      {
        username: 'ada@acme.example',
        first_used_at: '2027-03-01T08:00:00.000Z',
        last_used_at: '2027-03-01T10:00:00.000Z',
        use_count: 2,
      },
      {
        username: 'grace@acme.example',
        first_used_at: '2027-03-01T09:00:00.000Z',
        last_used_at: '2027-03-01T09:00:00.000Z',
        use_count: 1,
      },
    ]);
    expect(
      (await usage(sf, '?username=grace@acme.example')).map(({ app, use_count }) => [app, use_count]),
    ).toEqual([['Web_Server', 1]]);
  });

  test('goes on counting what has expired, and none of what was revoked', async () => {
    const sf = await fresh();
    const pair = await logInTo(sf, 'Web_Server');
    await clientCredentials(sf);
    sf.clock.advance(48 * HOUR);
    expect((await usage(sf)).map(({ app, use_count }) => [app, use_count])).toEqual([
      ['Client_Credentials', 1],
      ['Web_Server', 1],
    ]);
    await lab(sf, 'DELETE', `/approvals?client_id=${keyOf(sf, 'Client_Credentials')}`);
    const [{ id }] = (await approvals(sf)) as readonly [Approval];
    await lab(sf, 'DELETE', `/approvals/${id}`);
    expect(await usage(sf)).toEqual([]);
    expect(await isAlive(sf, pair.access_token)).toBe(false);
  });

  test('refuses an org that is not there and a name that nobody has', async () => {
    const sf = await fresh();
    expect((await lab(sf, 'GET', '/usage?org=00D000000000001')).status).toBe(404);
    expect((await lab(sf, 'GET', '/usage?username=nobody@acme.example')).status).toBe(400);
    expect((await lab(sf, 'GET', '/usage?limit=1')).status).toBe(400);
  });

  test('is there after a restart', async () => {
    const store = join(folder(), 'usage.db');
    let refreshToken: string;
    let before: unknown;
    {
      await using sf = await startFauxforce({ store });
      refreshToken = (await logInTo(sf, 'Web_Server')).refresh_token;
      await clientCredentials(sf);
      before = [await usage(sf), await approvals(sf)];
    }
    await using sf = await startFauxforce({ store });
    expect([await usage(sf), await approvals(sf)]).toEqual(before);
    expect(await canRefresh(sf, 'Web_Server', refreshToken)).toBe(true);
    expect(await usage(sf, '?username=ada@acme.example')).toMatchObject([
      { app: 'Web_Server', use_count: 2 },
    ]);
  });
});

describe('blocking an app', () => {
  const block = (sf: Parameters<typeof keyOf>[0], state: string) =>
    lab(sf, 'PATCH', `/apps/${keyOf(sf, 'Web_Server')}`, { state });

  test('ends its sessions and refuses new ones; what users allowed stays for the day it is unblocked', async () => {
    const sf = await fresh();
    const { access_token, refresh_token } = await logInTo(sf, 'Web_Server');
    expect((await block(sf, 'blocked')).status).toBe(200);

    expect(await isAlive(sf, access_token)).toBe(false);
    expect((await refreshWith(sf, 'Web_Server', refresh_token)).body).toBe(
      '{"error":"app_blocked","error_description":"this app is blocked by admin"}',
    );
    expect(members((await postToken(sf, await codeExchange(sf, { app: 'Web_Server' }))).body)).toMatchObject({
      error: 'app_blocked',
    });
    expect(await usage(sf)).toMatchObject([
      { app: 'Web_Server', state: 'blocked', user_count: 1, use_count: 1 },
    ]);

    await block(sf, 'installed');
    expect(await isAlive(sf, access_token)).toBe(false);
    expect(await canRefresh(sf, 'Web_Server', refresh_token)).toBe(true);
    expect(await usage(sf)).toMatchObject([{ state: 'installed', use_count: 2 }]);
  });

  test('keeps an app in the list that nobody uses any more', async () => {
    const sf = await fresh();
    await block(sf, 'blocked');
    expect(await usage(sf)).toMatchObject([
      { app: 'Web_Server', state: 'blocked', user_count: 0, use_count: 0 },
    ]);
    expect(await usage(sf, '?username=ada@acme.example')).toEqual([]);
    expect(await usage(sf, `?client_id=${keyOf(sf, 'Rotating')}`)).toEqual([]);
  });
});
