/** What users allowed apps: listed without secrets, revoked one by one or all at once (model.md 3.2). */
import { describe, expect, test } from 'vitest';
import { freshServers } from '../helpers/fresh.ts';
import { user } from '../helpers/token.ts';
import { type LabOrg, lab } from '../lab/helpers.ts';
import { type Approval, approvals, canRefresh, isAlive, keyOf, logInTo } from './helpers.ts';

const fresh = freshServers();

const MORNING = Date.parse('2027-03-01T08:00:00Z');

describe('GET /approvals', () => {
  test('says who allowed what, when, and how often it was used', async () => {
    const sf = await fresh();
    sf.clock.freeze();
    sf.clock.set(MORNING);
    const { refresh_token } = await logInTo(sf, 'Web_Server');
    sf.clock.advance(60_000);
    await canRefresh(sf, 'Web_Server', refresh_token);

    const list = await approvals(sf);
    expect(list).toEqual([
      {
        id: expect.stringMatching(/^0CQFF0AAAAAAAAB[A-Z0-5]{3}$/),
        org: '00D5g000004AcmeEAC',
        client_id: keyOf(sf, 'Web_Server'),
        app: 'Web_Server',
        username: 'ada@acme.example',
        scope: 'api refresh_token',
        holds_refresh_token: true,
        created_at: '2027-03-01T08:00:00.000Z',
        last_used_at: '2027-03-01T08:01:00.000Z',
        use_count: 2,
      },
    ]);
    expect(JSON.stringify(list)).not.toContain(refresh_token);
  });

  test('shows a click on Allow before its code is exchanged', async () => {
    const sf = await fresh();
    await sf.login({ app: 'Web_Server', user: 'ada' });
    expect(await approvals(sf)).toMatchObject([{ holds_refresh_token: false, use_count: 0 }]);
  });

  test('the sixth log-in of a user ends the one that was used least recently', async () => {
    const sf = await fresh();
    sf.clock.freeze();
    const pairs = [];
    for (let i = 0; i < 5; i++) {
      sf.clock.advance(1_000);
      pairs.push(await logInTo(sf, 'Web_Server'));
    }
    const before = await approvals(sf);
    expect(before).toHaveLength(5);
    sf.clock.advance(1_000);
    await canRefresh(sf, 'Web_Server', pairs[0]!.refresh_token);
    sf.clock.advance(1_000);
    await logInTo(sf, 'Web_Server');

    const after = await approvals(sf);
    expect(after).toHaveLength(5);
    expect(after.map(({ id }) => id)).not.toContain(before.at(-2)!.id);
    expect(after.at(-1)!.id).toBe(before.at(-1)!.id);
    expect(await canRefresh(sf, 'Web_Server', pairs[1]!.refresh_token)).toBe(false);
  });

  test('is narrowed by org, app and user, and cut', async () => {
    const sf = await fresh();
    const { body: made } = await lab<LabOrg>(sf, 'POST', '/orgs', {});
    await logInTo(sf, 'Web_Server');
    await logInTo(sf, 'Web_Server', 'grace');
    await logInTo(sf, 'Rotating', 'grace');
    const found = async (query: string) =>
      (await approvals(sf, query)).map(({ app, username }) => `${app} ${username.split('@')[0]}`);
    expect(await found('')).toEqual(['Rotating grace', 'Web_Server grace', 'Web_Server ada']);
    expect(await found('?username=grace@acme.example')).toEqual(['Rotating grace', 'Web_Server grace']);
    expect(await found(`?client_id=${keyOf(sf, 'Web_Server')}&limit=1`)).toEqual(['Web_Server grace']);
    expect(await found(`?org=${made.org.id}`)).toEqual([]);
    expect(await lab(sf, 'GET', '/approvals?user=ada')).toEqual({
      status: 400,
      body: { error: "unknown query parameter 'user': use org, client_id, username, limit" },
    });
  });
});

describe('DELETE /approvals/{id}', () => {
  test('ends one: its refresh token and what came of it, and nothing else', async () => {
    const sf = await fresh();
    const first = await logInTo(sf, 'Web_Server');
    const second = await logInTo(sf, 'Web_Server');
    const [, oldest] = await approvals(sf);
    expect((await lab(sf, 'DELETE', `/approvals/${oldest!.id.slice(0, 15)}`)).status).toBe(204);

    expect(await isAlive(sf, first.access_token)).toBe(false);
    expect(await canRefresh(sf, 'Web_Server', first.refresh_token)).toBe(false);
    expect(await isAlive(sf, second.access_token)).toBe(true);
    expect(await canRefresh(sf, 'Web_Server', second.refresh_token)).toBe(true);
    expect(await approvals(sf)).toHaveLength(1);
  });

  test('is 404 for one that was revoked, never was, or is of another org', async () => {
    const sf = await fresh();
    const { body: made } = await lab<LabOrg>(sf, 'POST', '/orgs', {});
    await logInTo(sf, 'Web_Server');
    const [{ id }] = (await approvals(sf)) as readonly [Approval];
    const remove = async (path: string) => (await lab(sf, 'DELETE', `/approvals/${path}`)).status;
    expect(await remove(`${id}?org=${made.org.id}`)).toBe(404);
    expect(await remove(`${id}?org=00D5g000004AcmeEAC`)).toBe(204);
    expect(await remove(id)).toBe(404);
    expect(await remove('0CQFF0AAAAAAAAZ')).toBe(404);
    expect(await remove('1')).toBe(404);
    expect(await lab(sf, 'DELETE', '/approvals/nonsense')).toEqual({
      status: 404,
      body: { error: "there is no approval 'nonsense': GET /_fauxforce/approvals lists them" },
    });
  });
});

describe('DELETE /approvals', () => {
  test('revokes all of a user and an app', async () => {
    const sf = await fresh();
    const mine = [await logInTo(sf, 'Web_Server'), await logInTo(sf, 'Web_Server')];
    const elsewhere = await logInTo(sf, 'Rotating');
    const theirs = await logInTo(sf, 'Web_Server', 'grace');
    const { username } = user(sf, 'ada');
    const query = `?client_id=${keyOf(sf, 'Web_Server')}&username=${username}`;
    expect((await lab(sf, 'DELETE', `/approvals${query}`)).status).toBe(204);

    for (const { access_token, refresh_token } of mine) {
      expect(await isAlive(sf, access_token)).toBe(false);
      expect(await canRefresh(sf, 'Web_Server', refresh_token)).toBe(false);
    }
    expect(await isAlive(sf, elsewhere.access_token)).toBe(true);
    expect(await isAlive(sf, theirs.access_token)).toBe(true);
    expect(await approvals(sf)).toHaveLength(2);
  });
});
