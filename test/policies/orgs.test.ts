/** Policies over time: log-in rate, login hours, new apps, rotated secrets, mandates, API log-ins with a code. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { isOpen } from '../../src/org/login-hours.ts';
import { totp } from '../../src/policies/totp.ts';
import type { DemoChanges } from '../../src/refusals/refusal.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import {
  codeExchange,
  credentials,
  members,
  postToken,
  refreshTokenFor,
  refreshWith,
  send,
  user,
} from '../helpers/token.ts';

const fresh = freshServers();

const MINUTE = 60_000;

function clientCredentials(sf: Fauxforce, changes: Record<string, string> = {}) {
  const form = { grant_type: 'client_credentials', ...credentials(sf, 'Client_Credentials') };
  return postToken(sf, { ...form, ...changes });
}

describe('log-in rate', () => {
  test('every flow of the user counts, and an hour later it is over', async () => {
    const sf = await fresh({ demo: { settings: { loginsPerHour: 3 } } });
    await sf.login({ app: 'Web_Server', user: 'ada' });
    const token = await refreshTokenFor(sf, 'Web_Server');
    expect((await refreshWith(sf, 'Web_Server', token)).status).toBe(200);
    expect(await refreshWith(sf, 'Web_Server', token)).toMatchObject({
      status: 400,
      body: '{"error":"invalid_grant","error_description":"login rate exceeded"}',
    });
    expect((await clientCredentials(sf)).status).toBe(200);
    sf.clock.advance(61 * MINUTE);
    expect((await refreshWith(sf, 'Web_Server', token)).status).toBe(200);
  });
});

describe('login hours', () => {
  const OFFICE = { monday: { start: 480, end: 1080 }, sunday: { start: 0, end: 0 } };

  test.each([
    ['2026-01-05T15:59:59Z', false],
    ['2026-01-05T16:00:00Z', true],
    ['2026-01-06T01:59:59Z', true],
    ['2026-01-06T02:00:00Z', false],
    ['2026-01-04T20:00:00Z', false],
    ['2026-01-07T11:00:00Z', true],
    // Daylight saving time: an hour earlier by UTC.
    ['2026-07-06T15:00:00Z', true],
    ['2026-07-06T14:59:59Z', false],
  ])('Los Angeles, %s: %s', (at, open) => {
    expect(isOpen(OFFICE, Date.parse(at), 'America/Los_Angeles')).toBe(open);
  });

  test("are in the org's time zone", () => {
    const at = Date.parse('2026-01-05T12:00:00Z');
    expect(isOpen(OFFICE, at, 'Europe/Paris')).toBe(true);
    expect(isOpen(OFFICE, at, 'Asia/Tokyo')).toBe(false);
  });
});

describe('a new app', () => {
  test('is known after its delay, counted from the first start of the store', async () => {
    const folder = mkdtempSync(`${tmpdir()}/fauxforce-new-app-`);
    const options = {
      store: `${folder}/state.db`,
      demo: { apps: { Client_Credentials: { propagationDelay: 10 } } },
    };
    try {
      const first = await startFauxforce(options);
      expect(await clientCredentials(first)).toMatchObject({
        status: 400,
        body: '{"error":"invalid_client_id","error_description":"client identifier invalid"}',
      });
      await first[Symbol.asyncDispose]();
      const second = await fresh(options);
      second.clock.advance(11 * MINUTE);
      expect((await clientCredentials(second)).status).toBe(200);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test.each([
  [10 * MINUTE - 1, 400],
  [10 * MINUTE, 200],
])('a new app that takes ten minutes is answered %i ms after it was made: %i', async (age, status) => {
  const createdAt = '2026-01-01T12:00:00Z';
  const sf = await fresh({
    demo: { apps: { Client_Credentials: { propagationDelay: 10, createdAt } } },
  });
  sf.clock.freeze();
  sf.clock.set(Date.parse(createdAt) + age);
  expect((await clientCredentials(sf)).status).toBe(status);
});

describe('a rotated consumer secret', () => {
  test('ends every token of the app, and no other', async () => {
    const folder = mkdtempSync(`${tmpdir()}/fauxforce-rotated-`);
    const store = `${folder}/state.db`;
    try {
      const first = await startFauxforce({ store });
      const mine = members((await postToken(first, await codeExchange(first, { app: 'Web_Server' }))).body);
      const other = members((await clientCredentials(first)).body);
      await first[Symbol.asyncDispose]();
      const rotated: DemoChanges = { apps: { Web_Server: { consumerSecret: 'ROTATED000000000' } } };
      await using second = await startFauxforce({ store, demo: rotated });
      const rest = (token = '') =>
        send(second, '/services/data/v60.0', { headers: { authorization: `Bearer ${token}` } });
      expect((await rest(mine.access_token)).status).toBe(401);
      expect((await rest(other.access_token)).status).toBe(200);
      expect(await refreshWith(second, 'Web_Server', mine.refresh_token ?? '')).toMatchObject({
        status: 400,
        body: '{"error":"invalid_grant","error_description":"expired access/refresh token"}',
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('mandates', () => {
  const start = (...mandates: string[]) => startFauxforce({ demo: { org: { mandates } } });

  test('pkce: a code flow without a challenge is refused', async () => {
    await using sf = await start('pkce');
    expect(await sf.login({ app: 'Web_Server', user: 'ada' })).toMatchObject({
      error: 'invalid_request',
      error_description: 'missing required code challenge',
    });
  });

  test('rotation: each refresh brings a new refresh token', async () => {
    await using sf = await start('rotation');
    const token = await refreshTokenFor(sf, 'Web_Server');
    const { body } = await refreshWith(sf, 'Web_Server', token);
    expect(members(body).refresh_token).toMatch(/^5Aep861/);
    expect((await refreshWith(sf, 'Web_Server', token)).status).toBe(400);
  });

  test('no-password: the username-password flow is off', async () => {
    await using sf = await start('no-password');
    const form = { grant_type: 'password', ...credentials(sf, 'Username_Password') };
    await postToken(sf, { ...form, username: 'ada@acme.example', password: 'correct-horseTok3n' });
    expect(sf.journal.entries({ limit: 1 })[0]?.refusal?.name).toBe('password.flow-disabled');
  });
});

test('with MFA for API log-ins the code of the authenticator stands for the security token', async () => {
  const sf = await fresh({
    demo: { profiles: { 'System Administrator': { twoFactorApi: true } } },
  });
  const logIn = (after: string) =>
    postToken(sf, {
      grant_type: 'password',
      ...credentials(sf, 'Username_Password'),
      username: 'ada@acme.example',
      password: `correct-horse${after}`,
    });
  expect((await logIn('Tok3n')).status).toBe(400);
  expect((await logIn(totp(user(sf, 'ada').totpSecret, sf.clock.now()))).status).toBe(200);
});

test('permitted users count permission sets of groups, and take effect at the next refresh', async () => {
  const seed = {
    org: { name: 'Acme' },
    permissionSets: [{ name: 'Orders' }],
    permissionSetGroups: [{ name: 'Everything', permissionSets: ['Orders'] }],
    users: [
      { username: 'in@acme.example', permissionSets: ['Everything'] },
      { username: 'out@acme.example' },
    ],
    apps: [
      {
        name: 'Portal',
        callbackUrls: ['http://localhost:3000/callback'],
        scopes: ['api'],
        isAdminApproved: true,
        permissionSets: ['Orders'],
      },
    ],
  };
  const sf = await fresh({ seed });
  expect(await sf.login({ app: 'Portal', user: 'in' })).toHaveProperty('code');
  expect(await sf.login({ app: 'Portal', user: 'out' })).toMatchObject({
    error: 'OAUTH_APP_ACCESS_DENIED',
    error_description: 'user is not admin approved to access this app',
  });
});
