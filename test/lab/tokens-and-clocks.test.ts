/** Tokens without a log-in, and time in one org alone. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { type LabOrg, lab, tokenOf, userInfo } from './helpers.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(() => sf[Symbol.asyncDispose]());
beforeEach(() => lab(sf, 'POST', '/reset'));

const APP = '3MVG9Demo.Web_Server';
const ADA = 'ada@acme.example';

describe('POST /tokens', () => {
  it('mints what the web server flow would have', async () => {
    const minted = await lab<Record<string, string>>(sf, 'POST', '/tokens', {
      client_id: APP,
      username: ADA,
      scope: 'api refresh_token',
    });
    expect(minted.status).toBe(201);
    expect(Object.keys(minted.body).sort()).toEqual(
      [
        'access_token',
        'id',
        'instance_url',
        'issued_at',
        'refresh_token',
        'scope',
        'signature',
        'token_type',
      ].sort(),
    );
    expect(minted.body.scope!.split(' ').sort()).toEqual(['api', 'refresh_token']);
    const info = await fetch(minted.body.id!, {
      headers: { authorization: `Bearer ${minted.body.access_token}` },
    });
    expect(info.status).toBe(200);
  });

  it.each([
    [{ username: ADA }, 'client_id is missing: which app is the token for?'],
    [{ client_id: APP }, 'username is missing: whose token is it to be?'],
    [{ client_id: 'no', username: ADA }, "client_id 'no' is no app's"],
    [{ client_id: APP, username: 'no' }, "username 'no' is no user's"],
    [{ client_id: APP, username: ADA, scope: 'apy' }, "scope 'apy' is not one of the app's"],
    [{ client_id: APP, username: ADA, scopes: 'api' }, "unknown member 'scopes': did you mean 'scope'?"],
  ])('refuses %j', async (body, error) => {
    const refused = await lab<{ error: string }>(sf, 'POST', '/tokens', body);
    expect(refused.status).toBe(400);
    expect(refused.body.error).toContain(error);
  });
});

describe('GET and DELETE /tokens', () => {
  it('list and revoke by app, user and org', async () => {
    const { body: made } = await lab<LabOrg>(sf, 'POST', '/orgs', {});
    const theirs = await tokenOf(sf, made.apps[0]!);
    const mine = await lab<Record<string, string>>(sf, 'POST', '/tokens', { client_id: APP, username: ADA });
    const list = async (query: string) =>
      (
        await lab<{ tokens: { kind: string; username: string; state: string }[] }>(
          sf,
          'GET',
          `/tokens${query}`,
        )
      ).body.tokens.map(({ kind, username, state }) => `${kind} ${username} ${state}`);
    expect(await list('')).toEqual([
      `access ${ADA} live`,
      `access ${made.users[0]!.username} live`,
      `refresh ${ADA} live`,
    ]);
    expect(await list(`?client_id=${APP}`)).toEqual([`access ${ADA} live`, `refresh ${ADA} live`]);
    expect((await lab(sf, 'DELETE', `/tokens?username=${ADA}`)).status).toBe(204);
    expect(await list(`?username=${ADA}`)).toEqual([`access ${ADA} ended`, `refresh ${ADA} ended`]);
    expect(await userInfo(sf, mine.body.access_token!)).toBe(403);
    expect(await userInfo(sf, theirs)).toMatchObject({ organization_id: made.org.id });
    expect((await lab(sf, 'DELETE', `/tokens?org=${made.org.id}`)).status).toBe(204);
    expect(await userInfo(sf, theirs)).toBe(403);
  });

  it.each([
    ['?org=00Dnone', 404],
    ['?username=nobody', 400],
    ['?limit=0', 400],
    ['?user=x', 400],
  ])('refuse %s', async (query, status) => {
    expect((await lab(sf, 'GET', `/tokens${query}`)).status).toBe(status);
  });
});

describe('the clock of one org', () => {
  it('ages its tokens, and those of no other', async () => {
    const { body: one } = await lab<LabOrg>(sf, 'POST', '/orgs', {});
    const { body: other } = await lab<LabOrg>(sf, 'POST', '/orgs', {});
    const [ofOne, ofOther] = [await tokenOf(sf, one.apps[0]!), await tokenOf(sf, other.apps[0]!)];
    await lab(sf, 'POST', `/clock?org=${one.org.id}`, { advance: '3h' });
    expect(await userInfo(sf, ofOne)).toBe(403);
    expect(await userInfo(sf, ofOther)).toMatchObject({ organization_id: other.org.id });
    await lab(sf, 'POST', '/clock', { advance: '3h' });
    expect(await userInfo(sf, ofOther)).toBe(403);
  });

  it('runs with the clock of all until it is frozen', async () => {
    const { body: made } = await lab<LabOrg>(sf, 'POST', '/orgs', {});
    await lab(sf, 'POST', '/clock', { set: '2030-01-01T00:00:00Z', freeze: true });
    await lab(sf, 'POST', `/clock?org=${made.org.id}`, { advance: '1h' });
    const now = async (query = '') => (await lab<{ now: string }>(sf, 'GET', `/clock${query}`)).body.now;
    expect(await now()).toBe('2030-01-01T00:00:00.000Z');
    expect(await now(`?org=${made.org.id}`)).toBe('2030-01-01T01:00:00.000Z');
    await lab(sf, 'POST', '/clock', { advance: '1d' });
    expect(await now(`?org=${made.org.id}`)).toBe('2030-01-02T01:00:00.000Z');
    await lab(sf, 'POST', `/clock?org=${made.org.id}`, { freeze: true });
    await lab(sf, 'POST', '/clock', { advance: '1d' });
    expect(await now(`?org=${made.org.id}`)).toBe('2030-01-02T01:00:00.000Z');
    await lab(sf, 'POST', `/clock?org=${made.org.id}`, { reset: true });
    expect(await now(`?org=${made.org.id}`)).toBe('2030-01-03T00:00:00.000Z');
  });

  it('says so when it goes back behind a token', async () => {
    await lab(sf, 'POST', '/clock', { set: '2030-01-01T00:00:00Z', freeze: true });
    await tokenOf(sf, sf.apps.Client_Credentials!);
    expect((await lab(sf, 'POST', '/clock', { advance: '-1h' })).body).toEqual({
      now: '2029-12-31T23:00:00.000Z',
      frozen: true,
      warning:
        'the clock is behind tokens that were issued: the newest is of 2030-01-01T00:00:00.000Z, and lives that much longer',
    });
    expect((await lab(sf, 'POST', '/clock', { advance: '1h' })).body).not.toHaveProperty('warning');
  });

  it('of an org that is not there is refused', async () => {
    expect((await lab(sf, 'GET', '/clock?org=00Dnone')).status).toBe(404);
  });
});

it('beyond the calendar, where the clock of all has carried an org, it is kept in a snapshot and can be reset', async () => {
  const { body: made } = await lab<LabOrg>(sf, 'POST', '/orgs', {});
  const clock = `/clock?org=${made.org.id}`;
  await lab(sf, 'POST', clock, { set: '9999-12-31T00:00:00Z' });
  await lab(sf, 'POST', '/clock', { freeze: true, set: '9999-01-01T00:00:00Z' });
  await lab(sf, 'POST', '/orgs', { expiresIn: '36500d' });
  const { body: snapshot } = await lab(sf, 'GET', '/snapshot');
  expect((await lab(sf, 'PUT', '/snapshot', snapshot)).status).toBe(204);
  expect(JSON.stringify((await lab(sf, 'GET', clock)).body)).toContain('"now":"+017972-');
  expect(await lab(sf, 'POST', clock, { reset: true, advance: '1h' })).toEqual({
    status: 200,
    body: { now: '9999-01-01T01:00:00.000Z', frozen: false },
  });
});
