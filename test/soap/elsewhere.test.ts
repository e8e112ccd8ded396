/** What a session of SOAP is at the other endpoints, on sites, and in what is kept. */
import { describe, expect, it } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { credentials, send } from '../helpers/token.ts';
import { call, logIn, session } from './helpers.ts';

const fresh = freshServers();

const form = (parameters: Record<string, string>) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(parameters).toString(),
});
const isAlive = async (sf: Fauxforce, id: string) => (await call(sf, '<getUserInfo/>', id)).status === 200;

describe('a session of SOAP', () => {
  it('opens the front door, and says whose it is', async () => {
    const sf = await fresh();
    const id = await session(sf);
    const door = await send(sf, '/secur/frontdoor.jsp', form({ sid: id }));
    expect(door.status).toBe(302);
    expect(door.headers['set-cookie']).toBeDefined();
    const info = await send(sf, '/services/oauth2/userinfo', { headers: { authorization: `Bearer ${id}` } });
    expect(JSON.parse(info.body)).toMatchObject({ preferred_username: 'ada@acme.example' });
  });

  it('is revoked as a token, and is inactive to the apps that introspect', async () => {
    const sf = await fresh({
      demo: { apps: { Web_Server: { isIntrospectAllTokens: true } } },
    });
    const id = await session(sf);
    const asked = { token: id, ...credentials(sf, 'Web_Server') };
    expect((await send(sf, '/services/oauth2/introspect', form(asked))).body).toBe('{"active":false}');
    expect((await send(sf, '/services/oauth2/revoke', form({ token: id }))).status).toBe(200);
    expect(await isAlive(sf, id)).toBe(false);
    expect(sf.journal.entries().every(({ clientId }) => clientId !== '')).toBe(true);
  });

  it('is no app, in the lab and in the usage of apps', async () => {
    const sf = await fresh();
    await session(sf);
    const { tokens } = JSON.parse((await send(sf, '/_fauxforce/tokens')).body);
    expect(tokens).toMatchObject([
      { client_id: null, app: null, username: 'ada@acme.example', scope: 'full' },
    ]);
    const usage = JSON.parse((await send(sf, '/_fauxforce/usage')).body);
    expect(Object.values(usage)).toEqual([[]]);
    await send(sf, '/_fauxforce/tokens?username=ada@acme.example', { method: 'DELETE' });
    expect(
      (JSON.parse((await send(sf, '/_fauxforce/tokens')).body) as { tokens: unknown[] }).tokens,
    ).toMatchObject([{ state: 'ended' }]);
  });

  it('is in a snapshot, and alive when that is restored', async () => {
    const sf = await fresh();
    const id = await session(sf);
    const snapshot = await sf.snapshot();
    await call(sf, '<logout/>', id);
    expect(await isAlive(sf, id)).toBe(false);
    await sf.restore(snapshot);
    expect(await isAlive(sf, id)).toBe(true);
  });

  it('is shared by the log-ins of a user where the org wants that', async () => {
    const sf = await fresh({ demo: { settings: { sharedAccessTokens: true } } });
    const [one, two] = [await session(sf), await session(sf)];
    expect(one).toBe(two);
    await call(sf, '<logout/>', one);
    const three = await session(sf);
    expect(three).not.toBe(one);
    expect(await isAlive(sf, three)).toBe(true);
  });

  it('of a frozen user goes on, of an inactive one it does not', async () => {
    const sf = await fresh();
    const id = await session(sf);
    const patch = (fields: object) =>
      send(sf, '/_fauxforce/users/ada@acme.example', { method: 'PATCH', body: JSON.stringify(fields) });
    expect((await patch({ isFrozen: true })).status).toBe(200);
    expect(await isAlive(sf, id)).toBe(true);
    await patch({ isActive: false });
    expect(await isAlive(sf, id)).toBe(false);
  });
});

describe('an Experience Cloud site', () => {
  it('logs its members in without a scope, and nobody else', async () => {
    const sf = await fresh({
      demo: { profiles: { 'Customer Community User': { apiEnabled: true } } },
    });
    const path = '/customers/services/Soap/u/64.0';
    const password = `correct-horse${sf.users.vera?.securityToken}`;
    const { status, body } = await logIn(sf, { username: 'vera@acme.example', password }, { path });
    expect(status).toBe(200);
    expect(body).toMatch(/<serverUrl>[^<]*\/services\/Soap\/u\/64\.0\/00D5g000004Acme\/0DF\w{12}</);
    expect((await logIn(sf, {}, { path })).status).toBe(500);
    expect(sf.journal.last()?.refusal?.name).toBe('soap-login.not-member');
  });
});

describe('several orgs', () => {
  it('a session is of one: another My Domain does not know it, and cannot end it', async () => {
    const sf = await fresh({ demo: { secondOrg: true } });
    const id = await session(sf);
    const host = 'globex.develop.my.salesforce.com';
    expect((await call(sf, '<getUserInfo/>', id, { headers: { host } })).status).toBe(500);
    expect(sf.journal.last()?.refusal).toMatchObject({
      name: 'soap.dead-session',
      why: "the session or access token is of another org's",
    });
    const lin = await session(sf, {
      username: 'lin@globex.example',
      password: `correct-horse${sf.users.lin?.securityToken}`,
    });
    const ask = `<invalidateSessions><sessionIds>${id}</sessionIds></invalidateSessions>`;
    expect((await call(sf, ask, lin)).body).toContain('<success>false</success>');
    expect(await isAlive(sf, id)).toBe(true);
  });
});
