/** PlatformCLI is in every org: what one org says of it counts for its own users, and for nobody else's. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Org } from '../../src/org/model.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { members, postToken, send } from '../helpers/token.ts';
import { lab } from '../lab/helpers.ts';

const CLI = 'PlatformCLI';
const REDIRECT = 'http://localhost:1717/OauthRedirect';
/** Of org Globex, which comes second. */
const LIN = 'lin@globex.example';
const ADA = 'ada@acme.example';

let sf: Fauxforce;
let acme: Org;
let globex: Org;
beforeEach(async () => {
  sf = await startFauxforce({ demo: { secondOrg: true } });
  [acme, globex] = sf.orgs as [Org, Org];
});
afterEach(() => sf[Symbol.asyncDispose]());

const patch = (org: Org, body: object) => lab(sf, 'PATCH', `/apps/${CLI}?org=${org.id}`, body);

function authorize(user: string) {
  return sf.login({ app: sf.apps.PlatformCLI!, user, redirect_uri: REDIRECT });
}

async function logIn(user: string) {
  const { code = '' } = await authorize(user);
  const form = { grant_type: 'authorization_code', client_id: CLI, redirect_uri: REDIRECT, code };
  return members((await postToken(sf, form)).body);
}

const refresh = async ({ refresh_token = '' }: Record<string, string>) =>
  members((await postToken(sf, { grant_type: 'refresh_token', client_id: CLI, refresh_token })).body);

const restStatus = async ({ access_token }: Record<string, string>) =>
  (await send(sf, '/services/data/v60.0/limits', { headers: { authorization: `Bearer ${access_token}` } }))
    .status;

describe.each([
  ['the first org', ADA, LIN, () => acme],
  ['the second', LIN, ADA, () => globex],
])('in %s', (_, mine, others, org) => {
  it('blocked, it is blocked there alone, and its sessions have ended', async () => {
    const [own, foreign] = [await logIn(mine), await logIn(others)];
    await patch(org(), { state: 'blocked' });
    expect(await refresh(own)).toMatchObject({ error: 'app_blocked' });
    expect(await restStatus(own)).toBe(401);
    expect(await authorize(mine)).toMatchObject({ error: 'OAUTH_APP_BLOCKED' });
    expect(await refresh(foreign)).toHaveProperty('access_token');
    expect(await restStatus(foreign)).toBe(200);
    expect(await logIn(others)).toHaveProperty('access_token');

    await patch(org(), { state: 'installed' });
    expect(await restStatus(own)).toBe(401);
    expect(await restStatus(await refresh(own))).toBe(200);
  });

  it('may want PKCE, there alone', async () => {
    await patch(org(), { isPkceRequired: true });
    expect(await authorize(mine)).toMatchObject({
      error: 'invalid_request',
      error_description: 'missing required code challenge',
    });
    expect(await logIn(others)).toHaveProperty('access_token');
  });

  it('is not known until it has propagated, there alone', async () => {
    const own = await logIn(mine);
    const createdAt = `${new Date(sf.clock.now()).toISOString().slice(0, 19)}Z`;
    await patch(org(), { propagationDelay: 10, createdAt });
    expect(await refresh(own)).toMatchObject({ error: 'invalid_client_id' });
    await expect(authorize(mine)).rejects.toThrow('invalid_client_id');
    expect(await logIn(others)).toHaveProperty('access_token');
  });

  it('takes the callbacks of that org', async () => {
    await patch(org(), { callbackUrls: ['http://localhost:9999/cb'] });
    await expect(authorize(mine)).rejects.toThrow('redirect_uri');
    expect(await logIn(others)).toHaveProperty('access_token');
    const { code } = await sf.login({
      app: sf.apps.PlatformCLI!,
      user: mine,
      redirect_uri: 'http://localhost:9999/cb',
    });
    expect(code).toBeDefined();
  });

  it('has its own device flow', async () => {
    await patch(org(), { isDeviceFlowEnabled: false });
    for (const [user, answer] of [
      [mine, { error: 'invalid_grant', error_description: 'device flow is not enabled for the app' }],
      [others, { token_type: 'Bearer' }],
    ] as const) {
      const started = members((await postToken(sf, { response_type: 'device_code', client_id: CLI })).body);
      const found = sf.world.orgs.userByUsername(user)!;
      const row = sf.world.userCodes.read(started.user_code ?? '') ?? 0;
      await sf.world.store.deviceCodes.approve(row, sf.clock.now(), {
        orgId: found.org.id,
        userId: found.user.id,
        issuer: sf.url,
        scopes: 'api',
      });
      const form = { grant_type: 'device', client_id: CLI, code: started.device_code ?? '' };
      expect(members((await postToken(sf, form)).body)).toMatchObject(answer);
    }
  });
});

it('is patched in an org that is named', async () => {
  expect(await lab(sf, 'PATCH', `/apps/${CLI}`, { state: 'blocked' })).toEqual({
    status: 400,
    body: { error: 'PlatformCLI is in every org: say in which it changes with ?org=<id>' },
  });
});
