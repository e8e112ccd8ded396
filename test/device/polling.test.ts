/** The device's side, byte for byte: authorize.md 7, token.md 10. */
import { describe, expect, it } from 'vitest';
import { demoOrgs } from '../../src/seed/demo.ts';
import { startFauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { app, members, postToken, refreshWith, send, user } from '../helpers/token.ts';
import { ADA, connect, DEVICE, logIn, poll, start } from './helpers.ts';

const fresh = freshServers();

const refused = (error: string, error_description: string) => ({
  status: 400,
  body: `{"error":"${error}","error_description":"${error_description}"}`,
});
const PENDING = refused('authorization_pending', 'end-user has not yet approved the device');
const SLOW_DOWN = refused('slow_down', 'polling too quickly for the token endpoint');
const FAILED = refused('invalid_grant', 'token exchange failed');
const INVALID = refused('invalid_request', 'invalid device code');

describe('start', () => {
  it('answers four members; the device code says who asked, from where, when and for which user code', async () => {
    const sf = await fresh();
    sf.clock.freeze();
    const { status, body, headers } = await postToken(sf, {
      response_type: 'device_code',
      client_id: DEVICE,
    });
    const { user_code, device_code } = members(body);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json;charset=UTF-8');
    expect(body).toBe(
      `{"user_code":"${user_code}","device_code":"${device_code}","interval":5,"verification_uri":"${sf.url}/setup/connect"}`,
    );
    expect(user_code).toMatch(/^[0-9A-Z]{8}$/);
    expect(Buffer.from(device_code ?? '', 'base64').toString()).toBe(
      `3MVG9Demo.Device;127.0.0.1;${sf.clock.now()};${user_code}`,
    );
  });

  it('reads multipart forms, as @salesforce/core sends them', async () => {
    const sf = await fresh();
    const body = new FormData();
    body.set('response_type', 'device_code');
    body.set('client_id', DEVICE);
    body.set('scope', 'refresh_token api');
    const answer = await fetch(`${sf.url}/services/oauth2/token`, { method: 'POST', body });
    expect(answer.status).toBe(200);
    expect(Object.keys((await answer.json()) as object)).toEqual([
      'user_code',
      'device_code',
      'interval',
      'verification_uri',
    ]);
  });

  it('sends the user to the host that was called', async () => {
    const sf = await fresh();
    const answer = await postToken(
      sf,
      { response_type: 'device_code', client_id: DEVICE },
      { host: 'acme.develop.my.salesforce.com' },
    );
    expect(members(answer.body).verification_uri).toBe(
      'https://acme.develop.my.salesforce.com/setup/connect',
    );
  });

  it.each([
    ['an unknown client', { client_id: '3MVG9x' }, refused('invalid_client_id', 'client identifier invalid')],
    ['no client', { client_id: '' }, refused('invalid_client_id', 'client identifier invalid')],
    ['a wrong secret', { client_secret: 'x' }, refused('invalid_client', 'invalid client credentials')],
    [
      'an app without the device flow',
      { client_id: '3MVG9Demo.Limited_Scope' },
      refused('invalid_grant', 'device flow is not enabled for the app'),
    ],
    [
      'an unknown scope',
      { scope: 'api magic' },
      refused('invalid_scope', 'the requested scope is not allowed'),
    ],
    [
      'a scope that the app lacks',
      { scope: 'openid' },
      refused('invalid_scope', 'the requested scope is not allowed'),
    ],
    [
      'another response_type',
      { response_type: 'code' },
      refused('unsupported_grant_type', 'grant type not supported'),
    ],
  ])('refuses %s', async (_what, changes, answer) => {
    const sf = await fresh();
    const parameters = { response_type: 'device_code', client_id: DEVICE, ...changes };
    expect(await postToken(sf, parameters)).toMatchObject(answer);
  });

  it('is no start when grant_type is sent: that counts', async () => {
    const sf = await fresh();
    const parameters = { response_type: 'device_code', grant_type: 'device', client_id: DEVICE };
    expect(await postToken(sf, parameters)).toMatchObject(INVALID);
  });

  it('refuses the 101st that waits, until ten minutes have passed', async () => {
    const sf = await fresh();
    const startOne = () => postToken(sf, { response_type: 'device_code', client_id: DEVICE });
    const answers = [];
    for (let i = 0; i < 101; i++) answers.push(await startOne());
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(100);
    expect(answers.at(-1)).toMatchObject(refused('server_error', 'too many pending device requests'));
    sf.clock.advance(10 * 60_000);
    expect((await startOne()).status).toBe(200);
  });
});

describe('polls', () => {
  it('are pending until the user allows; then they bring tokens', async () => {
    const sf = await fresh();
    const started = await start(sf);
    expect(await poll(sf, started)).toMatchObject(PENDING);
    sf.clock.advance(5_000);
    expect(await poll(sf, started)).toMatchObject(PENDING);
    await connect(sf, started);
    const { status, body } = await poll(sf, started);
    expect(status).toBe(200);
    const { access_token, refresh_token, signature, issued_at } = members(body);
    const id = `${sf.url}/id/00D5g000004AcmeEAC/${user(sf, 'ada').id}`;
    expect(body).toBe(
      `{"access_token":"${access_token}","refresh_token":"${refresh_token}","signature":"${signature}","scope":"refresh_token web api id","instance_url":"${sf.url}","id":"${id}","token_type":"Bearer","issued_at":"${issued_at}"}`,
    );
    const refreshed = await refreshWith(sf, 'Device', refresh_token ?? '');
    expect(refreshed.status).toBe(200);
    const userInfo = await send(sf, '/services/oauth2/userinfo', {
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect(userInfo.status).toBe(200);
  });

  it('must be five seconds apart; one that came too early does not put off the next', async () => {
    const sf = await fresh();
    sf.clock.freeze();
    const started = await start(sf);
    const answers = [];
    for (const wait of [0, 0, 4_999, 1, 3_000, 2_000]) {
      sf.clock.advance(wait);
      answers.push((await poll(sf, started)).body);
    }
    const [pending, slow] = [PENDING.body, SLOW_DOWN.body];
    expect(answers).toEqual([pending, slow, slow, pending, slow, pending]);
  });

  it('need not wait once the user has decided', async () => {
    const sf = await fresh();
    sf.clock.freeze();
    const started = await start(sf);
    await poll(sf, started);
    await connect(sf, started);
    expect((await poll(sf, started)).status).toBe(200);
  });

  it('of 200 at once, one is answered', async () => {
    const sf = await fresh();
    const started = await start(sf);
    await connect(sf, started);
    const answers = await Promise.all(Array.from({ length: 200 }, () => poll(sf, started)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const others = answers.filter(({ status }) => status !== 200);
    expect(new Set(others.map(({ body }) => body))).toEqual(new Set([FAILED.body]));
    expect(await sf.world.store.approvals.live(user(sf, 'ada').id, DEVICE)).toHaveLength(1);
  });

  it('hear that the user denied, as often as they ask', async () => {
    const sf = await fresh();
    const started = await start(sf);
    await connect(sf, started, { ...ADA, press: 'Deny' });
    const denied = refused('access_denied', 'end-user denied authorization');
    expect(await poll(sf, started)).toMatchObject(denied);
    expect(await poll(sf, started)).toMatchObject(denied);
  });

  it('fail after ten minutes, allowed or not', async () => {
    const sf = await fresh();
    sf.clock.freeze();
    const [allowed, waiting] = [await start(sf), await start(sf)];
    await connect(sf, allowed);
    sf.clock.advance(10 * 60_000);
    expect(await poll(sf, waiting)).toMatchObject(PENDING);
    sf.clock.advance(1);
    expect(await poll(sf, allowed)).toMatchObject(FAILED);
    expect(await poll(sf, waiting)).toMatchObject(FAILED);
  });

  it('fail once the user has revoked the approval', async () => {
    const sf = await fresh();
    const started = await start(sf);
    await connect(sf, started);
    const [approval] = await sf.world.store.approvals.live(user(sf, 'ada').id, DEVICE);
    await sf.world.store.approvals.revoke(approval?.row ?? 0, sf.clock.now());
    expect(await poll(sf, started)).toMatchObject(FAILED);
  });

  it.each([
    ['', INVALID],
    ['nonsense', INVALID],
    [Buffer.from('3MVG9Demo.Device;127.0.0.1;1;AAAAAAAA').toString('base64'), INVALID],
    [';;;', INVALID],
    ['%00\u0000', INVALID],
    ['A'.repeat(100_000), INVALID],
  ])('refuse the code %.20j', async (device_code, answer) => {
    const sf = await fresh();
    const started = await start(sf);
    expect(await poll(sf, { ...started, device_code })).toMatchObject(answer);
  });

  it('refuse a code that is not the one given out, byte for byte', async () => {
    const sf = await fresh();
    const started = await start(sf);
    await connect(sf, started);
    const text = Buffer.from(started.device_code, 'base64').toString();
    for (const changed of [
      text.replace('127.0.0.1', '127.0.0.2'),
      text.replace('Device', 'device'),
      `${text} `,
    ]) {
      const device_code = Buffer.from(changed).toString('base64');
      expect(await poll(sf, { ...started, device_code })).toMatchObject(INVALID);
    }
    expect(await poll(sf, { ...started, device_code: started.user_code })).toMatchObject(INVALID);
  });

  it('refuse another client, a redirect_uri that is not registered, and an app whose flow was switched off', async () => {
    const sf = await fresh({ demo: { apps: { Rotating: { isDeviceFlowEnabled: true } } } });
    const started = await start(sf);
    expect(await poll(sf, started, { client_id: app(sf, 'Rotating').consumerKey })).toMatchObject(INVALID);
    expect(await poll(sf, started, { redirect_uri: 'http://localhost:1/x' })).toMatchObject(
      refused('redirect_uri_mismatch', 'redirect_uri must match configuration'),
    );
    expect(await poll(sf, started, { client_id: app(sf, 'Limited_Scope').consumerKey })).toMatchObject(
      refused('invalid_grant', 'device flow is not enabled for the app'),
    );
  });

  it.each([
    ['api', '"scope":"api"', false],
    ['api refresh_token', '"scope":"refresh_token api"', true],
    ['id', '"scope":"id"', false],
  ])('bring a refresh token only with its scope: %s', async (scope, member, hasRefreshToken) => {
    const sf = await fresh();
    const { body } = await logIn(sf, { scope });
    expect(body).toContain(member);
    expect(body.includes('"refresh_token":')).toBe(hasRefreshToken);
  });

  it('bring an ID token with openid', async () => {
    const sf = await fresh({
      demo: { apps: { Device: { scopes: ['api', 'openid', 'refresh_token'] } } },
    });
    const { body } = await logIn(sf);
    expect(Object.keys(members(body))).toEqual([
      'access_token',
      'refresh_token',
      'signature',
      'scope',
      'id_token',
      'instance_url',
      'id',
      'token_type',
      'issued_at',
    ]);
  });

  it('refuse a user whose profile was bound to other addresses after the click on Allow', async () => {
    const sf = await fresh();
    const started = await start(sf);
    await connect(sf, started);
    const loginIpRanges = [{ start: '10.0.0.1', end: '10.0.0.9' }];
    await sf.world.image.replaceSeed(
      await demoOrgs({ profiles: { 'System Administrator': { loginIpRanges } } }),
    );
    expect(await poll(sf, started)).toMatchObject(refused('invalid_grant', 'ip restricted'));
  });
});

it('outlives a restart: a started device is allowed and polled on another server of the same store', async () => {
  const { mkdtempSync, rmSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const folder = mkdtempSync(`${tmpdir()}/fauxforce-device-`);
  try {
    const store = `${folder}/state.db`;
    const first = await startFauxforce({ store });
    const started = await start(first);
    await first[Symbol.asyncDispose]();
    await using second = await startFauxforce({ store });
    await connect(second, started);
    expect((await poll(second, started)).status).toBe(200);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
