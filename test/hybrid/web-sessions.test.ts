/** What the session ids of the hybrid flows are good for: web views, as long as their access token lives. */
import { expect, test } from 'vitest';
import { freshServers } from '../helpers/fresh.ts';
import { credentials, members, postToken, send } from '../helpers/token.ts';
import { ALL_SCOPES, hybridExchange, startHybrid } from './helpers.ts';

const fresh = freshServers();

type Sf = Awaited<ReturnType<typeof startHybrid>>;

/** Whether a browser with this `sid` is logged in as ada. */
async function logsIn(sf: Sf, sid = ''): Promise<boolean> {
  const { body } = await send(sf, '/', { headers: { cookie: `sid=${sid}` } });
  return body.includes('ada@acme.example');
}

const SIDS = ['lightning_sid', 'visualforce_sid', 'content_sid'] as const;

test('every session id, and the access token itself, logs a web view in', async () => {
  await using sf = await startHybrid();
  const answer = members((await hybridExchange(sf)).body);
  for (const name of [...SIDS, 'access_token']) expect(await logsIn(sf, answer[name])).toBe(true);
});

test('without the scope web the access token is no session id', async () => {
  await using sf = await startHybrid();
  const answer = members((await hybridExchange(sf, 'api')).body);
  expect(await logsIn(sf, answer.access_token)).toBe(false);
});

test('a JWT access token is no session id; its parent_sid is', async () => {
  await using sf = await startHybrid({ isNamedUserJwtEnabled: true });
  const answer = members((await hybridExchange(sf)).body);
  expect(await logsIn(sf, answer.access_token)).toBe(false);
  expect(await logsIn(sf, answer.parent_sid)).toBe(true);
});

test('they die with the access token: revoked', async () => {
  await using sf = await startHybrid();
  const first = members((await hybridExchange(sf)).body);
  const second = members((await hybridExchange(sf)).body);
  await send(sf, `/services/oauth2/revoke?token=${first.access_token}`);
  for (const name of SIDS) {
    expect(await logsIn(sf, first[name])).toBe(false);
    expect(await logsIn(sf, second[name])).toBe(true);
  }
});

test('they die with the access token: its refresh token revoked', async () => {
  await using sf = await startHybrid();
  const first = members((await hybridExchange(sf)).body);
  const refreshed = members(
    (
      await postToken(sf, {
        grant_type: 'hybrid_refresh',
        ...credentials(sf, 'Web_Server'),
        refresh_token: first.refresh_token ?? '',
      })
    ).body,
  );
  await send(sf, `/services/oauth2/revoke?token=${first.refresh_token}`);
  expect(await logsIn(sf, first.lightning_sid)).toBe(false);
  expect(await logsIn(sf, refreshed.lightning_sid)).toBe(false);
});

test('they die with the access token: expired, to the millisecond', async () => {
  await using sf = await startHybrid();
  sf.clock.freeze();
  const answer = members((await hybridExchange(sf)).body);
  sf.clock.advance(2 * 3_600_000);
  expect(await logsIn(sf, answer.lightning_sid)).toBe(true);
  sf.clock.advance(1);
  expect(await logsIn(sf, answer.lightning_sid)).toBe(false);
});

test('no API takes them, and none can be made from another', async () => {
  await using sf = await startHybrid();
  const { lightning_sid = '' } = members((await hybridExchange(sf)).body);
  const { status, body } = await send(sf, '/services/data/v60.0', {
    headers: { authorization: `Bearer ${lightning_sid}` },
  });
  expect([status, body]).toEqual([
    401,
    '[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]',
  ]);
  const changed = lightning_sid.slice(0, -5) + (lightning_sid.endsWith('AAAAA') ? 'BBBBB' : 'AAAAA');
  expect(await logsIn(sf, changed)).toBe(false);
});

test('another process over the same store knows them', async () => {
  await using sf = await startHybrid();
  const answer = members((await hybridExchange(sf, ALL_SCOPES)).body);
  const other = await fresh();
  expect(await logsIn(other, answer.lightning_sid)).toBe(false);
  const { resolveWebSession } = await import('../../src/tokens/web-sessions.ts');
  const { keysOf } = await import('../../src/world/keys.ts');
  const { TokenCodec } = await import('../../src/world/token-codec.ts');
  const elsewhere = { ...sf.world, codec: new TokenCodec(keysOf(sf.world.store), sf.world.entropy) };
  const access = await resolveWebSession(elsewhere, answer.lightning_sid ?? '');
  expect(access?.user.username).toBe('ada@acme.example');
});

test('a web view that is logged in so authorizes another app', async () => {
  const sf = await fresh({
    demo: {
      apps: {
        Web_Server: { scopes: ['api', 'web', 'lightning'] },
        User_Agent: { isAdminApproved: true, profiles: ['System Administrator'], scopes: ['api'] },
      },
    },
  });
  const { lightning_sid } = members((await hybridExchange(sf, 'api web lightning')).body);
  const headers = { cookie: `sid=${lightning_sid}` };
  const asked = { response_type: 'token', client_id: '3MVG9Demo.User_Agent', redirect_uri: 'sfdc://success' };
  const begun = await send(sf, `/services/oauth2/authorize?${new URLSearchParams(asked)}`, { headers });
  const { pathname, search } = new URL(String(begun.headers.location));
  const answered = await send(sf, pathname + search, { headers });
  expect(answered.headers.location).toMatch(/^sfdc:\/\/success#access_token=00D5g000004Acme%21/);
});
