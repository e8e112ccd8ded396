/** Scenarios that happen to an org: the first request is refused on command, the later ones because of what happened. */
import { describe, expect, it } from 'vitest';
import type { RefusalName } from '../../src/refusals/catalogue.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { makeJwt } from '../helpers/jwt.ts';
import { codeExchange, credentials, members, postToken, refreshWith, send } from '../helpers/token.ts';
import { lab } from './helpers.ts';

const fresh = freshServers();

const BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const DEAD = '[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]';

async function tokensOf(sf: Fauxforce, user = 'ada', app = 'Web_Server') {
  return members((await postToken(sf, await codeExchange(sf, { app, user }))).body);
}

function call(sf: Fauxforce, { access_token }: Record<string, string>) {
  return send(sf, '/services/data/v60.0/limits', { headers: { authorization: `Bearer ${access_token}` } });
}

const refresh = (sf: Fauxforce, { refresh_token = '' }: Record<string, string>) =>
  refreshWith(sf, 'Web_Server', refresh_token);

/** The refusal of the newest request, and whether it was armed. */
function refused(sf: Fauxforce): [RefusalName | undefined, 'armed' | 'real'] {
  const refusal = sf.journal.last()?.refusal;
  return [refusal?.name, refusal?.armed === undefined ? 'real' : 'armed'];
}

describe('revoked-by-admin', () => {
  it('ends all tokens of the user and the app, until the next log-in', async () => {
    const sf = await fresh();
    const [first, second] = [await tokensOf(sf), await tokensOf(sf)];
    const grace = await tokensOf(sf, 'grace');
    sf.arm({ scenario: 'revoked-by-admin', where: { username: 'ada@acme.example' } });
    expect((await call(sf, grace)).status).toBe(200);
    expect(await call(sf, first)).toMatchObject({ status: 401, body: DEAD });
    expect(refused(sf)).toEqual(['rest.dead-token', 'armed']);
    expect(sf.journal.last()?.armed).toEqual({ id: 'f1', what: 'revoked-by-admin' });

    for (const tokens of [first, second]) {
      expect((await call(sf, tokens)).status).toBe(401);
      expect(refused(sf)).toEqual(['rest.dead-token', 'real']);
      expect((await refresh(sf, tokens)).status).toBe(400);
      expect(refused(sf)).toEqual(['refresh.revoked', 'real']);
    }
    expect((await refresh(sf, grace)).status).toBe(200);
    const again = await tokensOf(sf);
    expect((await call(sf, again)).status).toBe(200);
    expect((await refresh(sf, again)).status).toBe(200);
  });

  it('may be found out by a refresh, or by userinfo', async () => {
    const sf = await fresh();
    const tokens = await tokensOf(sf);
    sf.arm({ scenario: 'revoked-by-admin' });
    expect((await refresh(sf, tokens)).status).toBe(400);
    expect(refused(sf)).toEqual(['refresh.revoked', 'armed']);
    expect((await call(sf, tokens)).status).toBe(401);
    expect(refused(sf)).toEqual(['rest.dead-token', 'real']);

    sf.arm({ scenario: 'revoked-by-admin' });
    const { access_token } = await tokensOf(sf);
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await send(sf, '/services/oauth2/userinfo', { headers })).status).toBe(403);
    expect(refused(sf)).toEqual(['identity.bad-token', 'armed']);
  });
});

describe('sixth-login-evicts-first', () => {
  it('ends the approval of that refresh token, and no other', async () => {
    const sf = await fresh();
    const [first, second] = [await tokensOf(sf), await tokensOf(sf)];
    sf.arm({ scenario: 'sixth-login-evicts-first' });
    expect((await refresh(sf, first)).body).toBe(
      '{"error":"invalid_grant","error_description":"expired access/refresh token"}',
    );
    expect((await refresh(sf, first)).status).toBe(400);
    expect(refused(sf)).toEqual(['refresh.revoked', 'real']);
    expect((await call(sf, first)).status).toBe(401);
    expect((await refresh(sf, second)).status).toBe(200);
  });
});

describe('expired-mid-call', () => {
  it('ends that access token; the refresh brings another', async () => {
    const sf = await fresh();
    const tokens = await tokensOf(sf);
    sf.arm({ scenario: 'expired-mid-call' });
    expect((await call(sf, tokens)).status).toBe(401);
    expect((await call(sf, tokens)).status).toBe(401);
    expect(refused(sf)).toEqual(['rest.dead-token', 'real']);
    expect((await call(sf, members((await refresh(sf, tokens)).body))).status).toBe(200);
  });
});

describe('login-rate-exceeded', () => {
  it('fills the hour of that user, on every way in', async () => {
    const sf = await fresh();
    const tokens = await tokensOf(sf);
    const grace = await tokensOf(sf, 'grace');
    sf.arm({ scenario: 'login-rate-exceeded' });
    expect((await refresh(sf, tokens)).body).toBe(
      '{"error":"invalid_grant","error_description":"login rate exceeded"}',
    );
    expect(refused(sf)).toEqual(['user.login-rate', 'armed']);
    await postToken(sf, await codeExchange(sf, { app: 'Web_Server' }));
    expect(refused(sf)).toEqual(['user.login-rate', 'real']);
    await expect(sf.login({ app: 'Web_Server', user: 'ada' })).rejects.toThrow('Login');
    expect(sf.journal.entries({ refusal: 'login.rate' })).toHaveLength(1);
    expect((await refresh(sf, grace)).status).toBe(200);
    expect((await call(sf, tokens)).status).toBe(200);

    sf.clock.advance(59 * 60_000);
    expect((await refresh(sf, tokens)).status).toBe(400);
    sf.clock.advance(60_000);
    expect((await refresh(sf, tokens)).status).toBe(200);
  });

  it('may strike on the log-in page', async () => {
    const sf = await fresh();
    sf.arm({ scenario: 'login-rate-exceeded' });
    await expect(sf.login({ app: 'Web_Server', user: 'ada' })).rejects.toThrow('Login');
    await postToken(sf, await codeExchange(sf, { app: 'Web_Server' }));
    expect(refused(sf)).toEqual(['user.login-rate', 'real']);
  });
});

describe('certificate-rotated', () => {
  it('replaces the certificate: the old key is refused until PATCH brings it back', async () => {
    const sf = await fresh();
    const { certificate, consumerKey } = sf.apps.JWT_Bearer!;
    const bearer = () => {
      const exp = Math.floor(sf.clock.now() / 1000) + 180;
      const claims = { iss: consumerKey, sub: 'ada@acme.example', aud: 'https://login.salesforce.com', exp };
      return postToken(sf, { grant_type: BEARER, assertion: makeJwt({ claims }) });
    };
    expect((await bearer()).status).toBe(200);
    sf.arm({ scenario: 'certificate-rotated' });
    expect((await bearer()).status).toBe(400);
    expect(refused(sf)).toEqual(['jwt.signature', 'armed']);
    expect((await bearer()).status).toBe(400);
    expect(refused(sf)).toEqual(['jwt.signature', 'real']);
    await lab(sf, 'PATCH', `/apps/${consumerKey}`, { certificate });
    expect((await bearer()).status).toBe(200);
  });
});

describe('an order', () => {
  it('that no request can meet is refused', async () => {
    const sf = await fresh();
    const order = (body: object) => lab<{ error: string }>(sf, 'POST', '/failures', body);
    const refusedOrder = await order({ scenario: 'revoked-by-admin', where: { grant_type: 'password' } });
    expect(refusedOrder).toEqual({
      status: 400,
      body: {
        error: 'revoked-by-admin is never refused for password: it belongs to refresh_token, hybrid_refresh',
      },
    });
    expect((await order({ scenario: 'certificate-rotated', where: { endpoint: 'rest' } })).body.error).toBe(
      'certificate-rotated is never refused at rest: it belongs to token',
    );
    expect(sf.world.failures.isEmpty).toBe(true);
  });

  it('counts requests like any other', async () => {
    await using sf = await startFauxforce();
    const { body } = await lab(sf, 'POST', '/failures', { scenario: 'expired-mid-call', after: 1, times: 2 });
    expect(body).toMatchObject({ id: 'f1', what: 'expired-mid-call', remaining: 2, after: 1 });
    const tokens = await tokensOf(sf);
    expect((await call(sf, tokens)).status).toBe(200);
    expect((await call(sf, tokens)).status).toBe(401);
    expect(sf.world.failures.list()[0]).toMatchObject({ struck: 1 });
  });
});

it('an armed code of Verify Your Identity counts towards the lockout', async () => {
  const sf = await fresh({
    demo: {
      settings: {
        maxLoginAttempts: 'ThreeAttempts',
        trustedIpRanges: [{ start: '10.0.0.1', end: '10.0.0.2' }],
      },
    },
  });
  sf.arm('login.verification-code');
  await expect(sf.login({ app: 'Web_Server', user: 'ada' })).rejects.toThrow('Verify');
  expect((await sf.world.store.failedLogIns.find(sf.users.ada!.id))?.failures).toBe(1);
});

it('an armed pending device counts as a poll', async () => {
  const sf = await fresh();
  const { client_id } = credentials(sf, 'Device');
  const started = members((await postToken(sf, { response_type: 'device_code', client_id })).body);
  const poll = () => postToken(sf, { grant_type: 'device', client_id, code: started.device_code ?? '' });
  const { world } = sf;
  await world.store.deviceCodes.approve(world.userCodes.read(started.user_code ?? '') ?? 0, sf.clock.now(), {
    orgId: sf.orgs[0]!.id,
    userId: sf.users.ada!.id,
    issuer: sf.url,
    scopes: 'api',
  });
  sf.clock.freeze();
  sf.arm('device.pending', { times: 2 });
  await poll();
  expect(refused(sf)).toEqual(['device.pending', 'armed']);
  await poll();
  expect(refused(sf)[0]).toBe('device.too-fast');
  expect((await poll()).status).toBe(200);
});
